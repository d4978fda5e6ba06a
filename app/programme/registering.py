"""Events without money: registered in a short form, changed and withdrawn by the link in the e-mail."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.access import SYSTEM
from app.accounts import limits
from app.accounts.links import hash_of
from app.accounts.models import AttemptKind
from app.audit.actions import record
from app.campaign.models import Week
from app.campaign.weeks import touch
from app.extensions import db
from app.policy import NotNow
from app.programme import messages, policy, values
from app.programme.models import EventOrigin, EventStatus, ProgrammeEvent
from app.programme.picturing import kept
from app.programme.proposing import propose
from app.programme.slugs import free_slug

CONTACT = ("contact_name", "contact_email", "contact_phone")


class LinkGone(NotNow):
    """Nothing is found here: the same whether the event is gone or never was."""


def register(
    week: Week, told: Mapping[str, Any], *, client: str, public_url: str, at: datetime
) -> tuple[ProgrammeEvent, str]:
    """A proposed event of these values (values.SHOWN, sessions and the contact), and the link to change it, which goes
    by e-mail. Raises NotNow when the week takes no events, or when somebody tries too often, and NotComplete for a
    picture we cannot take."""
    policy.can_register(week, at)
    limits.check(AttemptKind.LINK_REQUEST, told["contact_email"], client, at)
    limits.count(AttemptKind.LINK_REQUEST, told["contact_email"], client, at, succeeded=True)
    event = begin(week, EventOrigin.REGISTERED, EventStatus.PROPOSED, kept(told, at), at)
    for name in CONTACT:
        setattr(event, name, told[name])
    token = secrets.token_urlsafe(32)
    event.token_hash = hash_of(token)
    db.session.flush()
    record("event_registered", by=SYSTEM, at=at, year=week.year, event=event.slug)
    link = messages.change_url(token, public_url)
    messages.tell(event, "registered", at, public_url=public_url, link=link)
    return event, link


def begin(
    week: Week, origin: EventOrigin, status: EventStatus, told: Mapping[str, Any], at: datetime
) -> ProgrammeEvent:
    """A new event with an address of its own."""
    event = ProgrammeEvent(
        week=week,
        origin=origin,
        status=status,
        slug=free_slug(week.id, told["title"]),
        title=told["title"],
        registered_at=at,
        changed_at=at,
        sessions=[],
        activity_types=[],
        accessibility=[],
        is_digital=False,
    )
    values.write(event, told)
    db.session.add(event)
    return event


def find(token: str, *, for_change: bool = False) -> ProgrammeEvent:
    """The event of this link. Raises LinkGone."""
    found = (
        select(ProgrammeEvent)
        .where(ProgrammeEvent.token_hash == hash_of(token))
        .options(joinedload(ProgrammeEvent.week, innerjoin=True), selectinload(ProgrammeEvent.sessions))
    )
    if for_change:
        found = found.with_for_update(of=ProgrammeEvent)
    event = db.session.scalars(found).one_or_none()
    if event is None:
        raise LinkGone(_("Lenken virker ikke lenger. Skriv til oss, så hjelper vi dere."))
    return event


def change(event: ProgrammeEvent, told: Mapping[str, Any], *, at: datetime) -> list[str]:
    """While it waits, it is written at once; once it stands in the programme, the change waits for the desk, but a
    picture is taken away at once. Returns the names of what differs. Raises NotComplete for a picture we cannot
    take."""
    policy.can_change_own(event)
    told = kept(told, at)
    for name in CONTACT:
        setattr(event, name, told[name])
    if event.status is EventStatus.APPROVED:
        return propose(event, told, by=SYSTEM, at=at)
    changed = values.write(event, told)
    event.changed_at = at
    if changed:
        what = ", ".join(changed)
        record("event_changed", by=SYSTEM, at=at, year=event.week.year, event=event.slug, what=what)
    return changed


def withdraw(event: ProgrammeEvent, because: str, *, at: datetime) -> None:
    """Before it is approved it goes away; afterwards it is shown as cancelled: people may have planned to come."""
    policy.can_change_own(event)
    was_public = event.status is EventStatus.APPROVED
    event.status = EventStatus.CANCELLED if was_public else EventStatus.WITHDRAWN
    event.cancelled_because = because if was_public else None
    event.proposal = None
    event.changed_at = at
    if was_public:
        event.sequence += 1
        touch(event.week)
    record("event_settled", by=SYSTEM, at=at, year=event.week.year, event=event.slug, status=event.status)
