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
from app.programme.queries import districts, is_of_kind, is_shown, words_of
from app.programme.words import Words

HARD = "\N{NO-BREAK SPACE}"
MOST_AT_ONCE = 200
"""Entries on one page; a larger programme is shown a day at a time."""


@dataclass(frozen=True)
class Now:
    """The day and hour in Oslo for which a page is written."""

    day: date
    clock: time


@dataclass(slots=True)
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


@dataclass(frozen=True)
class Frame:
    """What every page of a programme is made within: its words, the districts' names by code, and all that is shown."""

    words: Words
    districts: Mapping[str, str]
    found: Sequence[Found]


def frame_of(week: Week) -> Frame:
    """In three statements."""
    return Frame(words_of(week), {one.code: one.name for one in districts()}, found_in(week))


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
def _codes(kinds: str) -> frozenset[str]:
    return frozenset(_listed(kinds))


@lru_cache(maxsize=512)
def _listed(kinds: str) -> tuple[str, ...]:
    """The codes as the database keeps them, in their order."""
    return tuple(json.loads(kinds))


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
    week: Week, shown: Sequence[date | None], chosen: Chosen, now: Now, words: Words, names: Mapping[str, str]
) -> list[Day]:
    """The list itself, in one statement. Lighthouses first in their day, then by hour."""
    entries: dict[date | None, list[tuple[bool, Entry]]] = {day: [] for day in shown}
    online = str(_("På nett"))
    for row in sorted(_rows(week, shown, chosen), key=_order):
        held_on, _lighthouse, starts, _title, ends, *_more = row
        is_over = held_on == now.day and starts is not None and ends is not None and starts < ends < now.clock
        entries[held_on].append((is_over, _entry(row, words, names, online)))
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
    is_of_day = session.held_on.in_(dated)
    found = (
        select(
            *(session.held_on, event.is_lighthouse, session.starts, event.title, session.ends),
            *(session.place, event.venue_name, event.district_code, event.is_digital),
            *(event.slug, event.summary, event.bring, cast(event.activity_types, Text), event.status),
        )
        .outerjoin(session, session.event_id == event.id)
        .where(event.week_id == week.id, *is_shown())
        .where(or_(is_of_day, session.held_on.is_(None)) if None in shown else is_of_day)
    )
    if chosen.district is not None:
        found = found.where(event.district_code == chosen.district)
    if chosen.kind is not None:
        found = found.where(is_of_kind(chosen.kind))
    return list(db.session.execute(found))


def _order(row: Any) -> tuple[Any, ...]:
    held_on, is_lighthouse, starts, title, *_more = row
    return held_on or date.max, not is_lighthouse, starts or time.min, title


def _entry(row: Any, words: Words, names: Mapping[str, str], online: str) -> Entry:
    """Read by place: a page has two hundred of them."""
    _on, is_lighthouse, starts, title, ends, place, venue, district, is_digital, slug, summary, bring, kinds, status = (
        row
    )
    where = place or venue or (online if is_digital else "")
    part = names.get(district or "", "")
    return Entry(
        slug,
        title,
        written(starts) if starts else "",
        f"–{written(ends)}" if starts and ends else "",
        f"{where} · {part.replace(' ', HARD)}" if where and part and where != part else where or part,
        summary,
        ", ".join(words.types_of(_listed(kinds))),
        bring,
        is_lighthouse,
        status is EventStatus.CANCELLED,
    )


def hours(starts: time | None, ends: time | None) -> str:
    """«17.00–20.00»; «17.00» where no end is told; empty for the whole day."""
    if starts is None:
        return ""
    return f"{written(starts)}–{written(ends)}" if ends else written(starts)


@lru_cache(maxsize=1_440)
def written(clock: time) -> str:
    return f"{clock:%H.%M}"
