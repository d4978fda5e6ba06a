"""Funded activities in the programme: written by what followup tells, never by hand, and the same however often."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.applications.models import Activity, Application
from app.campaign.models import Week
from app.campaign.weeks import touch, weeks_with, when_set
from app.extensions import db
from app.followup.grants import plan as plans
from app.followup.grants.models import Grant
from app.followup.grants.telling import when_told
from app.programme.models import EventOrigin, EventStatus, ProgrammeEvent, ProgrammeSession
from app.programme.slugs import free_slug

COPIED = (*plans.PLACE, *plans.LISTS, "title", "audience_text", "bring", "accessibility_text", "signup", "capacity")
"""What an event has under the same name as the plan."""


@when_told
def hear(grant: Grant, at: datetime) -> None:
    """Write the event of this grant. Nothing while no week covers its days: the week collects it when it is made."""
    event = db.session.scalars(
        select(ProgrammeEvent)
        .where(ProgrammeEvent.grant_id == grant.id)
        .options(selectinload(ProgrammeEvent.sessions), joinedload(ProgrammeEvent.week))
    ).one_or_none()
    if event is not None:
        _write(event, grant, at)
    elif (week := _week_of(grant)) is not None:
        _begin(week, grant, at)


@when_set
def collect(week: Week, at: datetime) -> None:
    """Every grant whose days fall in the week, after the week was made or moved."""
    for grant in _grants_until(week):
        hear(grant, at)


def _grants_until(week: Week) -> Sequence[Grant]:
    span = week.ends_on - week.starts_on + timedelta(days=1)
    found = (
        select(Grant)
        .join(Grant.application)
        .where(Grant.ends_on >= week.starts_on, Grant.ends_on <= week.ends_on + span)
        .options(
            joinedload(Grant.application).joinedload(Application.organisation),
            joinedload(Grant.application).joinedload(Application.round),
            joinedload(Grant.activity).joinedload(Activity.category),
        )
        .order_by(Grant.id)
    )
    return db.session.scalars(found).all()


def _week_of(grant: Grant) -> Week | None:
    days = plans.days(grant.plan) or [grant.application.round.week_starts_on]
    return next(iter(weeks_with(days[0], days[-1])), None)


def _begin(week: Week, grant: Grant, at: datetime) -> None:
    event = ProgrammeEvent(
        week=week,
        slug=free_slug(week.id, grant.plan["title"] or grant.application.reference),
        origin=EventOrigin.FUNDED,
        grant_id=grant.id,
        registered_at=at,
        changed_at=at,
        sessions=[],
    )
    _fill(event, grant)
    db.session.add(event)
    touch(week)
    db.session.flush()


def _write(event: ProgrammeEvent, grant: Grant, at: datetime) -> None:
    """Count a change only where something differs, so that to hear the same twice changes nothing."""
    before = _shown(event)
    _fill(event, grant)
    if _shown(event) != before:
        event.sequence += 1
        event.changed_at = at
        touch(event.week)


def _fill(event: ProgrammeEvent, grant: Grant) -> None:
    plan, activity = grant.plan, grant.activity
    for name in COPIED:
        setattr(event, name, plan[name])
    event.title = plan["title"] or grant.application.reference
    event.summary = plan["public_text"] or ""
    event.organiser = grant.application.organisation.name
    event.category = activity.category.name if activity.category else None
    event.status = _status(grant)
    _set_sessions(event, plan)


def _status(grant: Grant) -> EventStatus:
    return EventStatus.CANCELLED if grant.cancelled_at else EventStatus.APPROVED


def _set_sessions(event: ProgrammeEvent, plan: dict[str, Any]) -> None:
    wanted = [
        (date.fromisoformat(one["held_on"]), plans.clock(one["starts"]), plans.clock(one["ends"]), one["place"])
        for one in plan["sessions"]
        if one["held_on"]
    ]
    if wanted != _sessions(event):
        event.sessions[:] = [
            ProgrammeSession(week_id=event.week.id, held_on=day, starts=starts, ends=ends, place=place)
            for day, starts, ends, place in wanted
        ]


def _sessions(event: ProgrammeEvent) -> list[tuple[Any, ...]]:
    return [(one.held_on, one.starts, one.ends, one.place) for one in event.sessions]


def _shown(event: ProgrammeEvent) -> tuple[Any, ...]:
    words = ("title", "summary", "organiser", "category", "status")
    return (*(getattr(event, name) for name in (*COPIED, *words)), _sessions(event))
