"""The filter as the page offers it: what can be chosen, what is, and how to take each choice away again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.applications.models import FlagLevel, Status
from app.applications.workflow import LABELS
from app.formatting import kroner
from app.overview.filters import MINE, NOBODY, TO_ASSESS, Filter, Names
from app.overview.rows import COLUMNS, Column, chosen_columns

# what a case in the list can be; a draft is no case yet
STATUSES = [status for status in Status if status is not Status.DRAFT]


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """Options of which several may be chosen; `name` is the field's."""

    name: str
    label: str
    options: list[Option]

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.is_chosen]


@dataclass(frozen=True)
class Chip:
    """One thing that was chosen, and where it is not."""

    label: str
    url: str


@dataclass(frozen=True)
class Heading:
    """A column's head. `url` sorts by it; `sorted` is as aria-sort wants it."""

    label: str
    url: str
    sorted: str
    is_number: bool


def flag_labels() -> dict[FlagLevel, str]:
    return {FlagLevel.RED: _("✕ Feil"), FlagLevel.AMBER: _("! Å se på"), FlagLevel.GREEN: _("✓ I orden")}


def groups(chosen: Filter, names: Names) -> list[Group]:
    """The five filters of which several values may be chosen."""
    return [
        Group("status", _("Status"), [_option(s.value, LABELS[s].staff, s in chosen.statuses) for s in STATUSES]),
        Group(
            "tema",
            _("Tema"),
            [_option(code, name, code in chosen.categories) for code, name in names.categories.values()],
        ),
        Group(
            "bydel",
            _("Bydel"),
            [_option(code, name, code in chosen.districts) for code, name in names.districts.items()],
        ),
        Group("trinn", _("Trinn"), [_option(str(t), kroner(t), t in chosen.tiers) for t in names.tiers]),
        Group(
            "flagg",
            _("Sjekk"),
            [_option(level.value, label, level in chosen.flags) for level, label in flag_labels().items()],
        ),
    ]


def _option(value: str, label: object, is_chosen: bool) -> Option:
    return Option(value, str(label), is_chosen)


def handlers(chosen: Filter, names: Names) -> list[Option]:
    """Whose cases: all, mine, nobody's, or one person's."""
    fixed = [("", _("Alle")), (MINE, _("Mine")), (NOBODY, _("Ingen")), (TO_ASSESS, _("Gitt meg å vurdere"))]
    return [_option(value, label, value == chosen.handler) for value, label in [*fixed, *names.handlers.values()]]


def column_options(chosen: Filter) -> list[Option]:
    shown = chosen_columns(chosen.columns)
    return [_option(column.name, column.label, column in shown) for column in COLUMNS]


def chips(chosen: Filter, names: Names) -> list[Chip]:
    """Everything that was chosen, each with the list without it."""
    return [Chip(label, url_for("overview.work_list", **less.address())) for label, less in _less(chosen, names)]


def _less(chosen: Filter, names: Names) -> Iterator[tuple[str, Filter]]:
    categories = dict(names.categories.values())
    for status in chosen.statuses:
        yield str(LABELS[status].staff), replace(chosen, statuses=_without(chosen.statuses, status))
    for code in chosen.categories:
        yield categories.get(code, code), replace(chosen, categories=_without(chosen.categories, code))
    for code in chosen.districts:
        yield names.districts.get(code, code), replace(chosen, districts=_without(chosen.districts, code))
    for tier in chosen.tiers:
        yield _("Trinn %(amount)s", amount=kroner(tier)), replace(chosen, tiers=_without(chosen.tiers, tier))
    for level in chosen.flags:
        yield (
            _("Sjekk: %(level)s", level=flag_labels()[level][2:].lower()),
            replace(chosen, flags=_without(chosen.flags, level)),
        )
    if chosen.handler:
        who = {option.value: option.label for option in handlers(chosen, names)}
        yield _("Hvem: %(name)s", name=who.get(chosen.handler, "–")), replace(chosen, handler="")
    if chosen.query:
        yield f"«{chosen.query}»", replace(chosen, query="")


def _without(values: tuple[Any, ...], gone: object) -> tuple[Any, ...]:
    return tuple(value for value in values if value != gone)


def headings(chosen: Filter, columns: list[Column]) -> list[Heading]:
    """Reference and applicant always come first."""
    return [
        _heading(chosen, _("Ref"), "referanse"),
        _heading(chosen, _("Søker")),
        *(_heading(chosen, str(one.label), one.order, one.best_first, one.is_number) for one in columns),
    ]


def _heading(chosen: Filter, label: str, order: str = "", best_first: bool = False, is_number: bool = False) -> Heading:
    if not order:
        return Heading(label, "", "", is_number)
    now = chosen.order or "referanse"
    up, down = order, f"-{order}"
    first, second = (down, up) if best_first else (up, down)
    following = second if now == first else first
    is_sorted = {up: "ascending", down: "descending"}.get(now, "")
    return Heading(label, url_for("overview.work_list", **chosen.ordered(following).address()), is_sorted, is_number)
