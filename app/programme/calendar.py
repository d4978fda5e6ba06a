"""Events as calendars read them (RFC 5545): one entry a time, which keeps its name when it is moved and counts its
changes, so that whoever has it sees it move or be cancelled."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.clock import OSLO
from app.programme.published import Held, Published

if TYPE_CHECKING:
    from icalendar import Event

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Ombruk//Program//NO"
ZONE = "Europe/Oslo"
END = "END:VCALENDAR\r\n"
REFRESH = timedelta(hours=1)
"""How often a subscriber is asked to look again."""


def calendar(name: str, events: Sequence[Published]) -> Iterator[str]:
    """The file, piece by piece. Equal events give equal entries, whenever it is asked for."""
    start = _start(name, *_years(events))
    yield start.removesuffix(END)
    for event in events:
        yield entries(event, _("Avlyst: %(title)s", title=event.title) if event.is_cancelled else event.title)
    yield END


def _years(events: Sequence[Published]) -> tuple[int, int]:
    """For which years the clock's changes are told."""
    days = [one.on for event in events for one in event.held]
    return (min(days).year, max(days).year + 1) if days else (1970, 1971)


@lru_cache(maxsize=64)
def _start(name: str, first: int, last: int) -> str:
    """The head, with the clock of Oslo told in full: not every reader knows it by name."""
    from icalendar import Calendar, Timezone  # 0.2 s: only a feed pays for it

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", ZONE)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    made.add_component(Timezone.from_tzid(ZONE, first_date=date(first, 1, 1), last_date=date(last, 1, 1)))
    return str(made.to_ical().decode())


@lru_cache(maxsize=4096)
def entries(event: Published, title: str) -> str:
    """An entry a time. Kept by its contents: a changed programme writes anew only what is changed."""
    return "".join(_entry(event, one, title) for one in event.held)


def _entry(event: Published, one: Held, title: str) -> str:
    from icalendar import Event  # the same reason as above

    made = Event()
    made.add("uid", f"{event.public_id}-{one.number}@ombruk")
    made.add("dtstamp", event.changed_at.astimezone(UTC))
    made.add("last-modified", event.changed_at.astimezone(UTC))
    made.add("sequence", event.sequence)
    made.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    made.add("summary", title)
    made.add("description", _description(event))
    made.add("url", event.link)
    if event.kinds:
        made.add("categories", [word for _code, word in event.kinds])
    if place := _place(event, one):
        made.add("location", place)
    _set_time(made, one)
    return str(made.to_ical().decode())


def _set_time(made: "Event", one: Held) -> None:
    if one.begins_at is None:
        made.add("dtstart", one.on)
        made.add("dtend", one.on + timedelta(days=1))
        made.add("transp", "TRANSPARENT")
        return
    made.add("dtstart", _wall(one.begins_at))
    if one.ends_at is not None:
        made.add("dtend", _wall(one.ends_at))


def _wall(moment: datetime) -> datetime:
    return moment.astimezone(OSLO)


def _place(event: Published, one: Held) -> str:
    if event.is_digital and not event.venue:
        return event.url or str(_("På nett"))
    return ", ".join(dict.fromkeys(part for part in (one.place, event.where) if part))


def _description(event: Published) -> str:
    lines = [
        event.cancelled_because if event.is_cancelled else None,
        event.summary,
        _("Ta med: %(things)s", things=event.bring) if event.bring else None,
        _("Arrangør: %(name)s", name=event.organiser),
        event.link,
    ]
    return "\n".join(str(line) for line in lines if line)
