"""The wheel of a year as points on a circle, January at the top and on with the clock. Pure; units of the drawing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from babel.dates import format_date, get_month_names
from flask_babel import get_locale

from app.campaign.wheel import Entry

SIZE = 360
MIDDLE = SIZE / 2
RINGS = (128, 102, 76)
"""Where a task stands; one that would hide the one before it moves a ring in."""
OUTER, INNER, LABELS = 146, 58, 162
MARK = 25
"""How wide a mark is, with the air around it."""
MONTHS = 12


@dataclass(frozen=True)
class Spot:
    """A numbered mark. `number` is the task's place in the list beside it."""

    number: int
    x: float
    y: float
    entry: Entry


@dataclass(frozen=True)
class Label:
    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Month:
    """The tasks of one month, each with its number."""

    first: date
    entries: Sequence[tuple[int, Entry]]

    @property
    def name(self) -> str:
        """«november 2026»."""
        return str(format_date(self.first, "LLLL y", locale=get_locale() or "nb"))


def by_month(entries: Sequence[Entry]) -> list[Month]:
    """`entries` in order of date."""
    numbered = enumerate(entries, start=1)
    grouped = groupby(numbered, key=lambda one: one[1].on.replace(day=1))
    return [Month(first, list(found)) for first, found in grouped]


def angle(day: date) -> float:
    """Degrees from the top: 1 January is 0, and each month has as much of the circle."""
    return (day.month - 1 + (day.day - 1) / 31) * 360 / MONTHS


def point(degrees: float, radius: float) -> tuple[float, float]:
    turned = math.radians(degrees - 90)
    return round(MIDDLE + radius * math.cos(turned), 1), round(MIDDLE + radius * math.sin(turned), 1)


def spots(entries: Sequence[Entry]) -> list[Spot]:
    """`entries` in order of date. No two marks touch: where every ring is taken, one is moved on along the ring that
    moves it least."""
    taken: list[list[float]] = [[] for _ring in RINGS]
    found = []
    for number, entry in enumerate(entries, start=1):
        degrees = angle(entry.on)
        places = [
            (_free(degrees, others, radius), i) for i, (others, radius) in enumerate(zip(taken, RINGS, strict=True))
        ]
        placed, ring = min(places)
        taken[ring].append(placed)
        found.append(Spot(number, *point(placed, RINGS[ring]), entry))
    return found


def _free(degrees: float, others: Sequence[float], radius: float) -> float:
    """The first angle from this one on at which a mark touches none of the others."""
    apart = math.degrees(2 * math.asin(MARK / 2 / radius))
    while near := [other for other in others if _between(degrees, other) < apart - 1e-9]:
        degrees = max(degrees, max(near) + apart)
    return degrees


def _between(one: float, other: float) -> float:
    return min(abs(one - other) % 360, 360 - abs(one - other) % 360)


def month_lines() -> list[tuple[float, float, float, float]]:
    """The borders between months: from inside to outside."""
    return [(*point(i * 360 / MONTHS, INNER), *point(i * 360 / MONTHS, OUTER)) for i in range(MONTHS)]


def month_labels() -> list[Label]:
    names = get_month_names("abbreviated", locale=get_locale() or "nb")
    return [Label(names[i + 1].rstrip("."), *point((i + 0.5) * 360 / MONTHS, LABELS)) for i in range(MONTHS)]
