"""The programme for other sites: JSON in a shape that docs/programme-feeds.md promises, an event at a time."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from app.campaign.models import Week
from app.programme.published import Held, Published, Shown, Word

MEDIA_TYPE = "application/json; charset=utf-8"
VERSION = 1
"""Moves only when something in the shape is renamed or taken away."""


def feed(week: Week, events: Sequence[Published], programme: str) -> Iterator[str]:
    """One JSON document, piece by piece."""
    head = _written({"version": VERSION, "week": _week(week, programme)})
    yield f'{head[:-1]},"events":['
    for number, event in enumerate(events):
        yield ("," if number else "") + _written(_event(event))
    yield "]}\n"


def _written(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _week(week: Week, programme: str) -> dict[str, Any]:
    return {
        "year": week.year,
        "name": week.name,
        "starts_on": week.starts_on.isoformat(),
        "ends_on": week.ends_on.isoformat(),
        "day_themes": week.day_themes,
        "url": programme,
        "publisher": week.municipality,
        "revision": week.revision,
    }


def _event(event: Published) -> dict[str, Any]:
    return {
        "id": event.public_id,
        "url": event.link,
        "status": "cancelled" if event.is_cancelled else "scheduled",
        "cancelled_because": event.cancelled_because if event.is_cancelled else None,
        "title": event.title,
        "summary": event.summary,
        "description": event.description,
        "organiser": event.organiser,
        "category": event.category,
        "types": _words(event.kinds),
        "is_lighthouse": event.is_lighthouse,
        "is_digital": event.is_digital,
        "is_indoor": event.is_indoor,
        "venue": event.venue,
        "address": event.address,
        "postal_code": event.postal_code,
        "district": _words((event.district,))[0] if event.district else None,
        "website": event.url,
        "audience": event.audience,
        "bring": event.bring,
        "signup": event.signup,
        "capacity": event.capacity,
        "accessibility": _words(event.access),
        "accessibility_note": event.access_text,
        "image": _image(event.image) if event.image else None,
        "times": [_time(one) for one in event.held],
        "sequence": event.sequence,
        "changed_at": event.changed_at.isoformat(),
    }


def _words(words: Sequence[Word]) -> list[dict[str, str]]:
    return [{"code": code, "name": name} for code, name in words]


def _image(image: Shown) -> dict[str, Any]:
    return {"url": image.link, "alt": image.alt, "credit": image.credit}


def _time(one: Held) -> dict[str, Any]:
    return {
        "date": one.on.isoformat(),
        "starts_at": _moment(one.begins_at),
        "ends_at": _moment(one.ends_at),
        "place": one.place,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
