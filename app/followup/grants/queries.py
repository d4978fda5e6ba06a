"""Grants by case and activity. Loaded with what every page of them shows."""

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, selectinload

from app.accounts.models import Membership, User
from app.applications.models import Activity, Application
from app.extensions import db
from app.followup.grants.models import Grant


def _grants() -> Select[Grant]:
    """With the case, its organisation, its round and the activity."""
    return (
        select(Grant)
        .join(Grant.application)
        .join(Application.organisation)
        .join(Application.round)
        .join(Grant.activity)
        .options(
            contains_eager(Grant.application).contains_eager(Application.organisation),
            contains_eager(Grant.application).contains_eager(Application.round),
            contains_eager(Grant.activity),
        )
    )


def own_grant(reference: str, position: int, user: User, *, for_change: bool = False) -> Grant:
    """A grant of one of the user's organisations. Raises NoResultFound."""
    mine = select(Membership.organisation_id).where(Membership.user_id == user.id)
    return _one(_at(reference, position).where(Application.organisation_id.in_(mine)), for_change)


def grant_at(reference: str, position: int, *, for_change: bool = False) -> Grant:
    """Any grant, for staff; whether the person may read the case is asked by its policy. Raises NoResultFound."""
    return _one(_at(reference, position), for_change)


def of_case(application_id: int) -> list[Grant]:
    """Oldest activity first: one statement."""
    found = _grants().where(Grant.application_id == application_id).order_by(Activity.position)
    return list(db.session.scalars(found))


def _at(reference: str, position: int) -> Select[Grant]:
    return _grants().where(Application.reference == reference, Activity.position == position)


def _one(found: Select[Grant], for_change: bool) -> Grant:
    loaded = found.options(selectinload(Grant.activity, Activity.budget_lines))
    return db.session.scalars(loaded.with_for_update(of=Grant) if for_change else loaded).one()
