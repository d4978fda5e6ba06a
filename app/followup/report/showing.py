"""A report that was sent, in words: sections of (label, value), made of its frozen values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.followup.grants.models import Grant
from app.followup.report import asking, outcomes
from app.followup.report.models import Again, CountMethod, Held, RanOut
from app.formatting import kroner, number

HELD = {
    Held.YES.value: _l("Ja"),
    Held.PARTLY.value: _l("Delvis"),
    Held.NO.value: _l("Nei"),
}
METHODS = {
    CountMethod.COUNTED.value: _l("talt"),
    CountMethod.ESTIMATED.value: _l("anslått"),
    CountMethod.NOT_COUNTED.value: _l("Ikke talt"),
}
RAN_OUT = {
    RanOut.NO.value: _l("Nei"),
    RanOut.A_LITTLE.value: _l("Litt"),
    RanOut.MUCH.value: _l("Mye"),
}
AGAIN = {Again.YES.value: _l("Ja"), Again.PERHAPS.value: _l("Kanskje"), Again.NO.value: _l("Nei")}


@dataclass(frozen=True)
class Part:
    """One section. A row's value may have several lines. `is_money`: staff sees it as a table instead."""

    title: str
    rows: tuple[tuple[str, str], ...]
    is_money: bool = False


def parts(content: Mapping[str, Any]) -> list[Part]:
    """All that was answered; what was not asked or not answered is left out."""
    found = (
        Part(str(_("Slik gikk det")), tuple(_how_it_went(content))),
        Part(str(_("Hvem kom")), tuple(_who_came(content))),
        Part(str(_("Lærdom")), tuple(_learned(content))),
        Part(str(_("Pengene")), tuple(_money(content)), is_money=True),
        Part(str(_("Videre")), tuple(_onward(content))),
    )
    return [part for part in found if part.rows]


def _texts(content: Mapping[str, Any], **labels: str) -> Iterator[tuple[str, str]]:
    for name, label in labels.items():
        if content[name]:
            yield str(label), content[name]


def _how_it_went(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield str(_("Gjennomført")), str(HELD[content["held"]])
    times = "\n".join(written for one in content["actual"] if (written := _time(one)))
    if times:
        yield str(_("Når")), times
    if content["held"] != Held.NO:
        yield from _texts(content, actual_place=_("Hvor"))
    yield from _texts(content, deviations=_("Dette ble annerledes"))


def _time(session: Mapping[str, Any]) -> str:
    return ", ".join(part for part in (asking.when(session), session["place"]) if part)


def _who_came(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if content["count_method"]:
        yield str(_("Besøkende")), visitors(content)
    for code, count in content["outcomes"].items():
        yield str(outcomes.OUTCOMES.get(code, code)), number(count)
    if content["ran_out"]:
        said = [str(RAN_OUT[content["ran_out"]]), content["ran_out_text"]]
        yield str(_("Kø eller tomt")), ". ".join(part for part in said if part)
    for code, count in content["reach"].items():
        yield str(_("Så det: %(channel)s", channel=outcomes.CHANNELS.get(code, code))), number(count)


def visitors(content: Mapping[str, Any]) -> str:
    """«48 (talt)», «Ikke talt: døra sto åpen», and a dash where nobody was asked."""
    method = content["count_method"]
    if method is None:
        return "–"
    if method == CountMethod.NOT_COUNTED:
        return ": ".join(part for part in (str(METHODS[method]), content["count_reason"]) if part)
    return f"{number(content['visitors'])} ({METHODS[method]})"


def _learned(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _texts(content, learned=_("Det folk tok med seg hjem"), differently=_("Ville gjort annerledes"))


def _money(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for line in content["accounts"]:
        cost = kroner(line["actual_nok"])
        if line["budget_nok"]:
            yield (
                line["text"] or "–",
                str(_("%(cost)s (budsjett %(budget)s)", cost=cost, budget=kroner(line["budget_nok"]))),
            )
        else:
            yield line["text"] or "–", str(_("%(cost)s (ikke i budsjettet)", cost=cost))
    yield str(_("Kostet i alt")), kroner(content["total_cost_nok"])
    yield str(_("Andre inntekter")), kroner(content["other_income_nok"])
    yield str(_("Tilskudd")), kroner(content["grant_nok"])
    yield str(_("Igjen av tilskuddet")), kroner(content["unused_nok"] or 0)


def what_of_the_rest(grant: Grant) -> str:
    """What becomes of money that was not needed: it comes back, or was never paid."""
    if grant.application.round.pays_before_report:
        return str(_("Dere får beskjed om hvordan de betales tilbake."))
    return str(_("Vi betaler det dere trengte, og resten blir i potten."))


def _onward(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if content["again"]:
        yield str(_("Vil gjøre det igjen")), str(AGAIN[content["again"]])
    if content["story_ok"] is not None:
        said = _("Ja") if content["story_ok"] else _("Nei")
        yield str(_("Kan kontaktes for å fortelle")), str(said)
    if content["photos"]:
        shown = "\n".join(f"{photo['alt_text']} ({photo['credit']})" for photo in content["photos"])
        yield str(_("Bilder")), shown
    if content["receipts"]:
        yield str(_("Kvitteringer")), "\n".join(content["receipts"])
