"""Events as search engines and other calendars read them: schema.org/Event in JSON-LD, inside the event's page.

A data block is never run, so the page's content security policy lets it be; what could end the block or begin another
element is written as an escape, which is the same text to whoever reads JSON.
"""

import json
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from app.campaign.models import Week
from app.programme.published import Held, Published, Shown

CONTEXT = "https://schema.org"
ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def block(data: dict[str, Any]) -> Markup:
    """The element to put in a page's head."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return Markup(f'<script type="application/ld+json">{written}</script>')  # noqa: S704 - escaped above


def of_event(event: Published, week: Week, programme: str) -> dict[str, Any]:
    """One with several times is one Event from the first to the last, with an Event a time inside."""
    whole = {"@context": CONTEXT, **_event(event, week, programme), **_times(event.held)}
    if len(event.held) > 1:
        whole["subEvent"] = [{**_common(event), **_times((one,)), "location": _location(event)} for one in event.held]
    return whole


def _event(event: Published, week: Week, programme: str) -> dict[str, Any]:
    described = {
        **_common(event),
        "description": event.description or event.summary,
        "location": _location(event),
        "organizer": {"@type": "Organization", "name": event.organiser, **_given(url=event.url)},
        "isAccessibleForFree": True,
        "inLanguage": "nb",
        "superEvent": {
            "@type": "Event",
            "name": week.name,
            "url": programme,
            "startDate": week.starts_on.isoformat(),
            "endDate": week.ends_on.isoformat(),
            "location": {"@type": "City", "name": "Oslo"},
        },
    }
    words = ", ".join(word for _code, word in event.kinds)
    image = _image(event.image) if event.image else None
    return {**described, **_given(image=image, keywords=words or None, maximumAttendeeCapacity=event.capacity)}


def _image(image: Shown) -> dict[str, Any]:
    size = _given(width=image.width, height=image.height)
    return {"@type": "ImageObject", "url": image.link, "caption": image.alt, **_given(creditText=image.credit), **size}


def _common(event: Published) -> dict[str, Any]:
    status = "EventCancelled" if event.is_cancelled else "EventScheduled"
    mode = "OnlineEventAttendanceMode" if event.is_digital else "OfflineEventAttendanceMode"
    return {
        "@type": "Event",
        "name": event.title,
        "url": event.link,
        "eventStatus": f"{CONTEXT}/{status}",
        "eventAttendanceMode": f"{CONTEXT}/{mode}",
    }


def _times(held: tuple[Held, ...]) -> dict[str, Any]:
    if not held:
        return {}
    first, last = held[0], held[-1]
    return {
        "startDate": _written(first.begins_at or first.on),
        **_given(endDate=_written(last.ends_at or (last.on if last.on > first.on or last.starts is None else None))),
    }


def _written(when: date | datetime | None) -> str | None:
    """With Oslo's distance from UTC on that day: 2026-11-24T17:00:00+01:00."""
    return when.isoformat() if when else None


def _location(event: Published) -> dict[str, Any]:
    if event.is_digital:
        return {"@type": "VirtualLocation", "url": event.url or event.link}
    address = {
        "@type": "PostalAddress",
        "addressLocality": "Oslo",
        "addressCountry": "NO",
        **_given(streetAddress=event.address, postalCode=event.postal_code),
    }
    return {"@type": "Place", "name": event.venue or event.address or "Oslo", "address": address}


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
