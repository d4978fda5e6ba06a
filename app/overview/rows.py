"""The work list's columns: what each is called, sorts by and shows.

A page has hundreds of cells but few different ones, so each is made once a page and used again (a template that makes
every cell takes a third of the page's time).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape
from sqlalchemy import Row

from app.applications.models import Status
from app.applications.workflow import LABELS
from app.clock import local
from app.formatting import number, score, short_day
from app.overview.filters import Names

CaseTuple = Row[*tuple[Any, ...]]


class Cell(NamedTuple):
    """`spoken` is read aloud instead of `text`, where signs alone would say too little."""

    text: str
    css: str = ""
    spoken: str = ""


class Item(NamedTuple):
    """A row as the template shows it: `before` is the part of the reference that all rows share."""

    url: str
    before: str
    number: str
    organisation: str
    cells: Markup


@dataclass(frozen=True)
class Desk:
    """Who looks, and what codes are called."""

    names: Names
    user_id: int


@dataclass(frozen=True)
class Column:
    """`value` is what a row has in this column; `show` turns it into a cell. `order` is the word in the address that
    sorts by it; `best_first` sorts downwards at the first press."""

    name: str
    label: str
    value: Callable[[CaseTuple], Any]
    show: Callable[[Desk, Any], Cell]
    order: str = ""
    best_first: bool = False
    is_number: bool = False


def _title(_desk: Desk, title: str) -> Cell:
    return Cell(title, "cases__title")


def _category(desk: Desk, category_id: int | None) -> Cell:
    return Cell("–" if category_id is None else desk.names.categories[category_id][1])


def _district(desk: Desk, code: str | None) -> Cell:
    return Cell("–" if code is None else desk.names.districts[code])


def _number(_desk: Desk, amount: int | None) -> Cell:
    return Cell(number(amount), "number")


def _score(_desk: Desk, total: Any) -> Cell:
    return Cell(score(total), "number")


def _checks(_desk: Desk, counts: tuple[int, int, int]) -> Cell:
    green, amber, red = counts
    if not any(counts):
        return Cell("–", spoken=_("Ikke kjørt"))
    signs = [f"✕ {red}" if red else "", f"! {amber}" if amber else "", f"✓ {green}" if not red and not amber else ""]
    spoken = [
        _("%(n)s feil", n=red) if red else "",
        _("%(n)s å se på", n=amber) if amber else "",
        _("%(n)s i orden", n=green),
    ]
    level = "red" if red else "amber" if amber else "green"
    return Cell(" ".join(filter(None, signs)), f"cell-check cell-check--{level}", ", ".join(filter(None, spoken)))


def _status(_desk: Desk, status: Status) -> Cell:
    return Cell(str(LABELS[status].staff), f"status status--{status.value}")


def _day(_desk: Desk, day: Any) -> Cell:
    return Cell(short_day(day), "nowrap")


def _handler(desk: Desk, handler: tuple[int | None, str | None]) -> Cell:
    user_id, name = handler
    if user_id is None:
        return Cell("–", "cases__who", _("Ingen"))
    return Cell(_("meg") if user_id == desk.user_id else name or "–", "cases__who")


def _seen(name: str) -> Callable[[CaseTuple], Any]:
    """What comes from colleagues' assessments, where the reader may see it; else None."""
    return lambda row: getattr(row, name) if row.score_is_seen else None


COLUMNS: tuple[Column, ...] = (
    Column("aktivitet", _l("Aktivitet"), attrgetter("title"), _title),
    Column("tema", _l("Tema"), attrgetter("category_id"), _category),
    Column("bydel", _l("Bydel"), attrgetter("district_code"), _district),
    Column("sokt", _l("Søkt"), attrgetter("sought_nok"), _number, "sokt", best_first=True, is_number=True),
    Column("trinn", _l("Trinn"), attrgetter("tier_nok"), _number, is_number=True),
    Column("sjekk", _l("Sjekk"), attrgetter("green_checks", "amber_checks", "red_checks"), _checks),
    Column("poeng", _l("Poeng"), _seen("score"), _score, "poeng", best_first=True, is_number=True),
    Column("spredning", _l("Spredning"), _seen("spread"), _number, is_number=True),
    Column("vurderinger", _l("Vurderinger"), _seen("assessments"), _number, is_number=True),
    Column("innstilt", _l("Innstilt"), attrgetter("recommended_nok"), _number, is_number=True),
    Column("vedtatt", _l("Vedtatt"), attrgetter("decided_nok"), _number, is_number=True),
    Column("status", _l("Status"), attrgetter("status"), _status),
    Column("mottatt", _l("Mottatt"), lambda row: local(row.received_at).date(), _day, "mottatt"),
    Column("hvem", _l("Hvem"), attrgetter("handler_id", "handler_name"), _handler),
)
USUAL = ("aktivitet", "bydel", "sokt", "sjekk", "poeng", "innstilt", "status", "mottatt", "hvem")


def chosen_columns(names: Sequence[str]) -> list[Column]:
    """The columns of these names in the list's own order; the usual ones when none is named."""
    known = [column for column in COLUMNS if column.name in names]
    return known or [column for column in COLUMNS if column.name in USUAL]


class Cells:
    """The cells of one page, each different one made once."""

    def __init__(self, columns: Sequence[Column], desk: Desk) -> None:
        self.desk = desk
        self.columns: list[tuple[Column, str, dict[Any, Markup]]] = [
            (column, escape(str(column.label)), {}) for column in columns
        ]

    def of(self, row: CaseTuple) -> Markup:
        cells = []
        for column, label, made in self.columns:
            value = column.value(row)
            html = made.get(value)
            if html is None:
                html = made[value] = _html(label, column.show(self.desk, value))
            cells.append(html)
        return Markup("").join(cells)


def _html(label: str, cell: Cell) -> Markup:
    """A cell that carries its column's name, for narrow screens where the list is shown as cards."""
    text = escape(cell.text)
    if cell.spoken:
        spoken = escape(cell.spoken)
        text = Markup(f'<span aria-hidden="true">{text}</span><span class="sr-only">{spoken}</span>')  # noqa: S704
    return Markup(f'<td data-label="{label}" class="{cell.css}">{text}</td>')  # noqa: S704 - all of it is escaped


def item(row: CaseTuple, cells: Cells, url: str) -> Item:
    before, dash, after = row.reference.rpartition("-")
    return Item(url, before + dash, after, row.organisation_name, cells.of(row))
