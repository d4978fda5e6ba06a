"""What tells nominations with the same score apart, rung by rung: pure, and the same whatever order they come in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Any


class Rung(StrEnum):
    """The steps of the mandate, in its order. `VOTE` is not a rung of the ladder: the jury voted for a place."""

    TOTAL = "total"
    FIRST_CRITERION = "first_criterion"
    FEWEST_RECUSALS = "fewest_recusals"
    CHAIR = "chair"
    DRAW = "draw"
    VOTE = "vote"


@dataclass(frozen=True)
class Candidate:
    """What the ladder looks at. `total` 0-100 and `first`, the median of the first criterion, are unrounded."""

    reference: str
    total: Decimal
    first: Decimal
    recusals: int


@dataclass(frozen=True)
class Step:
    """One nomination, or in alphabetical order those that nothing tells apart. `apart_by` is the rung that sets it
    above the next step; the last step has none."""

    references: tuple[str, ...]
    apart_by: Rung | None = None

    @property
    def is_tie(self) -> bool:
        return len(self.references) > 1


Order = Callable[[Candidate], Any]


def climb(
    candidates: Sequence[Candidate], *, chair: Sequence[str] = (), draws: Sequence[Sequence[str]] = ()
) -> list[Step]:
    """The candidates from first to last. `chair`: those that the chair put first, best first, where the mandate lets
    the chair decide. `draws`: references in the order drawn, the oldest draw first; a draw speaks of no others."""
    rungs: list[tuple[Rung, Order]] = [
        (Rung.TOTAL, lambda one: -one.total),
        (Rung.FIRST_CRITERION, lambda one: -one.first),
        (Rung.FEWEST_RECUSALS, lambda one: one.recusals),
        (Rung.CHAIR, lambda one: _place(one, chair)),
    ]
    return _split(sorted(candidates, key=lambda one: one.reference), rungs, draws)


def _split(tied: list[Candidate], rungs: Sequence[tuple[Rung, Order]], draws: Sequence[Sequence[str]]) -> list[Step]:
    """Take the next rung to those that are equal so far; the draw when no rung is left."""
    if len(tied) < 2:
        return [Step((one.reference,)) for one in tied]
    if not rungs:
        return _drawn(tied, draws)
    (rung, order), *rest = rungs
    parts = [_split(list(equal), rest, draws) for _, equal in groupby(sorted(tied, key=order), key=order)]
    return _joined(parts, rung)


def _drawn(tied: list[Candidate], draws: Sequence[Sequence[str]]) -> list[Step]:
    references = tuple(one.reference for one in tied)
    draw = next((draw for draw in draws if set(references) <= set(draw)), None)
    if draw is None:
        return [Step(references)]
    return _joined([[Step((one,))] for one in sorted(references, key=draw.index)], Rung.DRAW)


def _joined(parts: Sequence[list[Step]], rung: Rung) -> list[Step]:
    """One list, where `rung` is what sets the last step of each part above the next part."""
    above = [[*part[:-1], Step(part[-1].references, rung)] for part in parts[:-1]]
    return [step for part in (*above, parts[-1]) for step in part]


def _place(one: Candidate, order: Sequence[str]) -> int:
    return order.index(one.reference) if one.reference in order else len(order)
