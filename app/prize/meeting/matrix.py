"""All scores side by side, once they are locked: median and spread per criterion, and each juror's own.

What counts is what the nomination's readers gave complete before the lock; a revised score counts as it was changed.
A nomination with fewer such scores than the quorum has no result, and shows nobody else's scores: whoever steps in
shall not have seen them (domain.md 3.4, 3.6).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from sqlalchemy import select

from app.extensions import db
from app.judging.models import Assessment, Criterion, Score, ScoreRevision
from app.judging.queries import COUNTS
from app.judging.scoring import Result, Sheet, judge, sheet_total
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing
from app.prize.meeting.ladder import Candidate
from app.prize.models import Prize
from app.prize.nominations.models import Nomination
from app.prize.nominations.queries import judged


class Mark(StrEnum):
    """Why a cell is as it is."""

    GIVEN = "given"
    RECUSED = "recused"  # may not take part: the cell is empty
    MISSING = "missing"  # takes part, and did not give all the scores before the lock
    ABSENT = "absent"  # a deputy who was not called in, or a member whose deputy stepped in


@dataclass(frozen=True)
class Cell:
    """One juror's scores for one nomination: criterion id → 1-5, or None for «kan ikke vurderes». `first`: as they
    were before the juror changed them, only those that were changed."""

    mark: Mark
    values: Sheet
    first: Sheet
    total: Decimal | None = None

    @property
    def is_revised(self) -> bool:
        return bool(self.first)


EMPTY: Sheet = {}


@dataclass(frozen=True)
class Row:
    """One nomination. `cells` by the juror's user id. `result` counts the given cells only."""

    nomination: Nomination
    cells: Mapping[int, Cell]
    result: Result
    recusals: int
    has_quorum: bool

    @property
    def reference(self) -> str:
        return self.nomination.reference

    @property
    def total(self) -> Decimal | None:
        """0-100; None without a quorum, or where nobody could assess a criterion."""
        return self.result.total if self.has_quorum else None

    @property
    def spread(self) -> int:
        return self.result.spread or 0

    @property
    def given(self) -> int:
        return self.result.assessments

    @cached_property
    def totals(self) -> tuple[Decimal, int]:
        """The sum of the jurors' own totals, and how many they are."""
        given = [cell.total for cell in self.cells.values() if cell.total is not None]
        return sum(given, Decimal(0)), len(given)

    def mean_without(self, total: Decimal) -> Decimal | None:
        """The mean of the others' own totals."""
        whole, count = self.totals
        return (whole - total) / (count - 1) if count > 1 else None


@dataclass(frozen=True)
class Column:
    """One juror. `mean`: of own totals. `beside`: how far above (or below, negative) the others' mean for the same
    nominations, in points; so that a strict juror is seen (domain.md 3.6)."""

    member: JuryMember
    given: int
    mean: Decimal | None
    beside: Decimal | None


@dataclass(frozen=True)
class Matrix:
    """`rows` by reference; `columns` in the order of the seats, deputies last."""

    criteria: Sequence[Criterion]
    columns: Sequence[Column]
    rows: Sequence[Row]
    quorum: int

    @cached_property
    def by_reference(self) -> Mapping[str, Row]:
        return {row.reference: row for row in self.rows}

    @property
    def ranked(self) -> list[Row]:
        """Those with a result, the highest total first; equal ones by reference."""
        return sorted((row for row in self.rows if row.total is not None), key=lambda row: -(row.total or 0))

    @property
    def unranked(self) -> list[Row]:
        return [row for row in self.rows if row.total is None]

    @property
    def candidates(self) -> list[Candidate]:
        """What the ladder needs of those with a result."""
        first = self.criteria[0].id
        return [
            Candidate(row.reference, row.total, row.result.criteria[first].median or Decimal(0), row.recusals)
            for row in self.ranked
            if row.total is not None
        ]


def matrix(prize: Prize, standing: Standing) -> Matrix:
    """Three statements, however many nominations and jurors. Whether it may be seen is asked before (policy.py)."""
    criteria = db.session.scalars(
        select(Criterion).where(Criterion.rubric_id == prize.rubric_id).order_by(Criterion.position)
    ).all()
    nominations = judged_nominations(prize)
    given = _given(prize)
    weights = {criterion.id: criterion.weight for criterion in criteria}
    rows = [_row(each, given.get(each.subject_id or 0, {}), weights, standing, prize.quorum) for each in nominations]
    members = [one for one in standing.members if not one.is_deputy or any(_sits(one, row) for row in rows)]
    return Matrix(criteria, [_column(one, rows) for one in members], rows, prize.quorum)


def judged_nominations(prize: Prize) -> Sequence[Nomination]:
    """The jury's nominations by reference, without their pictures: one statement."""
    own = select(Nomination).where(Nomination.prize_id == prize.id, judged())
    return db.session.scalars(own.order_by(Nomination.reference)).unique().all()


@dataclass(frozen=True)
class Given:
    """A locked sheet as it counts now, and what was changed in it."""

    values: dict[int, int | None]
    first: dict[int, int | None]
    answered: int


def _given(prize: Prize) -> Mapping[int, Mapping[int, Given]]:
    """Subject id → user id → the locked sheet: one statement, plain values."""
    found = (
        select(
            Assessment.subject_id,
            Assessment.assessor_id,
            Score.criterion_id,
            Score.value,
            Score.cannot_assess,
            ScoreRevision.id,
            ScoreRevision.value,
        )
        .join(Nomination, Nomination.subject_id == Assessment.subject_id)
        .join(Score, Score.assessment_id == Assessment.id)
        .outerjoin(ScoreRevision, ScoreRevision.score_id == Score.id)
        .where(Nomination.prize_id == prize.id, COUNTS)
    )
    sheets: dict[int, dict[int, Given]] = defaultdict(dict)
    for subject, user, criterion, value, cannot, revision, newest in db.session.execute(found):
        sheet = sheets[subject].setdefault(user, Given({}, {}, 0))
        if value is None and not cannot:
            continue  # only a comment
        sheet.values[criterion] = value if revision is None else newest
        if revision is not None:
            sheet.first[criterion] = value
    return sheets


def _row(
    nomination: Nomination, given: Mapping[int, Given], weights: Mapping[int, int], standing: Standing, quorum: int
) -> Row:
    readers = {one.user_id for one in standing.readers(nomination)}
    recused = standing.recused(nomination)
    out = {one.user_id for one in standing.recused(nomination, deputies=True)}
    cells = {one.user_id: _cell(one, readers, out, given.get(one.user_id), weights) for one in standing.members}
    sheets = [cell.values for cell in cells.values() if cell.mark is Mark.GIVEN]
    return Row(nomination, cells, judge(weights, sheets), len(recused), len(sheets) >= quorum)


def _cell(
    member: JuryMember, readers: set[int], recused: set[int], given: Given | None, weights: Mapping[int, int]
) -> Cell:
    if member.user_id in recused:
        return Cell(Mark.RECUSED, EMPTY, EMPTY)
    if member.user_id not in readers:
        return Cell(Mark.ABSENT, EMPTY, EMPTY)
    if given is None or given.values.keys() != weights.keys():
        return Cell(Mark.MISSING, EMPTY, EMPTY)
    return Cell(Mark.GIVEN, given.values, given.first, sheet_total(weights, given.values))


def _sits(member: JuryMember, row: Row) -> bool:
    return row.cells[member.user_id].mark in {Mark.GIVEN, Mark.MISSING}


def _column(member: JuryMember, rows: Sequence[Row]) -> Column:
    own: list[Decimal] = []
    gaps: list[Decimal] = []
    for row in rows:
        total = row.cells[member.user_id].total
        if total is not None:
            own.append(total)
            gaps += [total - mean for mean in [row.mean_without(total)] if mean is not None]
    given = sum(row.cells[member.user_id].mark is Mark.GIVEN for row in rows)
    return Column(member, given, _mean(own), _mean(gaps))


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    return sum(values, Decimal(0)) / len(values) if values else None
