"""What a juror's pages show, and how far each juror has come. Others' scores: sealed.py."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload, selectinload

from app.access import Actor
from app.extensions import db
from app.judging.models import Assessment, Criterion, Impartiality, Score
from app.judging.queries import IS_IMPARTIAL
from app.prize.models import OptionKind, Prize, PrizeOption
from app.prize.nominations.models import Nomination, NominationImage, Side
from app.prize.nominations.queries import judged
from app.prize.scoring import policy, reading, sealed
from app.prize.scoring.models import JurorNote
from app.prize.scoring.reading import Sitting

OptionNames = Mapping[tuple[OptionKind, str], str]
ANSWERED = or_(Score.value.is_not(None), Score.cannot_assess)


def progress(prize: Prize) -> Mapping[int, int]:
    """User id → how many nominations they have finished: every criterion answered. Those who have finished none are
    left out. Counts are all that is told of scores before the lock."""
    criteria = select(func.count()).where(Criterion.rubric_id == prize.rubric_id).scalar_subquery()
    finished = (
        select(Assessment.assessor_id)
        .join(Nomination, and_(Nomination.subject_id == Assessment.subject_id, Nomination.prize_id == prize.id))
        .join(
            Impartiality,
            and_(Impartiality.subject_id == Assessment.subject_id, Impartiality.user_id == Assessment.assessor_id),
        )
        .join(Score, and_(Score.assessment_id == Assessment.id, ANSWERED))
        .where(judged(), IS_IMPARTIAL)
        .group_by(Assessment.id, Assessment.assessor_id)
        .having(func.count(Score.id) >= criteria)
        .subquery()
    )
    rows = db.session.execute(select(finished.c.assessor_id, func.count()).group_by(finished.c.assessor_id))
    return {user_id: count for user_id, count in rows}


OWN_ANSWERS = (
    select(Assessment.subject_id, func.count(Score.id))
    .join(
        Nomination, and_(Nomination.subject_id == Assessment.subject_id, Nomination.prize_id == bindparam("prize_id"))
    )
    .join(Score, and_(Score.assessment_id == Assessment.id, ANSWERED))
    .where(Assessment.assessor_id == bindparam("user_id"))
    .group_by(Assessment.subject_id)
)


def answered(prize: Prize, user: Actor) -> Mapping[int, int]:
    """Subject id → how many criteria the person has answered."""
    own = db.session.execute(OWN_ANSWERS, {"prize_id": prize.id, "user_id": user.actor_id})
    return {subject_id: count for subject_id, count in own}


FIRST_PICTURES = (
    select(NominationImage.nomination_id, NominationImage.public_id)
    .join(Nomination, Nomination.id == NominationImage.nomination_id)
    .where(Nomination.prize_id == bindparam("prize_id"), NominationImage.side == Side.AFTER)
    .order_by(NominationImage.position.desc(), NominationImage.id.desc())
)


def first_pictures(prize: Prize) -> Mapping[int, str]:
    """Nomination id → the public id of the first picture of how it became."""
    found = db.session.execute(FIRST_PICTURES, {"prize_id": prize.id})
    return {nomination_id: public_id for nomination_id, public_id in found}


def criteria_count(prize: Prize) -> int:
    return db.session.scalar(select(func.count()).where(Criterion.rubric_id == prize.rubric_id)) or 0


NOMINATIONS = (
    select(Nomination)
    .where(
        Nomination.prize_id == bindparam("prize_id"),
        Nomination.reference.in_(bindparam("references", expanding=True)),
        judged(),
    )
    .options(joinedload(Nomination.items), selectinload(Nomination.images), selectinload(Nomination.merged))
)


def nominations(prize: Prize, references: Sequence[str]) -> Sequence[Nomination]:
    """These of the jury's, with all that a card shows, in this order."""
    found = db.session.scalars(NOMINATIONS, {"prize_id": prize.id, "references": list(references)}).unique()
    by_reference = {one.reference: one for one in found}
    return [one for reference in references if (one := by_reference.get(reference))]


def nomination(prize: Prize, reference: str) -> Nomination:
    """The same for one. Raises NoResultFound."""
    found = nominations(prize, [reference])
    if not found:
        raise NoResultFound
    return found[0]


@dataclass(frozen=True)
class ToScore:
    """One criterion of one nomination, and what the juror has given it so far."""

    prize: Prize
    subject_id: int
    criterion: Criterion
    assessment: Assessment | None
    score: Score | None
    reopened_at: datetime | None


TO_SCORE = (
    reading.OF_ONE.join(
        Criterion, and_(Criterion.rubric_id == bindparam("rubric_id"), Criterion.code == bindparam("code"))
    )
    .outerjoin(
        Assessment,
        and_(Assessment.subject_id == Nomination.subject_id, Assessment.assessor_id == bindparam("user_id")),
    )
    .outerjoin(Score, and_(Score.assessment_id == Assessment.id, Score.criterion_id == Criterion.id))
    .add_columns(Criterion, Assessment, Score, Nomination.scores_reopened_at)
)


def to_score(seated: Sitting, reference: str, code: str) -> ToScore:
    """Raises NoResultFound for what is not the jury's, NotPermitted for what the member does not read."""
    asked = {**reading.of_one(seated, reference), "rubric_id": seated.prize.rubric_id, "code": code}
    first = _read(seated, db.session.execute(TO_SCORE, asked).all())[0]
    return ToScore(
        seated.prize, first.subject_id, first.Criterion, first.Assessment, first.Score, first.scores_reopened_at
    )


def _read(seated: Sitting, rows: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    if not rows:
        raise NoResultFound
    policy.can_read(reading.may_read(seated, rows))
    return rows


def to_read(seated: Sitting, reference: str) -> int:
    """The nomination's id. Raises as `to_score` does."""
    rows = _read(seated, db.session.execute(reading.OF_ONE, reading.of_one(seated, reference)).all())
    return int(rows[0].id)


def picture(seated: Sitting, reference: str, public_id: str) -> NominationImage:
    """A picture of a nomination that the member reads. Raises as `to_score` does."""
    own = (NominationImage.nomination_id == to_read(seated, reference), NominationImage.public_id == public_id)
    return db.session.scalars(select(NominationImage).where(*own)).one()


def own_scores(nominations: Sequence[Nomination], user: Actor) -> Mapping[int, Mapping[int, Score]]:
    """Subject id → criterion id → what the person gave."""
    own = sealed.own_assessments([one.subject_id or 0 for one in nominations], user)
    found: dict[int, dict[int, Score]] = defaultdict(dict)
    for assessment in own:
        found[assessment.subject_id] = {score.criterion_id: score for score in assessment.scores}
    return found


OWN_NOTE = select(JurorNote).where(
    JurorNote.nomination_id == bindparam("nomination_id"), JurorNote.user_id == bindparam("user_id")
)


def own_note(nomination_id: int, user: Actor) -> JurorNote | None:
    """Nobody's but the person's own: there is no other way to read one."""
    own = {"nomination_id": nomination_id, "user_id": user.actor_id}
    return db.session.scalars(OWN_NOTE, own).one_or_none()


OPTION_NAMES = select(PrizeOption.kind, PrizeOption.code, PrizeOption.name).where(
    PrizeOption.prize_id == bindparam("prize_id")
)


def option_names(prize: Prize) -> OptionNames:
    """What the codes of a nomination are called."""
    return {(kind, code): name for kind, code, name in db.session.execute(OPTION_NAMES, {"prize_id": prize.id})}
