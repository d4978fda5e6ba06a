"""What anybody may see of a programme: events that are approved or cancelled, never one for the municipality's own."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import District
from app.campaign.models import Week
from app.extensions import db
from app.followup.grants.models import Grant
from app.programme.models import EventStatus, ProgrammeEvent, ProgrammeSession
from app.programme.words import Words, words
from app.rounds.models import OptionKind, Round, RoundOption, RoundStatus

SHOWN = (EventStatus.APPROVED, EventStatus.CANCELLED)


def public_week(year: int | None, at: datetime) -> Week:
    """The week of this year, or the newest, whose programme is public. Raises NoResultFound."""
    found = select(Week).where(Week.programme_opens_at <= at)
    if year is not None:
        found = found.where(Week.year == year)
    return db.session.scalars(found.order_by(Week.year.desc()).limit(1)).one()


def next_week(day: date) -> Week | None:
    """The week that is on, or the next one, whether its programme is public or not."""
    found = select(Week).where(Week.ends_on >= day).order_by(Week.starts_on).limit(1)
    return db.session.scalars(found).one_or_none()


def other_years(week: Week, at: datetime) -> Sequence[int]:
    """The other years whose programmes are public, the newest first."""
    found = select(Week.year).where(Week.programme_opens_at <= at, Week.id != week.id)
    return db.session.scalars(found.order_by(Week.year.desc())).all()


def is_shown() -> tuple[ColumnElement[bool], ...]:
    """The one condition of what the public sees."""
    return ProgrammeEvent.status.in_(SHOWN), ProgrammeEvent.is_internal.is_(False)


def is_of_kind(kind: str) -> ColumnElement[bool]:
    """`kind`: a code of words.ACTIVITY_TYPES, which is why it needs no escaping."""
    return cast(ProgrammeEvent.activity_types, Text).contains(f'"{kind}"', autoescape=True)


def events_of(
    week: Week, day: date | None = None, district: str | None = None, kind: str | None = None
) -> Sequence[ProgrammeEvent]:
    """Those shown, with sessions and district, by title; of one day, one district or one kind when asked."""
    found = select(ProgrammeEvent).where(ProgrammeEvent.week_id == week.id, *is_shown())
    if day is not None:
        found = found.where(ProgrammeEvent.sessions.any(ProgrammeSession.held_on == day))
    return db.session.scalars(_within(found, district, kind).options(*WHOLE).order_by(ProgrammeEvent.title)).all()


def _within(found: Select[Any], district: str | None, kind: str | None) -> Select[Any]:
    if district is not None:
        found = found.where(ProgrammeEvent.district_code == district)
    return found if kind is None else found.where(is_of_kind(kind))


def public_event(week: Week, slug: str) -> ProgrammeEvent:
    """Raises NoResultFound for one that is not shown."""
    found = select(ProgrammeEvent).where(ProgrammeEvent.week_id == week.id, ProgrammeEvent.slug == slug, *is_shown())
    return db.session.scalars(found.options(*WHOLE)).one()


def event_of_grant(grant: Grant, *, for_change: bool = False) -> ProgrammeEvent:
    """What of the programme this grant is. Raises NoResultFound while no week has it."""
    found = select(ProgrammeEvent).where(ProgrammeEvent.grant_id == grant.id).options(*WITH_WEEK)
    return db.session.scalars(found.with_for_update(of=ProgrammeEvent) if for_change else found).one()


def districts() -> Sequence[District]:
    """All, in their order."""
    return db.session.scalars(select(District).order_by(District.position)).all()


def words_of(week: Week) -> Words:
    """As the newest round that this week had on its way calls them."""
    of_week = Round.week_starts_on <= week.ends_on, Round.status != RoundStatus.CANCELLED
    newest = select(Round.id).where(*of_week).order_by(Round.week_starts_on.desc(), Round.id.desc()).limit(1)
    found = db.session.execute(
        select(RoundOption.kind, RoundOption.code, RoundOption.name)
        .where(RoundOption.round_id == newest.scalar_subquery())
        .where(RoundOption.kind.in_([OptionKind.ACTIVITY_TYPE, OptionKind.ACCESSIBILITY]))
        .order_by(RoundOption.position)
    ).all()
    named = {kind: {code: name for of, code, name in found if of is kind} for kind in OptionKind}
    return words(named[OptionKind.ACTIVITY_TYPE], named[OptionKind.ACCESSIBILITY])


WITH_WEEK = (joinedload(ProgrammeEvent.week, innerjoin=True), selectinload(ProgrammeEvent.sessions))
WHOLE = (selectinload(ProgrammeEvent.sessions), joinedload(ProgrammeEvent.district))
