"""An event as anybody may have it, in plain values: what calendars, the feed, search engines and paper are made from.
Nothing of who registered it is in here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from app.campaign.models import Week
from app.clock import OSLO
from app.programme.filters import Chosen
from app.programme.models import EventStatus, ProgrammeEvent
from app.programme.queries import events_of
from app.programme.words import Words

Word = tuple[str, str]
"""A code and what it is called."""


@dataclass(frozen=True)
class Held:
    """One time of an event, wall clock in Oslo. `number`: 1 for its first, whatever of it is shown."""

    number: int
    on: date
    starts: time | None
    ends: time | None
    place: str | None

    @property
    def begins_at(self) -> datetime | None:
        return datetime.combine(self.on, self.starts, OSLO) if self.starts else None

    @property
    def ends_at(self) -> datetime | None:
        """Past midnight where the end is before the beginning."""
        if self.starts is None or self.ends is None:
            return None
        day = self.on if self.ends > self.starts else self.on + timedelta(days=1)
        return datetime.combine(day, self.ends, OSLO)


@dataclass(frozen=True)
class Shown:
    """A picture as anybody sees it. `link`: its whole address; width and height in dots."""

    link: str
    alt: str
    credit: str | None
    width: int | None
    height: int | None


@dataclass(frozen=True)
class Published:
    """`link`: its page's whole address."""

    public_id: str
    slug: str
    link: str
    title: str
    summary: str
    description: str | None
    organiser: str
    category: str | None
    kinds: tuple[Word, ...]
    is_digital: bool
    is_indoor: bool | None
    venue: str | None
    address: str | None
    postal_code: str | None
    district: Word | None
    url: str | None
    audience: str | None
    bring: str | None
    signup: str | None
    capacity: int | None
    access: tuple[Word, ...]
    access_text: str | None
    image: Shown | None
    is_lighthouse: bool
    is_cancelled: bool
    cancelled_because: str | None
    sequence: int
    changed_at: datetime
    held: tuple[Held, ...]

    @property
    def where(self) -> str:
        """«Tøyen bibliotek, Hagegata 28, 0653 Oslo»."""
        post = f"{self.postal_code} Oslo" if self.postal_code else ""
        return ", ".join(part for part in (self.venue, self.address, post) if part)


def published(event: ProgrammeEvent, words: Words, programme: str) -> Published:
    """`programme`: the whole address of the week's page, which the event's own begins with."""
    district, link = event.district, f"{programme}/{event.slug}"
    return Published(
        public_id=event.public_id,
        slug=event.slug,
        link=link,
        title=event.title,
        summary=event.summary,
        description=event.description,
        organiser=event.organiser,
        category=event.category,
        kinds=_named(event.activity_types, words.types),
        is_digital=event.is_digital,
        is_indoor=event.is_indoor,
        venue=event.venue_name,
        address=event.address,
        postal_code=event.postal_code,
        district=(district.code, district.name) if district else None,
        url=web_address(event.url),
        audience=event.audience_text,
        bring=event.bring,
        signup=event.signup,
        capacity=event.capacity,
        access=_named(event.accessibility, words.access),
        access_text=event.accessibility_text,
        image=_image(event, link),
        is_lighthouse=event.is_lighthouse,
        is_cancelled=event.status is EventStatus.CANCELLED,
        cancelled_because=event.cancelled_because,
        sequence=event.sequence,
        changed_at=event.changed_at,
        held=tuple(
            Held(number, one.held_on, one.starts, one.ends, one.place) for number, one in enumerate(event.sessions, 1)
        ),
    )


def _image(event: ProgrammeEvent, link: str) -> Shown | None:
    if event.image_sha256 is None:
        return None
    size = event.image_width, event.image_height
    return Shown(f"{link}/bilde.jpg", event.image_alt or "", event.image_credit, *size)


def programme_of(week: Week, chosen: Chosen, words: Words, programme: str) -> list[Published]:
    """What was asked for, by time; of a day, only that day's times."""
    found = [published(each, words, programme) for each in events_of(week, chosen.day, chosen.district, chosen.kind)]
    if chosen.day is not None:
        found = [on_day(each, chosen.day) for each in found]
    return sorted(found, key=_order)


def on_day(event: Published, day: date) -> Published:
    return replace(event, held=tuple(one for one in event.held if one.on == day))


def _order(event: Published) -> tuple[date, time, str]:
    first = event.held[0] if event.held else None
    return (first.on if first else date.max, (first.starts if first else None) or time.min, event.title)


def _named(codes: Iterable[str], names: Mapping[str, str]) -> tuple[Word, ...]:
    return tuple((code, names[code]) for code in codes if code in names)


def web_address(written: str | None) -> str | None:
    """Only what a browser opens as a page: an address that runs a script is none."""
    return written if written and written.lower().startswith(("https://", "http://")) else None


def days(events: Sequence[Published]) -> list[date]:
    return sorted({one.on for event in events for one in event.held})
