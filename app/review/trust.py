"""How far the scores of a round can be trusted: plain values, reckoned from plain values. No queries.

What it says of assessors and of the line is advice for those who read the ranking; the totals stay as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from app.judging.agreement import Reading, alpha, reading
from app.judging.fragility import Candidate, Contest, Crossing, Line, Weights
from app.judging.scoring import sheet_total
from app.judging.severity import Adjustment, adjust

MOST_LISTED = 20
"""Of those who cross the line, so many are named; the number is that of all."""


@dataclass(frozen=True)
class Row:
    """One activity of the round: what it is called, and what it is ranked by."""

    candidate: Candidate
    name: str  # «OMB-2026-0042/1»
    organisation: str


@dataclass(frozen=True)
class AssessorLine:
    """`strictness` in points below (+) or above (−) the others on the same activities; None: nothing to compare by.
    `group`: those of one group can be compared."""

    name: str
    assessments: int
    shared: int
    mean: Decimal | None
    strictness: Decimal | None
    error: Decimal | None
    group: int | None

    @property
    def is_uncertain(self) -> bool:
        """Nothing that chance alone would not do: less than two standard errors."""
        return self.strictness is not None and self.error is not None and abs(self.strictness) < 2 * self.error


@dataclass(frozen=True)
class CriterionLine:
    """`alpha` to two decimals; `shared`: how many activities two or more have given a value."""

    name: str
    weight: int
    alpha: Decimal | None
    reading: Reading
    shared: int


@dataclass(frozen=True)
class Named:
    """An activity that crosses the line."""

    name: str
    organisation: str


@dataclass(frozen=True)
class CrossingLine:
    """What is taken differently, and who is on the other side then. `points`: how far a weight is moved."""

    what: str
    points: int
    over: list[Named]
    under: list[Named]
    overs: int
    unders: int
    alone: int

    @property
    def count(self) -> int:
        return self.overs + self.unders


@dataclass(frozen=True)
class Trust:
    """`ranked` of the `activities` have a total; `above` of them are over the line. `groups` counts the groups of
    assessors who share no activity with the other groups (those who share none with anybody left out)."""

    activities: int
    ranked: int
    above: int
    groups: int
    is_comparable: bool
    assessors: list[AssessorLine]
    criteria: list[CriterionLine]
    without: list[CrossingLine]
    weights: list[CrossingLine]

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it: decimals as text."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Decimal) else value


def read(kept: Mapping[str, Any]) -> Trust:
    """What `plain` wrote."""
    figures = {name: kept[name] for name in ("activities", "ranked", "above", "groups", "is_comparable")}
    return Trust(
        **figures,
        assessors=[AssessorLine(**_numbers(one, "mean", "strictness", "error")) for one in kept["assessors"]],
        criteria=[
            CriterionLine(**{**_numbers(one, "alpha"), "reading": Reading(one["reading"])}) for one in kept["criteria"]
        ],
        without=[_crossing_line(one) for one in kept["without"]],
        weights=[_crossing_line(one) for one in kept["weights"]],
    )


def _numbers(kept: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: Decimal(value) if name in names and value is not None else value for name, value in kept.items()}


def _crossing_line(kept: Mapping[str, Any]) -> CrossingLine:
    named = {side: [Named(**one) for one in kept[side]] for side in ("over", "under")}
    return CrossingLine(**{**kept, **named})


@dataclass(frozen=True)
class Advice:
    """An activity's total and rank had all assessors been equally strict."""

    score: Decimal
    rank: int


@dataclass(frozen=True)
class Question:
    """A criterion: its name and weight, in the rubric's order."""

    id: int
    name: str
    weight: int


def reckon(
    rows: Sequence[Row], questions: Sequence[Question], people: Mapping[int, str], pot_nok: int
) -> tuple[Trust, dict[int, Advice]]:
    """All of it for one basis; the advice by the candidate's number."""
    weights = {one.id: one.weight for one in questions}
    contest = Contest([row.candidate for row in rows], weights, Line(pot_nok=pot_nok))
    strict = adjust(_totals(rows, weights))
    known = {row.candidate.subject: Named(row.name, row.organisation) for row in rows}
    without = [
        _line(people[assessor], 0, crossing, known)
        for assessor, crossing in sorted(contest.without().items(), key=lambda found: people[found[0]])
    ]
    moved = contest.with_moved_weights()
    names = {one.id: one.name for one in questions}
    trust = Trust(
        activities=len(rows),
        ranked=len(contest.ranked()),
        above=len(contest.above()),
        groups=len(strict.groups),
        is_comparable=strict.is_comparable,
        assessors=_assessors(strict, people),
        criteria=[_criterion(one, rows) for one in questions],
        without=without,
        weights=[_line(names[one], points, crossing, known) for (one, points), crossing in moved.items()],
    )
    return trust, _advice(contest, strict)


def _totals(rows: Sequence[Row], weights: Weights) -> dict[int, dict[int, Decimal]]:
    found: dict[int, dict[int, Decimal]] = {}
    for row in rows:
        for assessor, sheet in row.candidate.sheets.items():
            total = sheet_total(weights, sheet)
            if total is not None:
                found.setdefault(row.candidate.subject, {})[assessor] = total
    return found


def _assessors(strict: Adjustment, people: Mapping[int, str]) -> list[AssessorLine]:
    lines = [
        AssessorLine(people[key], one.assessments, one.shared, one.mean, one.strictness, one.error, one.group)
        for key, one in strict.assessors.items()
    ]
    return sorted(lines, key=lambda line: (line.group is None, line.group or 0, line.name))


def _criterion(question: Question, rows: Sequence[Row]) -> CriterionLine:
    units = [[sheet.get(question.id) for sheet in row.candidate.sheets.values()] for row in rows]
    found = alpha(units)
    return CriterionLine(
        name=question.name,
        weight=question.weight,
        alpha=None if found is None else Decimal(f"{float(found):.2f}"),
        reading=reading(found),
        shared=sum(sum(value is not None for value in unit) > 1 for unit in units),
    )


def _line(what: str, points: int, crossing: Crossing, known: Mapping[int, Named]) -> CrossingLine:
    return CrossingLine(
        what=what,
        points=points,
        over=[known[one] for one in crossing.over[:MOST_LISTED]],
        under=[known[one] for one in crossing.under[:MOST_LISTED]],
        overs=len(crossing.over),
        unders=len(crossing.under),
        alone=crossing.alone,
    )


def _advice(contest: Contest, strict: Adjustment) -> dict[int, Advice]:
    """Equal adjusted totals keep the order of the ranking."""
    scores: dict[int, Decimal] = {}
    for one in contest.ranked():
        total = contest.total(one.subject)
        assert total is not None
        scores[one.subject] = strict.of(total, list(one.sheets))
    order = sorted(scores, key=lambda subject: -scores[subject])
    return {subject: Advice(scores[subject], rank) for rank, subject in enumerate(order, start=1)}
