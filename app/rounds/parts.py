"""The parts of a round, each with a page of its own: what it is called, its form, and what of the round it changes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice

from app.rounds import contents, forms, row_forms
from app.rounds.models import OptionKind, Round, TextKind


@dataclass(frozen=True)
class Part:
    """`make` gives the form, filled from the round unless it was just sent; `changes` what it asks to change.
    `owns` are the names under which promises.lacks and refusals speak of this part."""

    title: str
    intro: str
    make: Callable[[Round], Any]
    changes: Callable[[Any], dict[str, Any]]
    owns: frozenset[str]
    summary: Callable[[Round], str] = lambda _round: ""
    is_list: bool = False


def _columns(title: str, form: type[forms.PartForm], intro: str = "", *also: str) -> Part:
    def make(grant_round: Round) -> Any:
        return form(obj=grant_round)

    return Part(title, intro, make, lambda made: made.values(), frozenset({*_fields(form), *also}))


def _fields(form: type[forms.PartForm]) -> set[str]:
    return {name for name in dir(form) if hasattr(getattr(form, name), "field_class")}


def _about() -> Part:
    def make(grant_round: Round) -> Any:
        return forms.AboutForm(obj=grant_round, round_id=grant_round.id)

    return Part(_l("Om runden"), "", make, lambda made: made.values(), frozenset(_fields(forms.AboutForm)))


def _sharing() -> Part:
    def make(grant_round: Round) -> Any:
        made = forms.SharingForm(obj=grant_round)
        criteria = contents.criteria(grant_round)
        made.floor_criterion.choices = [
            SelectChoice("", _("Ingen")),
            *(SelectChoice(one["code"], one["name"]) for one in criteria),
        ]
        return made

    return Part(
        _l("Fordeling"),
        _l("Reglene som forslaget til fordeling holder seg til, ved siden av potten og poengene."),
        make,
        lambda made: made.values(),
        frozenset(_fields(forms.SharingForm)),
    )


def _rows(title: str, name: str, form: type[row_forms.RowsForm], intro: str = "", *also: str) -> Part:
    def make(grant_round: Round) -> Any:
        rows = [row_forms.spread(row) for row in contents.read(grant_round, name)]
        return form(data={"rows": rows + [{}] * row_forms.EMPTY_ROWS})

    def summary(grant_round: Round) -> str:
        """The rows' names, for one line that is cut where the page ends."""
        rows = contents.read(grant_round, name)
        return ", ".join(row.get("name") or row.get("label") or row.get("title") or row["text"] for row in rows)

    return Part(title, intro, make, lambda made: {name: made.values()}, frozenset({name, *also}), summary, is_list=True)


def _options(kind: OptionKind, title: str) -> Part:
    form = row_forms.PermitsForm if kind is OptionKind.PERMIT else row_forms.OptionsForm
    return _rows(title, f"options_{kind}", form, _l("Søkeren velger fra denne lista."))


def _texts(kind: TextKind, title: str, intro: str, form: type[row_forms.RowsForm] = row_forms.TextsForm) -> Part:
    also = ("texts",) if kind is TextKind.SUPPORTED else ()
    return _rows(title, f"texts_{kind}", form, intro, *also)


PARTS: dict[str, Part] = {
    "about": _about(),
    "dates": _columns(_l("Datoer"), forms.DatesForm, _l("Alle klokkeslett er norsk tid.")),
    "money": _columns(_l("Penger"), forms.MoneyForm, _l("Hele kroner.")),
    "rules": _columns(_l("Regler"), forms.RulesForm),
    "sharing": _sharing(),
    "handling": _columns(_l("Saksbehandling"), forms.HandlingForm),
    "payment": _columns(_l("Utbetaling og rapport"), forms.PaymentForm),
    "owner": _columns(_l("Avsender og klage"), forms.OwnerForm, _l("Står på forsiden og i brevene.")),
    "tiers": _rows(_l("Beløpstrinn"), "tiers", row_forms.TiersForm, _l("Trinnet foreslås for søkeren.")),
    "categories": _rows(_l("Kategorier"), "categories", row_forms.CategoriesForm),
    "criteria": _rows(
        _l("Vurderingsskjema"),
        "criteria",
        row_forms.CriteriaForm,
        _l("Vektene skal til sammen bli 100. Hver verdi fra 1 til 5 trenger en setning."),
    ),
    "applicant": _texts(TextKind.APPLICANT, _l("Hvem som kan søke"), _l("Står på forsiden.")),
    "supported": _texts(TextKind.SUPPORTED, _l("Det vi støtter"), _l("Står på forsiden.")),
    "not-supported": _texts(TextKind.NOT_SUPPORTED, _l("Det vi ikke støtter"), _l("Står på forsiden.")),
    "conditions": _texts(
        TextKind.CONDITION, _l("Vilkår"), _l("Står i brevene til dem som får ja."), row_forms.ConditionsForm
    ),
    "snippets": _texts(
        TextKind.SNIPPET,
        _l("Tekstforslag"),
        _l(
            "Saksbehandlere kan sette dem inn. Felter fylles ut fra saken: {{aktivitet}}, {{soker}}, {{saksnr}}, "
            "{{sokt}}, {{tak}} og {{runde}}."
        ),
        row_forms.SnippetsForm,
    ),
    "activity-types": _options(OptionKind.ACTIVITY_TYPE, _l("Typer aktivitet")),
    "goals": _options(OptionKind.GOAL, _l("Mål")),
    "audiences": _options(OptionKind.AUDIENCE, _l("Målgrupper")),
    "accessibility": _options(OptionKind.ACCESSIBILITY, _l("Tilgjengelighet")),
    "permits": _options(OptionKind.PERMIT, _l("Tillatelser")),
    "expenses": _options(OptionKind.EXPENSE_GROUP, _l("Utgiftsgrupper")),
}


def part_of(name: str) -> str | None:
    """The page on which `name` (a column, a list) is changed."""
    return next((code for code, part in PARTS.items() if name in part.owns), None)
