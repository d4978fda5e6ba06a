"""Organisations: made and changed by their members, each type with the fields it must and may have."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.access import Actor
from app.accounts import limits, links, messages, orgnr, policy, queries
from app.accounts.applicant_types import SPECIAL_FIELDS, TYPES
from app.accounts.links import Site
from app.accounts.models import ApplicantType, AttemptKind, LinkPurpose, Membership, Organisation, User
from app.extensions import db
from app.mail.actions import queue
from app.policy import NotComplete, NotNow

COMMON_FIELDS = ("name", "about", "district_code", "address", "postal_code", "city")


def create_organisation(values: Mapping[str, Any], *, by: Actor, at: datetime, is_member: bool = True) -> Organisation:
    """Make an organisation. `values` are its columns: applicant_type, name, orgnr, cost_centre, is_vat_registered,
    de_minimis_nok, about, district_code, address, postal_code, city.

    `by` becomes its first member, unless `is_member` is false (a case handler who registers a paper application).
    Raises NotComplete, naming the fields.
    """
    made = Organisation(created_at=at)
    _set_values(made, values, at)
    if is_member and by.actor_id is not None:
        made.memberships = [Membership(user_id=by.actor_id, joined_at=at)]
    db.session.add(made)
    db.session.flush()
    return made


def change_organisation(organisation: Organisation, values: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Change it, type included. What was sent before keeps what it said then: applications are frozen when sent."""
    policy.can_change_organisation(by, organisation)
    _set_values(organisation, values, at)


def invite_member(organisation: Organisation, email: str, *, by: User, client: str, site: Site, at: datetime) -> str:
    """Send a link, good for seven days, that makes whoever owns the address a member. Returns the link."""
    policy.can_change_organisation(by, organisation)
    if email in {member.email for member in queries.members(organisation.id)}:
        raise NotNow(_("%(email)s er allerede med.", email=email))
    limits.check(AttemptKind.LINK_REQUEST, email, client, at)
    limits.count(AttemptKind.LINK_REQUEST, email, client, at, succeeded=True)
    token = links.issue(
        LinkPurpose.MEMBER_INVITATION, email, at, organisation_id=organisation.id, made_by_id=by.actor_id
    )
    link = site.link(token)
    subject, body = messages.member_invitation(link, organisation.name, by.display_name, site)
    queue(f"accounts:{links.hash_of(link)[:32]}", email, subject, body, at, is_secret=True)
    return link


def leave(organisation: Organisation, *, by: User) -> None:
    """Stop speaking for the organisation. The last member cannot: somebody must be there to read the answer."""
    locked = select(Organisation.id).where(Organisation.id == organisation.id).with_for_update()
    db.session.execute(locked)  # of the last two who leave at once, the second is told
    policy.can_leave(by, queries.members(organisation.id))
    db.session.delete(queries.membership(by.id, organisation.id))


def _set_values(organisation: Organisation, values: Mapping[str, Any], at: datetime) -> None:
    """Set `applicant_type`, the common fields and those of that type; what the type does not have is emptied.

    Raises NotComplete, naming each field, when something the type must have is missing or cannot be true.
    """
    kind = ApplicantType(values["applicant_type"])
    kept = {name: values.get(name) or None for name in COMMON_FIELDS}
    asked = TYPES[kind].fields
    special = {name: values.get(name) if name in asked else None for name in SPECIAL_FIELDS}
    special["orgnr"] = orgnr.clean(special["orgnr"])
    special["is_vat_registered"] = bool(special["is_vat_registered"])
    _refuse_missing(kept | special, asked)
    if special["de_minimis_nok"] != organisation.de_minimis_nok:
        organisation.de_minimis_declared_at = at if special["de_minimis_nok"] is not None else None
    organisation.applicant_type = kind
    for name, value in (kept | special).items():
        setattr(organisation, name, value)


def _refuse_missing(values: Mapping[str, Any], asked: frozenset[str]) -> None:
    missing: dict[str, str] = {}
    if not values["name"]:
        missing["name"] = _("Skriv navnet slik det skal stå i brevet fra oss.")
    if "orgnr" in asked and (fault := orgnr.problem(values["orgnr"])):
        missing["orgnr"] = fault
    if "cost_centre" in asked and not values["cost_centre"]:
        missing["cost_centre"] = _("Skriv koststed og ressursnummer.")
    if missing:
        raise NotComplete(_("Noe mangler eller stemmer ikke."), missing)
