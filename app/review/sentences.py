"""What each formal check is called and says, as data. `why` of a finding chooses the sentence, its details fill it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.formatting import full_day, kroner, moment_exact, number
from app.review.models import CheckCode

NAMES: dict[CheckCode, str] = {
    CheckCode.IN_TIME: _l("Innen fristen"),
    CheckCode.WITHIN_WEEK: _l("I uka"),
    CheckCode.FREE_ENTRY: _l("Gratis"),
    CheckCode.OPEN_TO_ALL: _l("Åpent for alle"),
    CheckCode.ALCOHOL_FREE: _l("Alkoholfritt"),
    CheckCode.WITHIN_CAP: _l("Innenfor beløpstaket"),
    CheckCode.BUDGET_BALANCES: _l("Budsjettet går opp"),
    CheckCode.ORGANISATION_NUMBER: _l("Organisasjonsnummer"),
    CheckCode.DUPLICATE: _l("Dobbel søknad"),
    CheckCode.SAME_EXPENSE: _l("Samme utgift flere steder"),
    CheckCode.PREVIOUS_REPORT: _l("Tidligere rapport"),
    CheckCode.SEVERAL_APPLICATIONS: _l("Flere søknader"),
    CheckCode.PERMITS: _l("Tillatelser"),
    CheckCode.DE_MINIMIS: _l("Bagatellmessig støtte"),
    CheckCode.RUNNING_COSTS: _l("Ordinær drift"),
    CheckCode.PLAUSIBLE_REACH: _l("Rekkevidde"),
}

# code, why → (what came out, what a case handler can do about it)
SENTENCES: dict[tuple[CheckCode, str], tuple[str, str]] = {
    (CheckCode.IN_TIME, "in_time"): (_l("Kom %(received_at)s. Fristen var %(closes_at)s."), ""),
    (CheckCode.IN_TIME, "late"): (
        _l("Kom %(received_at)s. Fristen var %(closes_at)s."),
        _l("Undersøk om en teknisk feil hos oss gjorde den sen. Ellers skal søknaden avvises."),
    ),
    (CheckCode.WITHIN_WEEK, "within"): (_l("Skjer %(days_on)s."), ""),
    (CheckCode.WITHIN_WEEK, "unsupported"): ("%(text)s", _l("Forklar hvorfor det likevel kan støttes, eller avslå.")),
    (CheckCode.WITHIN_WEEK, "unanswered"): (
        _l("Søknaden har ingen dato."),
        _l("Spør søkeren når aktiviteten er, og skriv svaret her."),
    ),
    (CheckCode.FREE_ENTRY, "promised"): (_l("Gratis for dem som kommer."), ""),
    (CheckCode.FREE_ENTRY, "unsupported"): ("%(text)s", _l("Forklar hvorfor det likevel kan støttes, eller avslå.")),
    (CheckCode.FREE_ENTRY, "unanswered"): (
        _l("Søkeren har ikke svart på om aktiviteten er gratis."),
        _l("Spør søkeren, og skriv svaret her."),
    ),
    (CheckCode.OPEN_TO_ALL, "promised"): (_l("Åpent for alle."), ""),
    (CheckCode.OPEN_TO_ALL, "unsupported"): ("%(text)s", _l("Spør om arrangementet kan åpnes. Ellers avslag.")),
    (CheckCode.OPEN_TO_ALL, "unanswered"): (
        _l("Søkeren har ikke svart på om aktiviteten er åpen for alle."),
        _l("Spør søkeren, og skriv svaret her."),
    ),
    (CheckCode.ALCOHOL_FREE, "promised"): (_l("Alkoholfritt."), ""),
    (CheckCode.ALCOHOL_FREE, "unsupported"): ("%(text)s", _l("Spør om opplegget kan endres. Ellers avslag.")),
    (CheckCode.ALCOHOL_FREE, "unanswered"): (
        _l("Søkeren har ikke svart på om aktiviteten er alkoholfri."),
        _l("Spør søkeren, og skriv svaret her."),
    ),
    (CheckCode.ALCOHOL_FREE, "words"): (
        _l("Søkeren sier at det er alkoholfritt, men disse ordene står i søknaden: %(words)s."),
        _l("Les sammenhengen, og spør søkeren hvis den er uklar."),
    ),
    (CheckCode.WITHIN_CAP, "within"): (_l("Søker om %(sought_nok)s. Taket er %(cap_nok)s."), ""),
    (CheckCode.WITHIN_CAP, "over"): (
        _l("Søker om %(sought_nok)s. Taket er %(cap_nok)s per aktivitet."),
        _l("Ingen aktivitet kan få mer enn taket. Vurder en del av beløpet."),
    ),
    (CheckCode.BUDGET_BALANCES, "balances"): (_l("Utgifter og inntekter er like store."), ""),
    (CheckCode.BUDGET_BALANCES, "lacking"): (
        _l("Det mangler %(amount_nok)s på inntektssiden."),
        _l("Spør hvordan resten dekkes, og skriv svaret her."),
    ),
    (CheckCode.BUDGET_BALANCES, "surplus"): (
        _l("Inntektene er %(amount_nok)s høyere enn utgiftene."),
        _l("Tilskuddet kan ikke bli større enn det som mangler. Vurder et mindre beløp."),
    ),
    (CheckCode.ORGANISATION_NUMBER, "valid"): (_l("%(orgnr)s er gyldig."), ""),
    (CheckCode.ORGANISATION_NUMBER, "not_needed"): (_l("Denne typen søker trenger ikke nummer."), ""),
    (CheckCode.ORGANISATION_NUMBER, "missing"): (
        _l("Organisasjonsnummeret mangler."),
        _l("Be om nummeret, og skriv svaret her."),
    ),
    (CheckCode.ORGANISATION_NUMBER, "invalid"): (
        _l("%(orgnr)s er ikke gyldig. %(text)s"),
        _l("Be om riktig nummer, og skriv svaret her."),
    ),
    (CheckCode.DUPLICATE, "none"): (_l("Ingen annen søknad fra søkeren likner."), ""),
    (CheckCode.DUPLICATE, "alike"): (
        _l("Likner på %(reference)s, «%(title)s»."),
        _l("Les begge. Er det samme aktivitet, skal bare den ene behandles."),
    ),
    (CheckCode.DUPLICATE, "same"): (
        _l("Har samme navn, dag og sted som %(reference)s, «%(title)s»."),
        _l("Be søkeren trekke den ene."),
    ),
    (CheckCode.SAME_EXPENSE, "none_declared"): (_l("Søkeren oppgir ingen andre penger fra kommunen."), ""),
    (CheckCode.SAME_EXPENSE, "other_municipal"): (
        _l("Søker eller får også penger fra kommunen: %(givers)s."),
        _l("Avklar at samme utgift ikke dekkes to ganger."),
    ),
    (CheckCode.SAME_EXPENSE, "same_lines"): (
        _l("De samme utgiftene står i %(reference)s: %(lines)s."),
        _l("Avklar at samme utgift ikke dekkes to ganger."),
    ),
    (CheckCode.PREVIOUS_REPORT, "none_missing"): (_l("Ingen rapport mangler."), ""),
    (CheckCode.PREVIOUS_REPORT, "missing"): (
        _l("Rapporten for %(year)s (%(reference)s) mangler."),
        _l("Be om rapporten, eller forklar hvorfor saken kan behandles uten."),
    ),
    (CheckCode.SEVERAL_APPLICATIONS, "one"): (_l("Eneste søknad fra søkeren i runden."), ""),
    (CheckCode.SEVERAL_APPLICATIONS, "several"): (
        _l("Søkeren har også sendt %(references)s."),
        _l("Se søknadene samlet."),
    ),
    (CheckCode.SEVERAL_APPLICATIONS, "too_many"): (
        _l("Søkeren har også sendt %(references)s. Runden tillater %(limit)s."),
        _l("Spør hvilken søknad som gjelder."),
    ),
    (CheckCode.PERMITS, "granted"): (_l("Tillatelsene er gitt."), ""),
    (CheckCode.PERMITS, "none_needed"): (_l("Søkeren trenger ingen tillatelse."), ""),
    (CheckCode.PERMITS, "waiting"): (
        _l("Ikke i orden ennå: %(permits)s."),
        _l("Vurder tillatelsen som vilkår i vedtaket."),
    ),
    (CheckCode.PERMITS, "outdoors"): (
        _l("Aktiviteten er ute, men ingen tillatelse er nevnt."),
        _l("Spør om grunnen er kommunal, og om politiet har fått melding."),
    ),
    (CheckCode.DE_MINIMIS, "within"): (_l("%(total_nok)s på tre år, med det det søkes om nå."), ""),
    (CheckCode.DE_MINIMIS, "missing"): (
        _l("Foretaket har ikke oppgitt hva det har fått de siste tre årene."),
        _l("Be om erklæringen, og skriv svaret her."),
    ),
    (CheckCode.DE_MINIMIS, "over"): (
        _l("%(total_nok)s på tre år, med det det søkes om nå. Grensen er 300 000 euro, om lag %(limit_nok)s."),
        _l("Regn om med dagens kurs, og skriv resultatet her."),
    ),
    (CheckCode.RUNNING_COSTS, "none"): (_l("Ingen lønn, husleie eller drift funnet."), ""),
    (CheckCode.RUNNING_COSTS, "words"): (
        _l("Disse ordene kan bety ordinær drift: %(words)s."),
        _l("Lønn til ansatte, husleie og drift støttes ikke. Vurder om resten kan støttes."),
    ),
    (CheckCode.PLAUSIBLE_REACH, "plausible"): (_l("%(reach)s ser det, %(participants)s kommer."), ""),
    (CheckCode.PLAUSIBLE_REACH, "high"): (
        _l("%(reach)s skal se det, mens %(participants)s kommer."),
        _l("Les hva anslaget bygger på, og skriv hva dere legger til grunn."),
    ),
}

PERMIT_STATUS: dict[str, str] = {"needed": _l("ikke søkt"), "applied": _l("søkt"), "granted": _l("gitt")}


def sentence(code: CheckCode, details: Mapping[str, Any]) -> str:
    """What came out, in words."""
    return fill(SENTENCES[code, details["why"]][0], details)


def fill(text: str, details: Mapping[str, Any]) -> str:
    """A text of ours with a finding's details in it, written for people."""
    return str(text) % _words(details)


def advice(code: CheckCode, details: Mapping[str, Any]) -> str:
    """What can be done about it; empty when nothing needs to be."""
    return str(SENTENCES[code, details["why"]][1])


def _words(details: Mapping[str, Any]) -> dict[str, str]:
    return {name: _word(name, value) for name, value in details.items()}


def _word(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_word(name, part) for part in value)
    if isinstance(value, dict):
        return _permit(value)
    for ending, write in WRITTEN.items():
        if name.endswith(ending):
            return write(value)
    return number(value) if isinstance(value, int) and name != "year" else str(value)


WRITTEN: dict[str, Callable[[Any], str]] = {
    "_nok": kroner,
    "_at": lambda value: moment_exact(datetime.fromisoformat(value)),
    "_on": lambda value: full_day(date.fromisoformat(value)),
}


def _permit(permit: Mapping[str, Any]) -> str:
    status = PERMIT_STATUS.get(permit["status"], permit["status"])
    if permit["due_on"] is None:
        return str(_("%(name)s (%(status)s)", name=permit["name"], status=status))
    due = full_day(date.fromisoformat(permit["due_on"]))
    return str(_("%(name)s (%(status)s, må være meldt innen %(due)s)", name=permit["name"], status=status, due=due))
