"""Every change to people, organisations and roles. Mails are queued in the same transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.access import Actor
from app.accounts import organisations
from app.accounts.models import Membership, Organisation
from app.extensions import db


def create_organisation(values: Mapping[str, Any], *, by: Actor, at: datetime, is_member: bool = True) -> Organisation:
    """Make an organisation. `values` are its columns: applicant_type, name, orgnr, cost_centre, is_vat_registered,
    de_minimis_nok, about, district_code, address, postal_code, city.

    `by` becomes its first member, unless `is_member` is false (a case handler who registers a paper application).
    Raises NotComplete, naming the fields.
    """
    made = Organisation(created_at=at)
    organisations.set_values(made, values, at)
    if is_member and by.actor_id is not None:
        made.memberships = [Membership(user_id=by.actor_id, joined_at=at)]
    db.session.add(made)
    db.session.flush()
    return made
