"""The parts of a year, each with a page of its own: what it is called, its form, and what of the year it changes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.formatting import full_day, kroner, moment
from app.prize import contents, forms
from app.prize.models import OptionKind, Prize
from app.rounds.forms import PartForm
from app.rounds.row_forms import EMPTY_ROWS, CriteriaForm, RowsForm, spread


@dataclass(frozen=True)
class Part:
    """`owns`: the columns, or the one list, by the names under which promises.py speaks of them; `summed_up` those
    that stand for the part in one line."""

    title: str
    form: Any
    owns: tuple[str, ...]
    intro: str = ""
    is_list: bool = field(default=False, kw_only=True)
    summed_up: tuple[str, ...] = field(default=(), kw_only=True)

    def make(self, prize: Prize, fixed: dict[str, str]) -> Any:
        """The form, filled from the year unless it was just sent, without what is fixed."""
        if self.is_list:
            rows = [spread(row) for row in contents.read(prize, self.owns[0])]
            return self.form(data={"rows": rows + [{}] * EMPTY_ROWS})
        made = self.form(obj=prize)
        for name in self.owns:
            if name in fixed:
                del made[name]
        return made

    def changes(self, made: Any) -> dict[str, Any]:
        values = made.values()
        return {self.owns[0]: values} if self.is_list else {name: values[name] for name in self.owns if name in made}

    def is_fixed(self, fixed: dict[str, str]) -> bool:
        """Nothing here can be changed any more."""
        return all(name in fixed for name in self.owns)

    def shown(self, prize: Prize, fixed: dict[str, str]) -> list[tuple[str, str, str]]:
        """(label, value, why) of each column that is fixed."""
        if self.is_list:
            return []
        return [
            (str(getattr(self.form, name).args[0]), in_words(name, getattr(prize, name)), fixed[name])
            for name in self.owns
            if name in fixed
        ]

    def summary(self, prize: Prize) -> str:
        """One line, cut where the page ends."""
        if self.is_list:
            rows = contents.read(prize, self.owns[0])
            return ", ".join(row.get("unit") or row["name"] for row in rows)
        return " · ".join(in_words(name, getattr(prize, name)) for name in self.summed_up or self.owns[:1])


def in_words(name: str, value: Any) -> str:
    """A column as a person reads it."""
    if isinstance(value, bool):
        return str(_("Ja") if value else _("Nei"))
    ways: dict[type, Callable[[Any], str]] = {datetime: moment, date: full_day}
    if name.endswith("_nok"):
        return kroner(value)
    return "–" if value is None else ways.get(type(value), str)(value)


def _columns(title: str, form: type[PartForm], intro: str = "", *summed_up: str) -> Part:
    fields = {name: getattr(form, name) for name in dir(form) if hasattr(getattr(form, name), "field_class")}
    names = sorted(fields, key=lambda name: fields[name].creation_counter)
    return Part(title, form, tuple(names), intro, summed_up=summed_up)


def _rows(title: str, name: str, form: type[RowsForm], intro: str = "") -> Part:
    return Part(title, form, (name,), intro, is_list=True)


CHOICES = _l("Den som nominerer, velger fra denne lista.")
OPTION_TITLES: dict[OptionKind, str] = {
    OptionKind.AGREEMENT: _l("Avtaler"),
    OptionKind.ORDER_FORM: _l("Bestillingsmåter"),
    OptionKind.RELATION: _l("Forhold til prosjektet"),
    OptionKind.SOCIAL: _l("Læring og arbeid"),
}

PARTS: dict[str, Part] = {
    "about": _columns(_l("Navn og tema"), forms.AboutForm, "", "theme"),
    "who": _columns(_l("Hvem og hva kan nomineres"), forms.WhoForm, "", "finished_by"),
    "dates": _columns(_l("Datoer"), forms.DatesForm, _l("Alle klokkeslett er norsk tid."), "opens_at", "closes_at"),
    "prize": _columns(_l("Prisen"), forms.PrizeForm),
    "mandate": _columns(_l("Juryens mandat"), forms.MandateForm),
    "seats": _rows(
        _l("Plasser i juryen"),
        "seats",
        forms.SeatsForm,
        _l("En plass for hver enhet. Prosjekter fra enheten gjør medlemmet inhabilt, og kjennes på kortnavnet."),
    ),
    "criteria": _rows(
        _l("Kriterier"),
        "criteria",
        CriteriaForm,
        _l("Vektene skal til sammen bli 100. Hver verdi fra 1 til 5 trenger en setning."),
    ),
    **{
        f"{kind.value.replace('_', '-')}-options": _rows(
            OPTION_TITLES[kind], f"options_{kind}", forms.OPTION_FORMS[kind], CHOICES
        )
        for kind in OptionKind
    },
    "owner": _columns(_l("Avsender"), forms.SenderForm, _l("Står på den offentlige siden og i brevene."), "owner_unit"),
}


def part_of(name: str) -> str | None:
    """The page on which `name` (a column, a list) is changed."""
    return next((code for code, part in PARTS.items() if name in part.owns), None)
