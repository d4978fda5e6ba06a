"""The allocation as an integer programme, before anybody solves it. Pure; whole kroner.

Each activity has a stair of columns. The first is 0 or 1: whether it gets its lowest amount. The next ones lift it from
there: a tier is one more step of 0 or 1, and equal steps are one column that counts how many of them are taken, so that
an activity with fifty possible amounts has three columns and not fifty. A step never stands without those under it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from math import gcd

from app.decisions.allocation.rules import Ladder

NOBODY = -1
"""The activity of a column that gives nothing to anybody."""


@dataclass(frozen=True)
class Column:
    """`count` equal steps of `nok` kroner, each with this benefit."""

    activity: int
    count: int
    nok: int
    benefit: int


@dataclass
class Row:
    """lower ≤ Σ factor × column ≤ upper. `name` says which rule it is; None for the stairs' own.
    `is_shared`: binds activities of several organisations."""

    factors: dict[int, int]
    lower: int | None = None
    upper: int | None = None
    name: str | None = None
    is_shared: bool = False


@dataclass
class Program:
    """`spans` are each activity's columns; `blocks` the organisations that a cap may bind."""

    columns: list[Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    spans: list[range] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)

    def amount(self, activity: int, values: Sequence[int]) -> int:
        """Kroner to this activity when the columns have these values."""
        return sum(self.columns[column].nok * values[column] for column in self.spans[activity])

    def without(self, names: Collection[str]) -> "Program":
        """A copy without the rows of these names; the original stays as it is when more is added."""
        rows = [row for row in self.rows if row.name is None or row.name not in names]
        capped = not any(name.startswith("organisation") for name in names)
        return Program(list(self.columns), rows, self.spans, self.blocks if capped else [])


@dataclass(frozen=True)
class Block:
    """One organisation: its activities, and what it may still get (None: no limit)."""

    activities: tuple[int, ...]
    left_nok: int | None
    left_count: int | None


def add_stairs(program: Program, ladders: Sequence[Ladder]) -> None:
    """Columns and their own rows for every activity, in order."""
    for activity, stairs in enumerate(ladders):
        made = _columns(activity, stairs)
        span = range(len(program.columns), len(program.columns) + len(made))
        program.columns.extend(made)
        program.spans.append(span)
        for column in span[1:]:
            _stand_on(program, span[0], column)


def _columns(activity: int, stairs: Ladder) -> list[Column]:
    made = [Column(activity, 1, stairs.lowest, stairs.benefit(stairs.lowest))]
    lifts = [
        (after - before, stairs.benefit(after) - stairs.benefit(before)) for before, after in pairwise(stairs.amounts)
    ]
    made += [Column(activity, len(list(same)), nok, benefit) for (nok, benefit), same in groupby(lifts)]
    return made


def _stand_on(program: Program, first: int, column: int) -> None:
    """On the first column, and on all before it that lift by another sum, taken in full. Equal steps give a possible
    amount in whatever order they are taken, and the ones that are worth most come first by themselves."""
    one = program.columns[column]
    for under in range(first, column):
        if under == first or program.columns[under].nok != one.nok:
            program.rows.append(Row({column: program.columns[under].count, under: -one.count}, upper=0))


def add_frame(program: Program, left_nok: int) -> None:
    """The pot less the reserve less what is settled."""
    factors = {number: column.nok for number, column in enumerate(program.columns)}
    program.rows.append(Row(factors, upper=rounded_down(left_nok, factors), name="pot", is_shared=True))


def rounded_down(left_nok: int, factors: Mapping[int, int]) -> int:
    """Where all amounts go up in 2 500, the last 1 200 kroner of a pot can never be given out."""
    unit = gcd(*factors.values()) or 1
    return left_nok // unit * unit


def add_organisations(program: Program, blocks: Mapping[str, Block]) -> None:
    """What one organisation may get, where it seeks more than that."""
    for name, block in blocks.items():
        before = len(program.rows)
        _cap(program, name, block)
        _limit(program, name, block)
        if len(program.rows) > before:
            program.blocks.append(block)


def _cap(program: Program, name: str, block: Block) -> None:
    columns = [column for activity in block.activities for column in program.spans[activity]]
    most = sum(program.columns[column].nok * program.columns[column].count for column in columns)
    if block.left_nok is None or most <= block.left_nok:
        return
    factors = {column: program.columns[column].nok for column in columns}
    upper = rounded_down(max(0, block.left_nok), factors)
    program.rows.append(Row(factors, upper=upper, name=f"organisation_nok:{name}"))


def _limit(program: Program, name: str, block: Block) -> None:
    if block.left_count is None or len(block.activities) <= block.left_count:
        return
    factors = {program.spans[activity][0]: 1 for activity in block.activities}
    program.rows.append(Row(factors, upper=max(0, block.left_count), name=f"organisation_count:{name}"))


@dataclass(frozen=True)
class Demand:
    """What spread asks for one category or district: at least one of these activities («one»), or `least_nok` kroner
    to them together («share»)."""

    name: str
    activities: tuple[int, ...]
    least_nok: int | None = None

    def is_met(self, amounts: Sequence[int]) -> bool:
        given = [amounts[activity] for activity in self.activities]
        return any(given) if self.least_nok is None else sum(given) >= self.least_nok


def add_demands(program: Program, demands: Iterable[Demand]) -> None:
    for demand in demands:
        program.rows.append(_row(program, demand))


def add_loose_demands(program: Program, demands: Sequence[Demand], may_fail: int) -> list[int]:
    """As `add_demands`, but as many as `may_fail` may be broken. Returns a column for each: 1 when it is broken."""
    broken = []
    for demand in demands:
        row = _row(program, demand)
        assert row.lower is not None
        broken.append(len(program.columns))
        program.columns.append(Column(NOBODY, 1, 0, 0))
        row.factors[broken[-1]] = row.lower
        program.rows.append(row)
    program.rows.append(Row(dict.fromkeys(broken, 1), upper=may_fail, name="broken", is_shared=True))
    return broken


def _row(program: Program, demand: Demand) -> Row:
    if demand.least_nok is None:
        ones = {program.spans[activity][0]: 1 for activity in demand.activities}
        return Row(ones, lower=1, name=demand.name, is_shared=True)
    columns = [column for activity in demand.activities for column in program.spans[activity]]
    return Row(
        {column: program.columns[column].nok for column in columns},
        lower=demand.least_nok,
        name=demand.name,
        is_shared=True,
    )
