"""The most that one organisation's activities can be worth within its own caps: exact, by the pairs of kroner and worth
that no other pair beats. Pure."""

from typing import Any

from app.decisions.allocation.program import Block, Program

Front = tuple[Any, Any]
"""Kroner in rising order, and the worth of each, rising too. numpy arrays."""


def most_worth(program: Program, block: Block, net: Any) -> int:
    """`net` is the worth of each column (numpy, whole numbers; may be below zero)."""
    fronts: dict[int, Front] = {0: _nothing()}
    limited = block.left_count is not None and block.left_count < len(block.activities)
    for activity in block.activities:
        amounts = _amounts(program, activity, net)
        grown: dict[int, list[Front]] = {}
        for count, front in fronts.items():
            grown.setdefault(count, []).append(front)
            after = count + 1 if limited else count
            if not limited or after <= (block.left_count or 0):
                grown.setdefault(after, []).append(_sum(front, amounts))
        pruned = {count: _prune(several, block.left_nok) for count, several in grown.items()}
        fronts = {count: front for count, front in pruned.items() if len(front[0])}
    return int(max(worth[-1] for _kroner, worth in fronts.values()))


def _nothing() -> Front:
    import numpy

    return numpy.zeros(1), numpy.zeros(1)


def _amounts(program: Program, activity: int, net: Any) -> Front:
    """Every amount that this activity may get, and what it is worth."""
    import numpy

    columns = program.spans[activity]
    kroner, worth = numpy.zeros(1), numpy.zeros(1)
    for column in columns:
        one = program.columns[column]
        taken = numpy.arange(1, one.count + 1)
        kroner = numpy.concatenate([kroner, kroner[-1] + one.nok * taken])
        worth = numpy.concatenate([worth, worth[-1] + net[column] * taken])
    return kroner[1:], worth[1:]


def _sum(one: Front, other: Front) -> Front:
    kroner = (one[0][:, None] + other[0][None, :]).ravel()
    worth = (one[1][:, None] + other[1][None, :]).ravel()
    return kroner, worth


def _prune(fronts: list[Front], left_nok: int | None) -> Front:
    """Only what fits, and of it what nothing cheaper is worth as much as."""
    import numpy

    kroner = numpy.concatenate([front[0] for front in fronts])
    worth = numpy.concatenate([front[1] for front in fronts])
    if left_nok is not None:
        fits = kroner <= max(0, left_nok)
        kroner, worth = kroner[fits], worth[fits]
    order = numpy.lexsort((-worth, kroner))
    kroner, worth = kroner[order], worth[order]
    best = numpy.maximum.accumulate(worth)
    better = numpy.append(True, worth[1:] > best[:-1])[: len(worth)]
    return kroner[better], worth[better]
