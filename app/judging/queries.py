"""Reading rubrics, answers on impartiality, and what counts in a result."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.judging.models import Anchor, Assessment, Criterion, Impartiality, ImpartialityAnswer, Score, ScoreRevision
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
    """Criterion id → weight in per cent, in the rubric's order: the first one breaks ties."""
    of_rubric = select(Criterion.id, Criterion.weight).where(Criterion.rubric_id == rubric_id)
    rows = db.session.execute(of_rubric.order_by(Criterion.position, Criterion.id))
    return {row.id: row.weight for row in rows}


def declarations(subjects: Collection[int]) -> Sequence[Impartiality]:
    """Everybody's answers for these subjects, oldest first."""
    return db.session.scalars(
        select(Impartiality)
        .where(Impartiality.subject_id.in_(subjects))
        .order_by(Impartiality.declared_at, Impartiality.id)
    ).all()


STEPPED_DOWN = (
    select(Impartiality.id)
    .where(
        Impartiality.subject_id == Assessment.subject_id,
        Impartiality.user_id == Assessment.assessor_id,
        ~IS_IMPARTIAL,
    )
    .exists()
)
COUNTS = and_(Assessment.sent_at.is_not(None), ~STEPPED_DOWN)
"""True for sent assessments of those who have not been found disqualified since (domain.md 3.6)."""

WITH_SCORES = selectinload(Assessment.scores).joinedload(Score.revision)


def counting_sheets(subjects: Collection[int]) -> Mapping[int, Sequence[Sheet]]:
    """Subject id → the sheets that count, each score as it was changed last."""
    sent = db.session.scalars(
        select(Assessment).where(Assessment.subject_id.in_(subjects), COUNTS).options(WITH_SCORES)
    )
    sheets: dict[int, list[Sheet]] = {subject: [] for subject in subjects}
    for assessment in sent:
        sheets[assessment.subject_id].append({score.criterion_id: score.newest.value for score in assessment.scores})
    return sheets


def sheets_of_all(rows: Select[int, int]) -> Mapping[int, Mapping[int, Sheet]]:
    """For any number of subjects at once, as plain values: key → assessor → the sheet that counts. `rows` selects
    (key, subject id)."""
    wanted = rows.subquery()
    key, subject = wanted.c
    found = (
        select(key, Assessment.assessor_id, Score.criterion_id, Score.value, ScoreRevision.id, ScoreRevision.value)
        .join(Assessment, Assessment.subject_id == subject)
        .join(Score, Score.assessment_id == Assessment.id)
        .outerjoin(ScoreRevision, ScoreRevision.score_id == Score.id)
        .where(COUNTS)
        .execution_options(yield_per=10_000)
    )
    sheets: dict[int, dict[int, dict[int, int | None]]] = {}
    with db.session.execute(found) as given:
        for one, assessor, criterion, first, revision, newest in given:
            sheet = sheets.setdefault(one, {}).setdefault(assessor, {})
            sheet[criterion] = first if revision is None else newest
    return sheets


def own_assessment(subject_id: int, user_id: int | None) -> Assessment | None:
    """The person's assessment with its scores, locked until the transaction ends."""
    return db.session.scalars(
        select(Assessment)
        .where(Assessment.subject_id == subject_id, Assessment.assessor_id == user_id)
        .options(WITH_SCORES)
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
