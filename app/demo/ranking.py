"""After the meeting: one score is changed with its reason, and the advice beside the ranking is reckoned."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from app import clock
from app.accounts.models import User
from app.applications.models import Activity, Application, Status
from app.extensions import db
from app.judging.actions import Given
from app.judging.models import HIGHEST, Assessment, Criterion, Score
from app.judging.queries import criteria
from app.review import actions, reckoning
from app.rounds.models import Round

REASON = "I møtet ble det klart at frivilligsentralen tar imot dem som ikke får plass. Det hadde jeg ikke sett."


def play(grant_round: Round, by: User, at: datetime) -> None:
    """`by` has sent assessments beside a colleague's; the first of them that is still in review is changed."""
    met = min(grant_round.closes_at + timedelta(days=3, hours=12), at)
    activity = _assessed_by_two(grant_round, by)
    if activity is not None:
        with clock.frozen(met):
            _change(activity, criteria(grant_round.rubric_id), by, met)
    reckoning.reckon_round(grant_round.id, met)


def _assessed_by_two(grant_round: Round, by: User) -> Activity | None:
    own = select(Assessment.subject_id).where(Assessment.assessor_id == by.id, Assessment.sent_at.is_not(None))
    others = select(Assessment.subject_id).where(Assessment.assessor_id != by.id, Assessment.sent_at.is_not(None))
    return db.session.scalars(
        select(Activity)
        .join(Activity.application)
        .where(Application.round_id == grant_round.id, Application.status == Status.REVIEW)
        .where(Activity.subject_id.in_(own), Activity.subject_id.in_(others))
        .order_by(Activity.id)
    ).first()


def _change(activity: Activity, rubric: Sequence[Criterion], by: User, at: datetime) -> None:
    """A point more, or one less where there is none, on taking part and learning."""
    asked = next(one for one in rubric if one.code == "participation")
    before = db.session.scalars(
        select(Score.value)
        .join(Score.assessment)
        .where(Assessment.subject_id == activity.subject_id, Assessment.assessor_id == by.id)
        .where(Score.criterion_id == asked.id)
    ).one()
    value = 3 if before is None else before + 1 if before < HIGHEST else before - 1
    answer = Given(value, comment="Tydelig og godt begrunnet i møtet." if value == HIGHEST else None)
    actions.revise_assessment(activity, [(asked, answer)], REASON, by=by, at=at)
    db.session.commit()
