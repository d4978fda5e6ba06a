"""Keep the grants true. Whole kroner."""

from datetime import datetime

from sqlalchemy import select

from app.applications.models import Activity
from app.extensions import db
from app.followup.grants.models import Grant
from app.followup.grants.plan import ends_on, plan_of, report_due_on
from app.followup.grants.telling import tell


def accepted(activity: Activity, accepted_nok: int, at: datetime) -> Grant:
    """The grant of this activity, made by the first acceptance; a later one (an increase) changes its amount."""
    grant = db.session.scalars(select(Grant).where(Grant.activity_id == activity.id)).one_or_none()
    if grant is None:
        of_round, plan = activity.application.round, plan_of(activity)
        grant = Grant(
            activity=activity,
            application=activity.application,
            round_id=of_round.id,
            accepted_at=at,
            plan=plan,
            ends_on=ends_on(plan, of_round),
            report_due_on=report_due_on(of_round),
        )
        db.session.add(grant)
    grant.accepted_nok, grant.cancelled_at = (
        accepted_nok,
        None,
    )  # more is accepted of what was called off: it is on again
    db.session.flush()
    tell(grant, at)
    return grant
