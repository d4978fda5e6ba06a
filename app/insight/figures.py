"""Key figures: read, added by hand with their source, and removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import select

from app.access import Actor, Role
from app.audit.actions import record
from app.extensions import db
from app.formatting import kroner, number
from app.insight.kinds import COUNT_METHODS, KINDS, Unit
from app.insight.models import KeyFigure
from app.policy import NotComplete, NotPermitted

EDITORS = frozenset({Role.CASE_HANDLER, Role.ADMINISTRATOR})
READERS = EDITORS | {Role.APPROVER, Role.READER, Role.FINANCE}
"""Staff who see the figures of rounds."""
FIRST_YEAR, LAST_YEAR = 2014, 2099


@dataclass(frozen=True)
class Figure:
    """One figure as plain values, with the columns of KeyFigure. `is_reckoned`: by us, of the cases; then it has no
    row, and its words are ours and no quotation."""

    year: int
    kind: str
    value: Decimal | None
    source: str
    value_to: Decimal | None = None
    value_text: str | None = None
    count_method: str | None = None
    what: str | None = None
    line_from: int | None = None
    line_to: int | None = None
    note: str | None = None
    contradicts: bool = False
    public_id: str = ""
    is_reckoned: bool = False

    @property
    def shown(self) -> str:
        """The number with its unit, a range with both ends; else what the source says."""
        if self.value is None:
            return str(self.value_text) if self.is_reckoned else f"«{self.value_text}»"
        if self.value_to is None:
            return in_unit(self.value, self.kind)
        return f"{in_unit(self.value, self.kind, bare=True)}–{in_unit(self.value_to, self.kind)}"

    @property
    def method(self) -> str:
        """How it was counted, in words; empty where the kind says it."""
        said = self.count_method and not self.kind.startswith("visitors_")
        return str(COUNT_METHODS[self.count_method]) if said and self.count_method else ""

    @property
    def about(self) -> str:
        """What to know of it in one line: of what, how it was counted, that it says otherwise, and the note."""
        otherwise = str(_("Sies et annet sted i kilden")) if self.contradicts else ""
        return ". ".join(part for part in (self._of_what, otherwise, (self.note or "").rstrip(".")) if part)

    @property
    def _of_what(self) -> str:
        return ", ".join(part for part in (self.what or "", self.method) if part)

    @property
    def lines(self) -> str:
        """«linje 520» or «linje 520–521»."""
        if self.line_from is None:
            return ""
        if self.line_to in (None, self.line_from):
            return str(_("linje %(line)s", line=self.line_from))
        return str(_("linje %(first)s–%(last)s", first=self.line_from, last=self.line_to))


COLUMNS = tuple(name for name in Figure.__dataclass_fields__ if name not in {"public_id", "is_reckoned"})


def in_unit(value: Decimal, kind: str, *, bare: bool = False) -> str:
    """«86», «250 000 kr», «71 %»; decimals only where there are any."""
    if value != value.to_integral_value():
        return f"{value.normalize():f}".replace(".", ",")
    if KINDS[kind].unit is Unit.PERCENT and not bare:
        return f"{number(int(value))} %"
    return kroner(int(value)) if KINDS[kind].unit is Unit.NOK and not bare else number(int(value))


def all_figures() -> list[Figure]:
    """Every figure, by year; what the source's own summary says before what says otherwise. One statement."""
    found = select(KeyFigure).order_by(KeyFigure.year, KeyFigure.contradicts, KeyFigure.id)
    return [plain(row) for row in db.session.scalars(found)]


def plain(row: KeyFigure) -> Figure:
    return Figure(**{name: getattr(row, name) for name in (*COLUMNS, "public_id")})


def figure_by_id(public_id: str) -> KeyFigure:
    """Raises NoResultFound."""
    return db.session.scalars(select(KeyFigure).where(KeyFigure.public_id == public_id)).one()


def can_edit(*, by: Actor) -> None:
    if not EDITORS & by.roles:
        raise NotPermitted(_("Nøkkeltall føres av saksbehandlere og administratorer."))


def can_add(figure: Figure, *, by: Actor) -> None:
    """A figure says something, and where it is from. A kind of words has no number, and a number no negative value."""
    can_edit(by=by)
    missing: dict[str, str] = {}
    is_words = KINDS[figure.kind].unit is Unit.TEXT
    if figure.value is None and not figure.value_text:
        missing["value"] = _("Skriv et tall, eller hva kilden sier.")
    if is_words and figure.value is not None:
        missing["value"] = _("Denne typen har ingen tall. Skriv hva kilden sier.")
    if figure.value_to is not None and (figure.value is None or figure.value_to < figure.value):
        missing["value_to"] = _("Det høyeste tallet må være minst like stort som det laveste.")
    if figure.count_method == "not_counted" and figure.value is not None:
        missing["count_method"] = _("Det som ikke er talt, har ingen tall.")
    if not figure.source:
        missing["source"] = _("Skriv hvor tallet kommer fra.")
    if missing:
        raise NotComplete(_("Noe må rettes før tallet kan føres."), missing)


def add(figure: Figure, *, by: Actor, at: datetime) -> KeyFigure:
    """A figure added by hand."""
    can_add(figure, by=by)
    row = keep(figure, by=by, at=at)
    record("key_figure_added", by=by, at=at, year=figure.year, kind=figure.kind)
    return row


def keep(figure: Figure, *, by: Actor, at: datetime) -> KeyFigure:
    """The row of a figure, without asking and without an event."""
    values = {name: getattr(figure, name) for name in COLUMNS}
    row = KeyFigure(**values, added_by_name=by.display_name, added_at=at)
    db.session.add(row)
    return row


def remove(row: KeyFigure, *, by: Actor, at: datetime) -> None:
    can_edit(by=by)
    record("key_figure_removed", by=by, at=at, year=row.year, kind=row.kind)
    db.session.delete(row)


def by_kind(figures: Sequence[Figure]) -> list[Figure]:
    """Figures of one kind beside one another, year by year, what says otherwise after what it contradicts."""
    order = list(KINDS)
    return sorted(figures, key=lambda one: (order.index(one.kind), one.year, one.contradicts))


def usual_source(figures: Sequence[Figure]) -> str:
    """The source that most of them have: a page says it once."""
    return max((one.source for one in figures), key=[one.source for one in figures].count, default="")


def years(figures: Sequence[Figure]) -> list[int]:
    """From the first year with a figure to the last, none left out: a year without figures says so."""
    known = {figure.year for figure in figures}
    return list(range(min(known), max(known) + 1)) if known else []
