"""The work list's columns: what each is called, sorts by and shows. Texts are finished here, since a page has hundreds
of them; the template only sets them in cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Row

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
    cells: list[Cell]


@dataclass(frozen=True)
class Column:
    """`order` is the word in the address that sorts by it; `best_first` sorts downwards at the first press."""

    name: str
    label: str
    show: Callable[["Page", CaseTuple], Cell]
    order: str = ""
    best_first: bool = False
    is_number: bool = False


class Page:
    """What the rows of one page share. Words that many rows repeat are translated once."""

    def __init__(self, names: Names, user_id: int) -> None:
        self.names, self.user_id = names, user_id
        self.statuses = {
            status: Cell(str(label.staff), f"status status--{status.value}") for status, label in LABELS.items()
        }
        self.results: dict[tuple[int, int, int], Cell] = {}
        self.days: dict[date, Cell] = {}
        self.me, self.nobody = Cell(_("meg"), "cases__who"), Cell("–", "cases__who", _("Ingen"))

    def title(self, row: CaseTuple) -> Cell:
        return Cell(row.title, "cases__title")

    def category(self, row: CaseTuple) -> Cell:
        return Cell(self.names.categories.get(row.category_id, ("", "–"))[1], "cases__category")

    def district(self, row: CaseTuple) -> Cell:
        return Cell(self.names.districts.get(row.district_code, "–"))

    def sought(self, row: CaseTuple) -> Cell:
        return Cell(number(row.sought_nok), "number")

    def tier(self, row: CaseTuple) -> Cell:
        return Cell(number(row.tier_nok), "number")

    def checks(self, row: CaseTuple) -> Cell:
        counts = row.green_checks, row.amber_checks, row.red_checks
        known = self.results.get(counts)
        if known is None:
            known = self.results[counts] = _checks(*counts)
        return known

    def score(self, row: CaseTuple) -> Cell:
        return Cell(score(row.score) if row.score_is_seen else "–", "number")

    def spread(self, row: CaseTuple) -> Cell:
        return Cell(number(row.spread) if row.score_is_seen else "–", "number")

    def assessments(self, row: CaseTuple) -> Cell:
        return Cell(str(row.assessments) if row.score_is_seen else "–", "number")

    def recommended(self, row: CaseTuple) -> Cell:
        return Cell(number(row.recommended_nok), "number")

    def decided(self, row: CaseTuple) -> Cell:
        return Cell(number(row.decided_nok), "number")

    def status(self, row: CaseTuple) -> Cell:
        return self.statuses[row.status]

    def received(self, row: CaseTuple) -> Cell:
        day = local(row.received_at).date()
        known = self.days.get(day)
        if known is None:
            known = self.days[day] = Cell(short_day(day), "nowrap")
        return known

    def handler(self, row: CaseTuple) -> Cell:
        if row.handler_id is None:
            return self.nobody
        return self.me if row.handler_id == self.user_id else Cell(row.handler_name, "cases__who")


def _checks(green: int, amber: int, red: int) -> Cell:
    if not green and not amber and not red:
        return Cell("–", spoken=_("Ikke kjørt"))
    signs = [f"✕ {red}" if red else "", f"! {amber}" if amber else "", f"✓ {green}" if not red and not amber else ""]
    spoken = [
        _("%(n)s feil", n=red) if red else "",
        _("%(n)s å se på", n=amber) if amber else "",
        _("%(n)s i orden", n=green),
    ]
    level = "red" if red else "amber" if amber else "green"
    return Cell(" ".join(filter(None, signs)), f"cell-check cell-check--{level}", ", ".join(filter(None, spoken)))


COLUMNS: tuple[Column, ...] = (
    Column("aktivitet", _l("Aktivitet"), Page.title),
    Column("tema", _l("Tema"), Page.category),
    Column("bydel", _l("Bydel"), Page.district),
    Column("sokt", _l("Søkt"), Page.sought, "sokt", best_first=True, is_number=True),
    Column("trinn", _l("Trinn"), Page.tier, is_number=True),
    Column("sjekk", _l("Sjekk"), Page.checks),
    Column("poeng", _l("Poeng"), Page.score, "poeng", best_first=True, is_number=True),
    Column("spredning", _l("Spredning"), Page.spread, is_number=True),
    Column("vurderinger", _l("Vurderinger"), Page.assessments, is_number=True),
    Column("innstilt", _l("Innstilt"), Page.recommended, is_number=True),
    Column("vedtatt", _l("Vedtatt"), Page.decided, is_number=True),
    Column("status", _l("Status"), Page.status),
    Column("mottatt", _l("Mottatt"), Page.received, "mottatt"),
    Column("hvem", _l("Hvem"), Page.handler),
)
USUAL = ("aktivitet", "bydel", "sokt", "sjekk", "poeng", "innstilt", "status", "mottatt", "hvem")


def chosen_columns(names: Sequence[str]) -> list[Column]:
    """The columns of these names in the list's own order; the usual ones when none is named."""
    known = [column for column in COLUMNS if column.name in names]
    return known or [column for column in COLUMNS if column.name in USUAL]


def item(row: CaseTuple, columns: Sequence[Column], page: Page, url: str) -> Item:
    before, dash, after = row.reference.rpartition("-")
    cells = [column.show(page, row) for column in columns]
    return Item(url, before + dash, after, row.organisation_name, cells)
