"""Charts: described as plain values, drawn once as SVG by Altair and vl-convert, and kept in a file named after what
they show. The same drawing stands on the page and in the PDF. A web request only reads what is kept; jobs and commands
draw. The table with the same numbers always stands beside it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from flask import current_app
from markupsafe import Markup

from app.formatting import number

DRAWING = 2
"""Counts the changes of how charts are drawn (charts_drawing.py), so that older drawings are made anew."""


class Shape(StrEnum):
    BARS = "bars"  # names, or years, down the side: read as well on a phone as on paper
    GROUPED = "grouped"  # bars of several series under each name


@dataclass(frozen=True)
class Point:
    """One bar. `text` is written at it, where it is not the number alone. No value: the place stays empty and says so.
    `value_to`: the upper end of a range, drawn as a lighter part."""

    label: str
    value: int | None
    text: str = ""
    value_to: int | None = None
    series: str = ""

    @property
    def said(self) -> str:
        return self.text or ("–" if self.value is None else number(self.value))


@dataclass(frozen=True)
class Chart:
    """`title` and `description` are what it says to who cannot see it, and the alternative text in documents."""

    title: str
    description: str
    points: tuple[Point, ...]
    shape: Shape = Shape.BARS
    unit: str = ""

    @property
    def key(self) -> str:
        """Names the drawing: the same for the same content."""
        said = json.dumps([DRAWING, asdict(self)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:40]

    @property
    def bars(self) -> int:
        """How many there are, without the empty places."""
        return sum(point.value is not None for point in self.points)

    @property
    def compares(self) -> bool:
        """One bar alone says nothing that its number does not."""
        return self.bars > 1


def chart_of(title: object, points: Iterable[Point], shape: Shape = Shape.BARS, unit: object = "") -> Chart:
    """Described by what stands at its bars."""
    drawn = tuple(points)
    said = (f"{', '.join(filter(None, (point.label, point.series)))}: {point.said}" for point in drawn)
    return Chart(str(title), "; ".join(said), drawn, shape, str(unit))


def svg(chart: Chart) -> str:
    """The drawing, made now if nobody has before: half a second the first time. For jobs and commands."""
    return _bytes(chart, "svg").decode()


def png(chart: Chart) -> bytes:
    """The same as a picture, for documents that take no SVG."""
    return _bytes(chart, "png")


def kept(chart: Chart) -> Markup | None:
    """The drawing for a page, or None where it is not drawn yet."""
    found = _read(_place(chart, "svg"))
    return None if found is None else Markup(found)  # noqa: S704 - drawn by us; its words are escaped there


def lacking(charts: Iterable[Chart]) -> list[Chart]:
    """Those with something to compare that nobody has drawn."""
    return [chart for chart in charts if chart.compares and not _place(chart, "svg").exists()]


def draw(charts: Iterable[Chart]) -> int:
    """Draw those that are not kept. Returns how many were drawn."""
    found = lacking(charts)
    for chart in found:
        svg(chart)
    return len(found)


def _place(chart: Chart, kind: str) -> Path:
    return Path(current_app.config["OMBRUK"].instance) / "charts" / f"{chart.key}.{kind}"


@lru_cache(maxsize=64)
def _held(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _read(path: Path) -> str | None:
    try:
        return _held(path)
    except FileNotFoundError:
        return None


def _bytes(chart: Chart, kind: str) -> bytes:
    place = _place(chart, kind)
    if not place.exists():
        from app.insight.charts_drawing import drawn  # Altair and vl-convert: 60 MB that no page needs

        place.parent.mkdir(parents=True, exist_ok=True)
        begun = place.with_suffix(f".{kind}-{id(chart):x}")
        begun.write_bytes(drawn(chart, kind, place.parent / "fonts"))
        begun.replace(place)
    return place.read_bytes()
