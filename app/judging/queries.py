"""Reading rubrics, answers on impartiality, and what counts in a result."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.judging.models import Anchor, Assessment, Criterion, Impartiality, ImpartialityAnswer, Score
from app.judging.scoring import Sheet

IS_IMPARTIAL = func.coalesce(Impartiality.settled_as, Impartiality.answer) == ImpartialityAnswer.IMPARTIAL
"""`Impartiality.is_impartial` as a condition."""


ALL_CRITERIA = (
    select(Criterion)
    .where(Criterion.rubric_id == bindparam("rubric_id"))
    .order_by(Criterion.position)
    .options(joinedload(Criterion.anchors))
)


def criteria(rubric_id: int | None) -> Sequence[Criterion]:
    """A rubric's criteria in order, each with its anchors: one query."""
    if rubric_id is None:
        return []
    return db.session.scalars(ALL_CRITERIA, {"rubric_id": rubric_id}).unique().all()


@dataclass(frozen=True)
class Question:
    """A criterion to answer, as plain values: `anchors` say what each value means."""

    id: int
    code: str
    name: str
    description: str
    weight: int
    anchors: tuple[tuple[int, str], ...]


QUESTIONS = (
    select(
        Criterion.id,
        Criterion.code,
        Criterion.name,
        Criterion.description,
        Criterion.weight,
        Anchor.value,
        Anchor.sentence,
    )
    .outerjoin(Criterion.anchors)
    .where(Criterion.rubric_id == bindparam("rubric_id"))
    .order_by(Criterion.position, Criterion.id, Anchor.value)
)


def questions(rubric_id: int | None) -> Sequence[Question]:
    """A rubric's criteria in order, to read only: one query, and none for a round without a rubric."""
    if rubric_id is None:
        return []
    found: dict[tuple[int, str, str, str, int], list[tuple[int, str]]] = {}
    for row in db.session.execute(QUESTIONS, {"rubric_id": rubric_id}):
        anchors = found.setdefault((row.id, row.code, row.name, row.description, row.weight), [])
        if row.value is not None:
            anchors.append((row.value, row.sentence))
    return [Question(*criterion, tuple(anchors)) for criterion, anchors in found.items()]


def weights(rubric_id: int | None) -> Mapping[int, int]:
    """Criterion id → weight in per cent."""
    rows = db.session.execute(select(Criterion.id, Criterion.weight).where(Criterion.rubric_id == rubric_id))
    return {row.id: row.weight for row in rows}


def declarations(subjects: Collection[int]) -> Sequence[Impartiality]:
    """Everybody's answers for these subjects, oldest first."""
    return db.session.scalars(
        select(Impartiality)
        .where(Impartiality.subject_id.in_(subjects))
        .order_by(Impartiality.declared_at, Impartiality.id)
    ).all()


def counting_sheets(subjects: Collection[int]) -> Mapping[int, Sequence[Sheet]]:
    """Subject id → the sent sheets of assessors who have not been found disqualified since (domain.md 3.6)."""
    stepped_down = (
        select(Impartiality.id)
        .where(
            Impartiality.subject_id == Assessment.subject_id,
            Impartiality.user_id == Assessment.assessor_id,
            ~IS_IMPARTIAL,
        )
        .exists()
    )
    sent = db.session.scalars(
        select(Assessment)
        .where(Assessment.subject_id.in_(subjects), Assessment.sent_at.is_not(None), ~stepped_down)
        .options(selectinload(Assessment.scores))
    )
    sheets: dict[int, list[Sheet]] = {subject: [] for subject in subjects}
    for assessment in sent:
        sheets[assessment.subject_id].append({score.criterion_id: score.value for score in assessment.scores})
    return sheets


def own_assessment(subject_id: int, user_id: int | None) -> Assessment | None:
    """The person's assessment with its scores, locked until the transaction ends."""
    return db.session.scalars(
        select(Assessment)
        .where(Assessment.subject_id == subject_id, Assessment.assessor_id == user_id)
        .options(selectinload(Assessment.scores))
        .with_for_update()
    ).one_or_none()


def own_score(subject_id: int, user_id: int | None, criterion_id: int) -> tuple[Assessment | None, Score | None]:
    """The person's assessment and its score for one criterion, as far as they exist: one query."""
    row = db.session.execute(
        select(Assessment, Score)
        .outerjoin(Score, and_(Score.assessment_id == Assessment.id, Score.criterion_id == criterion_id))
        .where(Assessment.subject_id == subject_id, Assessment.assessor_id == user_id)
    ).one_or_none()
    return (row[0], row[1]) if row else (None, None)
