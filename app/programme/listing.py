"""The programme as a list: day, then what is held at the same hour, and the choices that narrow it."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Text, cast, or_, select

from app.campaign.models import Week
from app.extensions import db
from app.programme.filters import Chosen, days_of
from app.programme.models import EventStatus, ProgrammeEvent, ProgrammeSession
from app.programme.queries import is_of_kind, is_shown
from app.programme.words import Words

MOST_AT_ONCE = 200
"""Entries on one page; a larger programme is shown a day at a time."""


@dataclass(frozen=True)
class Now:
    """The day and hour in Oslo for which a page is written."""

    day: date
    clock: time


@dataclass(frozen=True)
class Entry:
    """One event on one day. `begins`: «17.00», or empty; `until`: «–20.00», or empty. `where`: place and district."""

    slug: str
    title: str
    begins: str
    until: str
    where: str
    summary: str
    kinds: str
    bring: str | None
    is_lighthouse: bool
    is_cancelled: bool


@dataclass(frozen=True)
class Day:
    """`on` is None for what has no day of its own. `over`: what has ended today."""

    on: date | None
    theme: str
    entries: Sequence[Entry]
    over: Sequence[Entry] = ()


@dataclass(frozen=True)
class Found:
    """One event on one day, as little of it as counting needs."""

    event_id: int
    day: date | None
    district: str | None
    kinds: frozenset[str]


@dataclass(frozen=True)
class Counted:
    """How many events each choice would show, given the other two choices."""

    days: Mapping[date | None, int]
    districts: Mapping[str | None, int]
    kinds: Mapping[str, int]
    entries: int
    events: int


def found_in(week: Week) -> list[Found]:
    """Everything that is shown, in one light statement."""
    rows = db.session.execute(
        select(
            ProgrammeEvent.id,
            ProgrammeSession.held_on,
            ProgrammeEvent.district_code,
            cast(ProgrammeEvent.activity_types, Text),
        )
        .outerjoin(ProgrammeSession, ProgrammeSession.event_id == ProgrammeEvent.id)
        .where(ProgrammeEvent.week_id == week.id, *is_shown())
    )
    return [Found(key, day, district, _codes(kinds)) for key, day, district, kinds in rows]


@lru_cache(maxsize=512)
def _codes(written: str) -> frozenset[str]:
    return frozenset(json.loads(written))


def counted(found: Sequence[Found], chosen: Chosen) -> Counted:
    days, districts, kinds = (defaultdict[Any, set[int]](set) for _each in range(3))
    entries, events = 0, set()
    for one in found:
        is_day = chosen.day in (None, one.day)
        is_district = chosen.district in (None, one.district)
        is_kind = chosen.kind is None or chosen.kind in one.kinds
        if is_district and is_kind:
            days[one.day].add(one.event_id)
        if is_day and is_kind:
            districts[one.district].add(one.event_id)
        if is_day and is_district:
            for kind in one.kinds:
                kinds[kind].add(one.event_id)
            if is_kind:
                entries += 1
                events.add(one.event_id)
    return Counted(_sizes(days), _sizes(districts), _sizes(kinds), entries, len(events))


def _sizes(found: Mapping[Any, set[int]]) -> dict[Any, int]:
    return {key: len(events) for key, events in found.items()}


def days_shown(week: Week, count: Counted, chosen: Chosen, now: Now) -> list[date | None]:
    """The days of one page: the one asked for; else from today on, and what has no day last. Too much for one page is
    shown a day at a time, from the first that has something."""
    if chosen.day is not None:
        return [chosen.day]
    ahead: list[date | None] = [day for day in days_of(week) if day >= now.day and day in count.days]
    held: list[date | None] = ahead or [day for day in days_of(week) if day in count.days]
    if count.entries > MOST_AT_ONCE and held:
        return held[:1]
    return held + [None] * (None in count.days)


def next_day(shown: Sequence[date | None], count: Counted) -> date | None:
    """The day after the last one of the page that has something."""
    last = max((day for day in shown if day is not None), default=None)
    return min((day for day in count.days if day is not None and last is not None and day > last), default=None)


def days(
    week: Week, shown: Sequence[date | None], chosen: Chosen, now: Now, words: Words, districts: Mapping[str, str]
) -> list[Day]:
    """The list itself, in one statement. Lighthouses first in their day, then by hour."""
    entries: dict[date | None, list[tuple[bool, Entry]]] = {day: [] for day in shown}
    for row in sorted(_rows(week, shown, chosen), key=_order):
        is_over = row.held_on == now.day and row.ends is not None and row.starts < row.ends < now.clock
        entries[row.held_on].append((is_over, _entry(row, words, districts)))
    themes = week.day_themes
    return [
        Day(
            day,
            themes.get(day.isoformat(), "") if day else "",
            [entry for is_over, entry in of_day if not is_over],
            [entry for is_over, entry in of_day if is_over],
        )
        for day, of_day in entries.items()
    ]


def _rows(week: Week, shown: Sequence[date | None], chosen: Chosen) -> list[Any]:
    event, session = ProgrammeEvent, ProgrammeSession
    dated = [day for day in shown if day is not None]
    found = (
        select(
            *(event.slug, event.title, event.summary, event.bring, event.activity_types, event.status),
            *(event.is_lighthouse, event.is_digital, event.venue_name, event.district_code),
            *(session.held_on, session.starts, session.ends, session.place),
        )
        .outerjoin(session, session.event_id == event.id)
        .where(event.week_id == week.id, *is_shown())
        .where(
            or_(session.held_on.in_(dated), session.held_on.is_(None)) if None in shown else session.held_on.in_(dated)
        )
    )
    if chosen.district is not None:
        found = found.where(event.district_code == chosen.district)
    if chosen.kind is not None:
        found = found.where(is_of_kind(chosen.kind))
    return list(db.session.execute(found))


def _order(row: Any) -> tuple[Any, ...]:
    return row.held_on or date.max, not row.is_lighthouse, row.starts or time.min, row.title


def _entry(row: Any, words: Words, districts: Mapping[str, str]) -> Entry:
    return Entry(
        slug=row.slug,
        title=row.title,
        begins=hours(row.starts, None),
        until=f"–{row.ends:%H.%M}" if row.starts and row.ends else "",
        where=where(row.place or row.venue_name, row.district_code, row.is_digital, districts),
        summary=row.summary,
        kinds=", ".join(words.types_of(row.activity_types)),
        bring=row.bring,
        is_lighthouse=row.is_lighthouse,
        is_cancelled=row.status is EventStatus.CANCELLED,
    )


def hours(starts: time | None, ends: time | None) -> str:
    """«17.00–20.00»; «17.00» where no end is told; empty for the whole day."""
    if starts is None:
        return ""
    return f"{starts:%H.%M}–{ends:%H.%M}" if ends else f"{starts:%H.%M}"


def where(place: str | None, district: str | None, is_digital: bool, districts: Mapping[str, str]) -> str:
    """Place and district, in one line."""
    parts = [place or (_("På nett") if is_digital else ""), districts.get(district or "", "")]
    return " · ".join(dict.fromkeys(str(part) for part in parts if part))
