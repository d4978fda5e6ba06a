"""Reckon a round's advice: read it piece by piece, think without holding anything, and keep what came out differently.

Each piece is a transaction of its own, since a transaction of a job holds SQLite's only pen. What changes meanwhile is
noticed: the counters are read first, and a reckoning from older counters is stale.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select, update

from app.accounts.models import User
from app.applications.models import CaseRow, Status
from app.applications.pot import Tallies, tallies_of
from app.extensions import db
from app.judging import queries as judged
from app.judging.fragility import Candidate
from app.judging.models import Assessment, Criterion
from app.judging.scoring import Sheet
from app.review.ranking_models import Basis, RankingMark, RankingReview
from app.review.sight import PROPOSED, SETTLED
from app.review.trust import Advice, Question, Row, reckon
from app.rounds.models import Round

PIECE = 1000
QUIET, WAITED = timedelta(minutes=1), timedelta(minutes=10)
"""A round is reckoned when nothing has been sent for a minute, or when it has waited for ten."""

STATUSES: dict[Basis, frozenset[Status]] = {
    Basis.ALL: frozenset({Status.REVIEW, *PROPOSED, *SETTLED}),
    Basis.PROPOSED: frozenset({*PROPOSED, *SETTLED}),
}
COLUMNS: dict[Basis, tuple[str, str]] = {
    Basis.ALL: ("adjusted_score", "adjusted_rank"),
    Basis.PROPOSED: ("proposed_adjusted_score", "proposed_adjusted_rank"),
}


@dataclass(frozen=True)
class Holds:
    """What a reckoning holds for."""

    changes: int
    cases: int
    sought_nok: int


def holds(basis: Basis, mark: RankingMark | None, tallies: Tallies) -> Holds:
    """How the round is now."""
    counted = [tally for tally in tallies if tally.status in STATUSES[basis]]
    changes = 0 if mark is None else mark.changes if basis is Basis.ALL else mark.proposed_changes
    return Holds(
        changes,
        sum(tally.activities for tally in counted),
        sum(tally.sought_nok for tally in counted),
    )


def is_stale(review: RankingReview, mark: RankingMark | None, tallies: Tallies) -> bool:
    return Holds(review.changes, review.cases, review.sought_nok) != holds(review.basis, mark, tallies)


def due(at: datetime) -> list[int]:
    """The rounds whose advice is to be reckoned now."""
    marks = db.session.scalars(select(RankingMark)).all()
    return [mark.round_id for mark in marks if _is_due(mark, at)]


def _is_due(mark: RankingMark, at: datetime) -> bool:
    found = db.session.scalars(select(RankingReview).where(RankingReview.round_id == mark.round_id))
    reviews = {review.basis: review for review in found}
    tallies = tallies_of(mark.round_id)
    if len(reviews) == len(Basis) and not any(is_stale(review, mark, tallies) for review in reviews.values()):
        return False
    has_waited = mark.tried_at is None or mark.tried_at <= at - WAITED
    is_new = Basis.ALL not in reviews or reviews[Basis.ALL].changes != mark.changes
    return has_waited or (is_new and mark.changed_at <= at - QUIET)


@dataclass(frozen=True)
class Inputs:
    """Everything that the advice of a round is made of. `rows` with their statuses, in order of number."""

    pot_nok: int
    questions: Sequence[Question]
    rows: Sequence[tuple[Status, Row]]
    people: Mapping[int, str]

    def of(self, basis: Basis) -> list[Row]:
        return [row for status, row in self.rows if status in STATUSES[basis]]

    def digest(self, rows: Sequence[Row]) -> str:
        """The same for the same inputs."""
        seen = hashlib.sha256(repr((self.pot_nok, self.questions)).encode())
        for row in rows:
            one = row.candidate
            sheets = [(self.people[key], sorted(sheet.items())) for key, sheet in sorted(one.sheets.items())]
            plain = (one.subject, row.name, row.organisation, one.sought_nok, one.received_at.isoformat(), sheets)
            seen.update(repr(plain).encode())
        return seen.hexdigest()


def reckon_round(round_id: int, at: datetime) -> None:
    """Safe to run twice. Commits piece by piece."""
    mark = db.session.get(RankingMark, round_id)
    tallies = tallies_of(round_id)
    held = {basis: holds(basis, mark, tallies) for basis in Basis}
    db.session.rollback()
    inputs = _read(round_id)
    for basis in Basis:
        _reckon(round_id, basis, inputs, {**asdict(held[basis]), "seen_by": _seen_by(round_id, basis)}, at)
    db.session.execute(update(RankingMark).where(RankingMark.round_id == round_id).values(tried_at=at))
    db.session.commit()


def _seen_by(round_id: int, basis: Basis) -> list[int]:
    """Who has sent their own of every case of the basis that is not decided. Own assessments and statuses only."""
    unsettled = select(CaseRow.subject_id).where(
        CaseRow.round_id == round_id, CaseRow.status.in_(STATUSES[basis].difference(SETTLED))
    )
    every = db.session.scalar(select(func.count()).select_from(unsettled.subquery()))
    sent = (
        select(Assessment.assessor_id)
        .where(Assessment.subject_id.in_(unsettled), Assessment.sent_at.is_not(None))
        .group_by(Assessment.assessor_id)
        .having(func.count() == every)
    )
    found = sorted(db.session.scalars(sent))
    db.session.rollback()
    return found


def _reckon(round_id: int, basis: Basis, inputs: Inputs, known: Mapping[str, Any], at: datetime) -> None:
    rows = inputs.of(basis)
    digest = inputs.digest(rows)
    before = db.session.get(RankingReview, (round_id, basis))
    if before is not None and before.inputs == digest:
        for name, value in known.items():
            setattr(before, name, value)
        db.session.commit()
        return
    db.session.rollback()
    trust, advice = reckon(rows, inputs.questions, inputs.people, inputs.pot_nok)
    _keep(round_id, basis, advice)
    made = RankingReview(round_id=round_id, basis=basis, reckoned_at=at, inputs=digest, result=trust.plain(), **known)
    db.session.merge(made)
    db.session.commit()


def _read(round_id: int) -> Inputs:
    found = db.session.execute(
        select(Round.pot_nok, Round.reserve_nok, Round.rubric_id).where(Round.id == round_id)
    ).one()
    criteria = select(Criterion.id, Criterion.name, Criterion.weight).where(Criterion.rubric_id == found.rubric_id)
    questions = [Question(*row) for row in db.session.execute(criteria.order_by(Criterion.position, Criterion.id))]
    rows = [one for piece in _pieces(round_id) for one in piece]
    assessors = {person for _status, row in rows for person in row.candidate.sheets}
    people = db.session.execute(select(User.id, User.name).where(User.id.in_(assessors)))
    named = {key: name for key, name in people}
    db.session.rollback()
    return Inputs(found.pot_nok - found.reserve_nok, questions, rows, named)


def _pieces(round_id: int) -> Iterator[list[tuple[Status, Row]]]:
    """The rows that were assessed, with the sheets that count."""
    last = 0
    while True:
        piece = (
            select(CaseRow)
            .where(CaseRow.round_id == round_id, CaseRow.activity_id > last)
            .where(CaseRow.status.in_(STATUSES[Basis.ALL]), CaseRow.assessments > 0)
            .order_by(CaseRow.activity_id)
            .limit(PIECE)
        )
        found = db.session.execute(_columns(piece)).all()
        sheets = judged.sheets_of_all(piece.with_only_columns(CaseRow.activity_id, CaseRow.subject_id))
        db.session.rollback()
        if not found:
            return
        last = found[-1].activity_id
        yield [(row.status, _row(row, sheets.get(row.activity_id, {}))) for row in found]


def _columns(piece: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return piece.with_only_columns(
        CaseRow.activity_id,
        CaseRow.status,
        CaseRow.reference,
        CaseRow.position,
        CaseRow.organisation_name,
        CaseRow.sought_nok,
        CaseRow.received_at,
    )


def _row(row: Any, sheets: Mapping[int, Sheet]) -> Row:
    candidate = Candidate(row.activity_id, sheets, row.sought_nok, row.received_at)
    return Row(candidate, f"{row.reference}/{row.position}", row.organisation_name)


def _keep(round_id: int, basis: Basis, advice: Mapping[int, Advice]) -> None:
    """Write where it differs, piece by piece."""
    score, rank = COLUMNS[basis]
    own = select(CaseRow.activity_id, getattr(CaseRow, score), getattr(CaseRow, rank))
    before = {row[0]: (row[1], row[2]) for row in db.session.execute(own.where(CaseRow.round_id == round_id))}
    db.session.rollback()
    after = {key: (advice[key].score, advice[key].rank) if key in advice else (None, None) for key in before}
    changed = [
        {"activity_id": key, score: value[0], rank: value[1]} for key, value in after.items() if value != before[key]
    ]
    for start in range(0, len(changed), PIECE):
        db.session.execute(update(CaseRow), changed[start : start + PIECE])
        db.session.commit()
