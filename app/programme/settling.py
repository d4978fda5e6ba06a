"""What the desk does with the programme: answers what is registered, writes the municipality's own events, highlights,
hides and cancels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.access import Actor
from app.audit.actions import record
from app.campaign.models import Week
from app.campaign.weeks import touch
from app.extensions import db
from app.programme import messages, policy, values
from app.programme.models import EventOrigin, EventStatus, ProgrammeEvent
from app.programme.picturing import kept
from app.programme.registering import begin


@dataclass(frozen=True)
class Desk:
    """Everything of a week, what waits for an answer first; statuses with how many."""

    events: Sequence[ProgrammeEvent]
    counts: Mapping[EventStatus, int]

    @property
    def waiting(self) -> list[ProgrammeEvent]:
        return [one for one in self.events if one.status is EventStatus.PROPOSED or one.proposal is not None]


def desk(week: Week, status: EventStatus | None = None) -> Desk:
    """Three statements."""
    found = (
        select(ProgrammeEvent)
        .where(ProgrammeEvent.week_id == week.id)
        .options(selectinload(ProgrammeEvent.sessions), joinedload(ProgrammeEvent.district))
        .order_by(ProgrammeEvent.is_lighthouse.desc(), ProgrammeEvent.title, ProgrammeEvent.id)
    )
    if status is not None:
        found = found.where(ProgrammeEvent.status == status)
    counted = (
        select(ProgrammeEvent.status, func.count())
        .where(ProgrammeEvent.week_id == week.id)
        .group_by(ProgrammeEvent.status)
    )
    counts = {one: count for one, count in db.session.execute(counted)}
    return Desk(db.session.scalars(found).all(), counts)


def event_of(year: int, public_id: str, *, for_change: bool = False) -> ProgrammeEvent:
    """Raises NoResultFound."""
    found = (
        select(ProgrammeEvent)
        .join(ProgrammeEvent.week)
        .where(Week.year == year, ProgrammeEvent.public_id == public_id)
        .options(
            joinedload(ProgrammeEvent.week, innerjoin=True),
            joinedload(ProgrammeEvent.district),
            joinedload(ProgrammeEvent.grant),
            selectinload(ProgrammeEvent.sessions),
        )
    )
    return db.session.scalars(found.with_for_update(of=ProgrammeEvent) if for_change else found).one()


def approve(event: ProgrammeEvent, *, by: Actor, at: datetime, public_url: str) -> None:
    policy.can_settle(event, by=by)
    _settle(event, EventStatus.APPROVED, None, by, at)
    touch(event.week)
    messages.tell(event, "approved", at, public_url=public_url)


def refuse(event: ProgrammeEvent, answer: str, *, by: Actor, at: datetime, public_url: str) -> None:
    policy.can_settle(event, by=by)
    _settle(event, EventStatus.REFUSED, answer, by, at)
    messages.tell(event, "refused", at, public_url=public_url)


def settle_change(
    event: ProgrammeEvent, *, accepts: bool, answer: str | None = None, by: Actor, at: datetime, public_url: str
) -> None:
    """Take over what the organiser wants changed, or not; either way they are told."""
    policy.can_settle_change(event, by=by)
    proposal, event.proposal, event.answer = event.proposal or {}, None, answer
    event.settled_by_name, event.settled_at = by.display_name, at
    if accepts:
        _write(event, proposal, by, at)
    messages.tell(event, "change_approved" if accepts else "change_refused", at, public_url=public_url)


def write(event: ProgrammeEvent, told: Mapping[str, Any], *, by: Actor, at: datetime) -> list[str]:
    """The desk corrects an event. Returns the names of what changed. Raises NotComplete for a picture that we cannot
    take."""
    policy.can_write(event, by=by)
    return _write(event, kept(told, at), by, at)


def _write(event: ProgrammeEvent, told: Mapping[str, Any], by: Actor, at: datetime) -> list[str]:
    changed = values.write(event, told)
    if changed:
        _changed(event, ", ".join(changed), by, at)
    return changed


def add_own(week: Week, told: Mapping[str, Any], *, by: Actor, at: datetime) -> ProgrammeEvent:
    """The municipality's own event: in the programme at once."""
    policy.can_write(None, by=by)
    event = begin(week, EventOrigin.OWN, EventStatus.APPROVED, kept(told, at), at)
    db.session.flush()
    touch(week)
    record("event_registered", by=by, at=at, year=week.year, event=event.slug)
    return event


def highlight(event: ProgrammeEvent, is_lighthouse: bool, *, by: Actor, at: datetime) -> None:
    """A lighthouse event draws attention to the whole week [S:532-536]."""
    policy.can_highlight(event, by=by)
    if event.is_lighthouse is not is_lighthouse:
        event.is_lighthouse = is_lighthouse
        _changed(event, "is_lighthouse", by, at)


def hide(event: ProgrammeEvent, is_internal: bool, *, by: Actor, at: datetime) -> None:
    """For the municipality's own people only [S:657-662], or for everybody."""
    policy.can_highlight(event, by=by)
    if event.is_internal is not is_internal:
        event.is_internal = is_internal
        _changed(event, "is_internal", by, at)


def cancel(event: ProgrammeEvent, because: str, *, by: Actor, at: datetime, public_url: str) -> None:
    policy.can_cancel(event, by=by)
    event.cancelled_because = because
    event.sequence += 1
    _settle(event, EventStatus.CANCELLED, None, by, at)
    touch(event.week)
    messages.tell(event, "cancelled", at, public_url=public_url)


def _changed(event: ProgrammeEvent, what: str, by: Actor, at: datetime) -> None:
    event.sequence += 1
    event.changed_at = at
    touch(event.week)
    record("event_changed", by=by, at=at, year=event.week.year, event=event.slug, what=what)


def _settle(event: ProgrammeEvent, status: EventStatus, answer: str | None, by: Actor, at: datetime) -> None:
    event.status, event.answer = status, answer
    event.settled_by_name, event.settled_at, event.changed_at = by.display_name, at, at
    record("event_settled", by=by, at=at, year=event.week.year, event=event.slug, status=status)
