"""The weeks, one a year: finding them, making them, changing them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.access import Actor
from app.audit.actions import record
from app.campaign.models import Week
from app.campaign.policy import can_administer
from app.clock import at_oslo, days_later
from app.extensions import db
from app.policy import NotComplete

OWN = frozenset({"id", "year", "name", "starts_on", "ends_on", "revision", "day_themes"})
"""Columns that a copy does not take over as they stand."""
DATED = ("registration_opens_on", "registration_closes_on")
PROGRAMME_OPENS, REGISTRATION_OPENS, REGISTRATION_CLOSES = 28, 120, 10
"""Days before the week's Monday, as a first suggestion."""

Reaction = Callable[[Week, datetime], None]
_reactions: list[Reaction] = []


def when_set(reaction: Reaction) -> Reaction:
    """Have `reaction(week, at)` run in the same transaction when a week is made or its days are changed."""
    _reactions.append(reaction)
    return reaction


def all_weeks() -> Sequence[Week]:
    """The newest first."""
    return db.session.scalars(select(Week).order_by(Week.year.desc())).all()


def week_of(year: int, *, for_change: bool = False) -> Week:
    """Raises NoResultFound."""
    found = select(Week).where(Week.year == year)
    return db.session.scalars(found.with_for_update() if for_change else found).one()


def shown_week(today: date) -> Week | None:
    """The one that goes on or comes next; else the last there was. One statement."""
    found = all_weeks()
    ahead = [week for week in found if week.ends_on >= today]
    return ahead[-1] if ahead else next(iter(found), None)


def weeks_with(first: date, last: date) -> Sequence[Week]:
    """Those that share a day with this span, the earliest first."""
    found = select(Week).where(Week.starts_on <= last, Week.ends_on >= first).order_by(Week.starts_on)
    return db.session.scalars(found).all()


def touch(week: Week) -> None:
    """What its programme shows is changed: caches may not answer with what they have. Counted by the database, so that
    two changes at once count as two."""
    week.revision = Week.revision + 1


def create(monday: date, values: Mapping[str, Any], *, by: Actor, at: datetime) -> Week:
    """A week of seven days from `monday`. `values` holds municipality, owner_unit and contact_email, and may hold any
    other column; days are a first suggestion. Raises NotComplete when the year has its week."""
    can_administer(by)
    _free(monday.year)
    suggested = {
        "name": _("Ombruksuka %(year)s", year=monday.year),
        "ends_on": monday + timedelta(days=6),
        "registration_opens_on": monday - timedelta(days=REGISTRATION_OPENS),
        "registration_closes_on": monday - timedelta(days=REGISTRATION_CLOSES),
        "programme_opens_at": at_oslo(monday - timedelta(days=PROGRAMME_OPENS), 9),
    }
    week = Week(year=monday.year, starts_on=monday, **{**suggested, **values})
    return _made(week, by, at)


def copy(source: Week, monday: date, *, by: Actor, at: datetime) -> Week:
    """Like `source`, every day moved to the new week; clocks keep their hour in Oslo, and a theme its day."""
    can_administer(by)
    _free(monday.year)
    moved = monday - source.starts_on
    kept = {column.key: getattr(source, column.key) for column in Week.__table__.columns if column.key not in OWN}
    kept |= {name: kept[name] + moved for name in DATED}
    if opens := source.programme_opens_at:
        kept["programme_opens_at"] = days_later(opens, moved)
    week = Week(
        year=monday.year,
        name=_("Ombruksuka %(year)s", year=monday.year),
        starts_on=monday,
        ends_on=source.ends_on + moved,
        day_themes={(date.fromisoformat(day) + moved).isoformat(): text for day, text in source.day_themes.items()},
        **kept,
    )
    return _made(week, by, at)


def change(week: Week, changes: Mapping[str, Any], *, by: Actor, at: datetime) -> list[str]:
    """Set what differs. Returns the names of what changed."""
    can_administer(by)
    differing = {name: value for name, value in changes.items() if getattr(week, name) != value}
    for name, value in differing.items():
        setattr(week, name, value)
    if differing:
        touch(week)
        record("week_changed", by=by, at=at, year=week.year, what=", ".join(differing))
    if differing.keys() & {"starts_on", "ends_on"}:
        _tell(week, at)
    return list(differing)


def _made(week: Week, by: Actor, at: datetime) -> Week:
    db.session.add(week)
    record("week_created", by=by, at=at, year=week.year)
    _tell(week, at)
    return week


def _tell(week: Week, at: datetime) -> None:
    db.session.flush()
    for reaction in _reactions:
        reaction(week, at)


def _free(year: int) -> None:
    if db.session.scalar(select(Week.id).where(Week.year == year)) is not None:
        sentence = _("%(year)s har sin uke allerede.", year=year)
        raise NotComplete(sentence, {"monday": sentence})
