"""A report as plain values: one content, printed as PDF and written as an editable document. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.insight.charts import Chart
from app.insight.tables import Table


@dataclass(frozen=True)
class Bullets:
    """A list of sentences. `heading`: what they are, where several lists follow one another."""

    items: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True)
class Photo:
    """A JPEG of our own drawing that everybody in it said yes to. `name`: a file's name without ending."""

    name: str
    data: bytes
    alt: str
    credit: str


@dataclass(frozen=True)
class Photos:
    photos: tuple[Photo, ...]


@dataclass(frozen=True)
class Drawn:
    """A chart as it was drawn: the SVG for print, the picture for the editable document."""

    chart: Chart
    svg: bytes
    png: bytes

    @property
    def name(self) -> str:
        return f"chart-{self.chart.key}"


Block = str | Bullets | Table | Chart | Photos
"""A text is a paragraph."""


@dataclass(frozen=True)
class Section:
    """A chapter. `is_annex`: it begins on a page of its own."""

    heading: str
    blocks: tuple[Block, ...]
    is_annex: bool = False


@dataclass(frozen=True)
class Document:
    """`note` says on the first page what it is (a draft, of which day). `colour`: #rrggbb."""

    title: str
    note: str
    on: date
    municipality: str
    unit: str
    colour: str
    sections: tuple[Section, ...]

    def blocks(self) -> Iterator[Block]:
        for section in self.sections:
            yield from section.blocks

    @property
    def charts(self) -> list[Chart]:
        """Each once, in order."""
        return list({block.key: block for block in self.blocks() if isinstance(block, Chart)}.values())

    @property
    def photos(self) -> list[Photo]:
        return [photo for block in self.blocks() if isinstance(block, Photos) for photo in block.photos]
