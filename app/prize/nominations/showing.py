"""What was nominated, as rows of words: the same for the secretary, the jury's screens and the print pack."""

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.formatting import HARD, full_day, kroner, number
from app.prize.models import OptionKind
from app.prize.nominations.checks import Rules
from app.prize.nominations.models import Nomination

Row = tuple[str, str]


def fact_rows(nomination: Nomination, rules: Rules) -> list[Row]:
    """(label, value), in the order of the form; what was not answered is left out, but for weight and climate, where
    «ikke beregnet» is an answer."""
    return [(str(label), value) for label, show in ROWS if (value := show(nomination, rules).strip())]


def period(nomination: Nomination, _rules: Rules | None = None) -> str:
    """«1. februar 2026–20. mai 2026, ferdig»."""
    days = "–".join(full_day(day) for day in (nomination.period_from, nomination.period_to) if day)
    state = {True: str(_("ferdig")), False: str(_("pågår")), None: ""}[nomination.is_finished]
    return ", ".join(part for part in (days, state) if part)


def items(nomination: Nomination, _rules: Rules | None = None) -> str:
    """«64 stoler, 8 bord»."""
    return ", ".join(f"{number(each.count)}{HARD}{each.kind}" for each in nomination.items)


def relation(nomination: Nomination, rules: Rules) -> str:
    return _option(OptionKind.RELATION, nomination.relation, rules)


def _option(kind: OptionKind, code: str | None, rules: Rules) -> str:
    found = rules.option(kind, code)
    return str(found.name) if found else ""


def _new_price(nomination: Nomination, _rules: Rules) -> str:
    if nomination.new_price_nok is None:
        return ""
    return ". ".join(part for part in (kroner(nomination.new_price_nok), nomination.new_price_basis) if part)


def _kilos(kilos: int | None, unit: str) -> str:
    return str(_("Ikke beregnet")) if kilos is None else f"{number(kilos)}{HARD}{unit}"


def _social(nomination: Nomination, rules: Rules) -> str:
    names = ", ".join(_option(OptionKind.SOCIAL, code, rules) or code for code in nomination.social)
    return ". ".join(part for part in (names, nomination.social_text) if part)


def _transfer(nomination: Nomination, _rules: Rules) -> str:
    return "\n".join(part for part in (nomination.transfer, nomination.transfer_link) if part)


ROWS: tuple[tuple[str, Callable[[Nomination, Rules], str]], ...] = (
    (_l("Periode"), period),
    (_l("Avtale"), lambda one, rules: _option(OptionKind.AGREEMENT, one.agreement, rules)),
    (_l("Bestilt"), lambda one, rules: _option(OptionKind.ORDER_FORM, one.order_form, rules)),
    (_l("Leverandør"), lambda one, _rules: one.supplier),
    (_l("Hva og hvor mange"), items),
    (_l("Kostet, uten mva."), lambda one, _rules: "" if one.value_nok is None else kroner(one.value_nok)),
    (_l("Nytt ville kostet"), _new_price),
    (_l("Vekt"), lambda one, _rules: _kilos(one.weight_kg, "kg")),
    (_l("Klimagevinst"), lambda one, _rules: _kilos(one.co2e_kg, "kg CO₂e")),
    (_l("Slik er det regnet"), lambda one, _rules: one.method),
    (_l("Læring og arbeid"), _social),
    (_l("Brukerne"), lambda one, _rules: one.users),
    (_l("Andre kan kopiere"), _transfer),
)
