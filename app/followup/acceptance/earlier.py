"""Grants that were accepted before there was a row for each of them: found by the clock, and carried on from there."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from app.applications.models import Activity, Application
from app.decisions.models import DecisionLine
from app.decisions.replies import replies_of_cases
from app.extensions import db
from app.followup.acceptance.models import Acceptance, AcceptanceAnswer
from app.followup.grants import actions as grants
from app.followup.grants.models import Grant

MOST = 200


def missing_grants(at: datetime) -> int:
    """Make the row of each accepted activity that has none. Returns how many; safe to run twice."""
    found = (
        select(Activity)
        .join(DecisionLine, DecisionLine.activity_id == Activity.id)
        .join(Acceptance, Acceptance.decision_line_id == DecisionLine.id)
        .where(Acceptance.answer == AcceptanceAnswer.ACCEPTED, ~exists().where(Grant.activity_id == Activity.id))
        .options(joinedload(Activity.application).joinedload(Application.round))
        .distinct()
        .order_by(Activity.id)
        .limit(MOST)
    )
    activities = db.session.scalars(found).all()
    stands = replies_of_cases([activity.application_id for activity in activities])
    for activity in activities:
        grants.accepted(activity, stands[activity.application_id][activity.id].accepted_nok, at)
    return len(activities)
