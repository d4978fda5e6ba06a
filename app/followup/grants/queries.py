"""Grants by case and activity. Loaded with what every page of them shows."""

from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, selectinload

from app.accounts.models import Membership, User
from app.applications.models import Activity, Application
from app.extensions import db
from app.followup.grants.models import Grant

Found = TypeVar("Found", bound=Select[*tuple[Any, ...]])


def with_case(found: Found, through: InstrumentedAttribute[Grant] | None = None) -> Found:
    """Grants, or what hangs on them `through` that column: with case, organisation, round and activity."""
    whole = (
        contains_eager(Grant.activity),
        contains_eager(Grant.application).options(
            contains_eager(Application.organisation), contains_eager(Application.round)
        ),
    )
    found = found if through is None else found.join(through).options(contains_eager(through).options(*whole))
    found = found.join(Grant.activity).join(Grant.application).join(Application.organisation).join(Application.round)
    return found.options(*whole) if through is None else found


def own_grant(reference: str, position: int, user: User, *, for_change: bool = False) -> Grant:
    """A grant of one of the user's organisations. Raises NoResultFound."""
    mine = select(Membership.organisation_id).where(Membership.user_id == user.id)
    return _one(_at(reference, position).where(Application.organisation_id.in_(mine)), for_change)


def grant_at(reference: str, position: int, *, for_change: bool = False) -> Grant:
    """Any grant, for staff; whether the person may read the case is asked by its policy. Raises NoResultFound."""
    return _one(_at(reference, position), for_change)


def of_case(application_id: int) -> list[Grant]:
    """Oldest activity first: one statement."""
    found = with_case(select(Grant)).where(Grant.application_id == application_id).order_by(Activity.position)
    return list(db.session.scalars(found))


def _at(reference: str, position: int) -> Select[Grant]:
    return with_case(select(Grant)).where(Application.reference == reference, Activity.position == position)


def _one(found: Select[Grant], for_change: bool) -> Grant:
    loaded = found.options(selectinload(Grant.activity, Activity.budget_lines))
    return db.session.scalars(loaded.with_for_update(of=Grant) if for_change else loaded).one()
