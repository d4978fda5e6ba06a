"""The matrix as its page shows it: plain values, kept in each process until something that it depends on changes."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from threading import Lock
from typing import Any

from sqlalchemy import and_, case, func, select

from app.extensions import db
from app.formatting import score
from app.judging.models import Assessment, Criterion, Impartiality, ImpartialityAnswer, Score, ScoreRevision
from app.judging.queries import IS_IMPARTIAL
from app.prize.jury.queries import members
from app.prize.jury.standing import standing
from app.prize.meeting.matrix import Cell, Column, Mark, Matrix, Row, matrix
from app.prize.models import Prize
from app.prize.nominations.models import Nomination


@dataclass(frozen=True)
class Head:
    """One juror's column. `mean` of own totals; `beside` in points above or below the others; written out."""

    user_id: int
    name: str
    seat: str
    is_chair: bool
    is_deputy: bool
    given: int
    mean: str
    beside: str


@dataclass(frozen=True)
class Shown:
    """One juror's cell: the own total written out, and the values in the rubric's order."""

    mark: Mark
    total: str
    values: tuple[int | None, ...]
    is_revised: bool


@dataclass(frozen=True)
class Middle:
    """What all together say on one criterion."""

    median: str
    spread: int
    is_divided: bool


@dataclass(frozen=True)
class Line:
    """One nomination. `place` counts equal totals as equal; None without a result."""

    reference: str
    project: str
    unit: str
    place: int | None
    total: str
    spread: int
    is_divided: bool
    given: int
    middles: tuple[Middle, ...]
    cells: dict[int, Shown]
    recused: frozenset[int]


@dataclass(frozen=True)
class Table:
    """`key` says everything that the table depends on."""

    key: Hashable
    criteria: tuple[tuple[str, int], ...]
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    quorum: int

    @cached_property
    def user_ids(self) -> frozenset[int]:
        """Those who take part."""
        return frozenset(head.user_id for head in self.heads)


class KeptTables:
    """The newest few tables of this process, by their keys."""

    MOST = 8

    def __init__(self) -> None:
        self._kept: dict[Hashable, Table] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Table]) -> Table:
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            found = make()
            with self._lock:
                while len(self._kept) >= self.MOST:
                    del self._kept[next(iter(self._kept))]
                self._kept[key] = found
        return found


KEPT = KeptTables()


def table(prize: Prize) -> Table:
    """Seven statements where it is kept, and four more where it is reckoned. Whether it may be seen is asked before."""
    key = fingerprint(prize)
    return KEPT.get(key, lambda: _table(key, matrix(prize, standing(prize))))


def fingerprint(prize: Prize) -> Hashable:
    """Everything the matrix is reckoned from: rows where they are few, sums of what counts where they are many."""
    return (
        (prize.id, prize.status, prize.quorum, prize.scores_locked_at),
        _plain(
            select(Criterion.id, Criterion.name, Criterion.weight, Criterion.position).where(
                Criterion.rubric_id == prize.rubric_id
            )
        ),
        tuple(
            (
                (one.id, one.user_id, one.user.name, one.user.email),
                (one.seat.code, one.seat.position, one.is_deputy, one.is_chair, one.confidentiality_signed_at),
            )
            for one in members(prize)
        ),
        _plain(
            select(
                Nomination.id,
                Nomination.subject_id,
                Nomination.status,
                Nomination.project,
                Nomination.unit,
                Nomination.unit_code,
                Nomination.nominator_email,
                Nomination.contact_email,
                Nomination.merged_into_id,
            ).where(Nomination.prize_id == prize.id)
        ),
        _impartiality(prize),
        *_scores(prize),
    )


def _plain(rows: Any) -> Hashable:
    return tuple(tuple(row) for row in db.session.execute(rows.order_by(rows.selected_columns[0])))


def _impartiality(prize: Prize) -> Hashable:
    answer = Impartiality.answer
    waiting = and_(answer == ImpartialityAnswer.DOUBT, Impartiality.settled_as.is_(None))
    found = select(
        func.count(),
        func.sum(case((IS_IMPARTIAL, Impartiality.id), else_=0)),
        func.sum(case((waiting, Impartiality.id), else_=0)),
        func.sum(case((Impartiality.settled_as.is_not(None), Impartiality.id), else_=0)),
    )
    of_year = found.join(Nomination, Nomination.subject_id == Impartiality.subject_id)
    return tuple(db.session.execute(of_year.where(Nomination.prize_id == prize.id)).one())


def _scores(prize: Prize) -> tuple[Hashable, Hashable]:
    found = select(
        func.count(),
        func.max(Score.saved_at),
        func.sum(Score.id * func.coalesce(Score.value, 0)),
        func.sum(case((Assessment.sent_at.is_not(None), Score.id), else_=0)),
        func.sum(case((Score.cannot_assess, Score.id), else_=0)),
    )
    of_year = found.join(Assessment, Assessment.id == Score.assessment_id).join(
        Nomination, Nomination.subject_id == Assessment.subject_id
    )
    revised = (
        select(func.count(), func.max(ScoreRevision.id))
        .join(Score, Score.id == ScoreRevision.score_id)
        .join(Assessment, Assessment.id == Score.assessment_id)
        .join(Nomination, Nomination.subject_id == Assessment.subject_id)
    )
    own = Nomination.prize_id == prize.id
    return tuple(db.session.execute(of_year.where(own)).one()), tuple(db.session.execute(revised.where(own)).one())


def _table(key: Hashable, of_year: Matrix) -> Table:
    ids = [criterion.id for criterion in of_year.criteria]
    totals = [row.total for row in of_year.ranked]
    return Table(
        key,
        tuple((criterion.name, criterion.weight) for criterion in of_year.criteria),
        tuple(_head(column) for column in of_year.columns),
        tuple(
            _line(row, ids, of_year.columns, totals.index(row.total) + 1 if row.total is not None else None)
            for row in (*of_year.ranked, *of_year.unranked)
        ),
        of_year.quorum,
    )


def _head(column: Column) -> Head:
    member = column.member
    return Head(
        user_id=member.user_id,
        name=member.user.name,
        seat=member.seat.code,
        is_chair=member.is_chair,
        is_deputy=member.is_deputy,
        given=column.given,
        mean=score(column.mean),
        beside=_signed(column.beside),
    )


def _signed(value: Decimal | None) -> str:
    """«+3,2», «−0,8»: how far from the others."""
    text = score(abs(value)) if value is not None else "–"
    if value is None or text == "0,0":
        return text
    return f"{'+' if value > 0 else '−'}{text}"


def _line(row: Row, ids: Sequence[int], columns: Sequence[Column], place: int | None) -> Line:
    found = [row.result.criteria[criterion] for criterion in ids]
    return Line(
        reference=row.reference,
        project=row.nomination.project,
        unit=row.nomination.unit,
        place=place,
        total=score(row.total),
        spread=row.spread,
        is_divided=row.result.is_divided,
        given=row.given,
        middles=tuple(Middle(score(one.median).removesuffix(",0"), one.spread or 0, one.is_divided) for one in found),
        cells={column.member.user_id: _shown(row.cells[column.member.user_id], ids) for column in columns},
        recused=frozenset(user for user, cell in row.cells.items() if cell.mark is Mark.RECUSED),
    )


def _shown(cell: Cell, ids: Sequence[int]) -> Shown:
    return Shown(cell.mark, score(cell.total), tuple(cell.values.get(one) for one in ids), cell.is_revised)
