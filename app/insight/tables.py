"""A table as plain values: the same on a page, in a PDF and in a document. Empty cells are empty, never 0."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from app.formatting import kroner, number

EMPTY = "–"
TOGETHER = _l("Til sammen")


@dataclass(frozen=True)
class Entry:
    """One thing that a cell says: `text`; `note`: of what, or what to know."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class Cell:
    """Several entries where the source says several things. None at all: nothing is known."""

    entries: tuple[Entry, ...] = ()
    is_number: bool = False

    @property
    def plain(self) -> str:
        """All of it in one line, for a document or a spreadsheet."""
        said = (" ".join(part for part in (one.text, one.note and f"({one.note})") if part) for one in self.entries)
        return "; ".join(said) or EMPTY

    @property
    def longest(self) -> int:
        """Letters of its longest line."""
        return max((len(one.text) + len(one.note) for one in self.entries), default=0)


ACROSS, AIR = 92, 3
"""In letters: how wide a page is, and the space after a column."""


@dataclass(frozen=True)
class Table:
    """`head`: a name for each column; `rows`: the first cell of each names the row. `foot`: what they add up to.
    `notes` stand below. `names_once`: a row's name that repeats the one above is written for all of them together."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...] | None = None
    notes: tuple[str, ...] = ()
    names_once: bool = False

    @property
    def spans(self) -> list[int]:
        """For each row how many rows its name stands for; 0 where it is written above."""
        if not self.names_once:
            return [1] * len(self.rows)
        alike = (len(list(rows)) for _name, rows in groupby(self.rows, key=lambda row: row[0].plain))
        return [span if place == 0 else 0 for span in alike for place in range(span)]

    @property
    def widths(self) -> list[int]:
        """How wide each column is on paper, in hundredths: as its texts need; where that is too much, the widest gives
        way."""
        heads = [max(map(len, head.split()), default=0) for head in self.head]
        rows = [[cell.longest for cell in row] for row in [*self.rows, *([self.foot] if self.foot else [])]]
        needs = [max(column) + AIR for column in zip(heads, *rows, strict=True)]
        while sum(needs) > ACROSS:
            needs[needs.index(max(needs))] -= 1
        return [round(100 * need / sum(needs)) for need in needs]

    @property
    def number_columns(self) -> frozenset[int]:
        """The columns that hold numbers: they stand to the right."""
        return frozenset(place for row in self.rows for place, cell in enumerate(row) if cell.is_number)

    @property
    def plain(self) -> list[list[str]]:
        """Rows of text, the head first and the foot last."""
        bodies = [*self.rows, *([self.foot] if self.foot else [])]
        return [list(self.head), *([cell.plain for cell in row] for row in bodies)]


def listed(several: Iterable[object]) -> str:
    """«mat, klær og sykler»."""
    return str(format_list([str(one) for one in several], locale=get_locale() or "nb"))


def words(text: object) -> Cell:
    return Cell((Entry(str(text)),)) if text else Cell()


def count(value: int | None, note: str = "") -> Cell:
    """A number; nothing for what is not known."""
    return Cell(() if value is None else (Entry(number(value), note),), is_number=True)


def money(value_nok: int | None, note: str = "") -> Cell:
    return Cell(() if value_nok is None else (Entry(kroner(value_nok), note),), is_number=True)


def table(caption: str, head: Iterable[object], rows: Iterable[Iterable[Cell]], **more: object) -> Table:
    """Made of lists; `more` as in Table."""
    return Table(str(caption), tuple(map(str, head)), tuple(tuple(row) for row in rows), **more)  # type: ignore[arg-type]
