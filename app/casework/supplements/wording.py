"""What is asked of the applicant for each deviation that the formal check finds, and why it is needed. A case handler
changes the words before they are sent (domain.md 5.2: exactly what, why needed)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.letters.wording import COUNTS
from app.review.models import CheckCode
from app.review.sentences import fill

TO_BE_FAIR = _l("Alle søknader skal vurderes etter de samme reglene.")
ONLY_ONCE = _l("Kommunen dekker samme utgift bare én gang.")

# code, why (as review.sentences) → (what is asked, why it is needed)
QUESTIONS: dict[tuple[CheckCode, str], tuple[str, str]] = {
    (CheckCode.IN_TIME, "late"): (
        _l("Søknaden kom %(received_at)s, etter fristen %(closes_at)s. Skjedde det noe hos oss som gjorde den sen?"),
        _l("En søknad som kommer for sent, behandles bare hvis det var en teknisk feil hos oss."),
    ),
    (CheckCode.WITHIN_WEEK, "unsupported"): (
        _l("Kan aktiviteten holdes i Ombruksuka? Skriv i så fall ny dato og tid."),
        _l("Ordningen støtter bare det som skjer i uka."),
    ),
    (CheckCode.WITHIN_WEEK, "unanswered"): (
        _l("Når er aktiviteten? Skriv dato og klokkeslett."),
        _l("Ordningen støtter bare det som skjer i uka."),
    ),
    (CheckCode.FREE_ENTRY, "unsupported"): (
        _l("Kan aktiviteten være gratis for dem som kommer?"),
        _l("Ordningen støtter bare det som er gratis."),
    ),
    (CheckCode.FREE_ENTRY, "unanswered"): (
        _l("Er aktiviteten gratis for dem som kommer?"),
        _l("Ordningen støtter bare det som er gratis."),
    ),
    (CheckCode.OPEN_TO_ALL, "unsupported"): (
        _l("Kan aktiviteten åpnes for alle? Skriv hvordan."),
        _l("Ordningen støtter bare det som er åpent for alle."),
    ),
    (CheckCode.OPEN_TO_ALL, "unanswered"): (
        _l("Er aktiviteten åpen for alle?"),
        _l("Ordningen støtter bare det som er åpent for alle."),
    ),
    (CheckCode.ALCOHOL_FREE, "unsupported"): (
        _l("Kan aktiviteten holdes uten alkohol?"),
        _l("Ordningen støtter bare alkoholfrie aktiviteter."),
    ),
    (CheckCode.ALCOHOL_FREE, "unanswered"): (
        _l("Er aktiviteten alkoholfri?"),
        _l("Ordningen støtter bare alkoholfrie aktiviteter."),
    ),
    (CheckCode.ALCOHOL_FREE, "words"): (
        _l("Skal det serveres eller selges alkohol? I søknaden står det: %(words)s."),
        _l("Ordningen støtter bare alkoholfrie aktiviteter."),
    ),
    (CheckCode.WITHIN_CAP, "over"): (
        _l("Dere søker om %(sought_nok)s, og taket er %(cap_nok)s. Hva kan dere gjennomføre for %(cap_nok)s?"),
        _l("Ingen aktivitet kan få mer enn taket."),
    ),
    (CheckCode.BUDGET_BALANCES, "lacking"): (
        _l("Budsjettet mangler %(amount_nok)s på inntektssiden. Hvordan dekker dere resten?"),
        _l("Vi må vite at aktiviteten kan gjennomføres."),
    ),
    (CheckCode.BUDGET_BALANCES, "surplus"): (
        _l("Inntektene er %(amount_nok)s høyere enn utgiftene. Mangler det utgifter i budsjettet?"),
        _l("Tilskuddet kan ikke bli større enn det som mangler."),
    ),
    (CheckCode.ORGANISATION_NUMBER, "missing"): (
        _l("Hva er organisasjonsnummeret deres?"),
        _l("Vi kan bare betale ut tilskudd til dere når vi har det."),
    ),
    (CheckCode.ORGANISATION_NUMBER, "invalid"): (
        _l("Organisasjonsnummeret %(orgnr)s er ikke gyldig. Hva er det riktige?"),
        _l("Vi kan bare betale ut tilskudd til dere når vi har det."),
    ),
    (CheckCode.DUPLICATE, "alike"): (
        _l("Søknaden likner på %(reference)s, «%(title)s». Er det to ulike aktiviteter?"),
        _l("Samme aktivitet kan bare få støtte én gang."),
    ),
    (CheckCode.DUPLICATE, "same"): (
        _l("Søknaden gjelder det samme som %(reference)s, «%(title)s». Hvilken av dem skal vi behandle?"),
        _l("Samme aktivitet kan bare få støtte én gang."),
    ),
    (CheckCode.SAME_EXPENSE, "other_municipal"): (
        _l("Hvilke utgifter skal %(givers)s dekke, og hvilke søker dere om her?"),
        ONLY_ONCE,
    ),
    (CheckCode.SAME_EXPENSE, "same_lines"): (
        _l("De samme utgiftene står i %(reference)s: %(lines)s. Hvilken søknad skal dekke dem?"),
        ONLY_ONCE,
    ),
    (CheckCode.PREVIOUS_REPORT, "missing"): (
        _l("Send rapporten for tilskuddet i %(year)s (%(reference)s)."),
        _l("Vi må se hva forrige tilskudd ble brukt til, før vi kan gi et nytt."),
    ),
    (CheckCode.SEVERAL_APPLICATIONS, "several"): (
        _l("Dere har også sendt %(references)s. Hvordan henger søknadene sammen?"),
        _l("Vi vurderer søknadene deres samlet."),
    ),
    (CheckCode.SEVERAL_APPLICATIONS, "too_many"): (
        _l("Dere har også sendt %(references)s, og runden tillater %(limit)s. Hvilke skal vi behandle?"),
        TO_BE_FAIR,
    ),
    (CheckCode.PERMITS, "waiting"): (
        _l("Send tillatelsen, eller skriv når dere venter svar: %(permits)s."),
        _l("Aktiviteten må ha de tillatelsene den trenger."),
    ),
    (CheckCode.PERMITS, "outdoors"): (
        _l("Hvem eier grunnen, og har dere lov til å bruke den? Har politiet fått melding?"),
        _l("Aktiviteten er ute, og må ha de tillatelsene den trenger."),
    ),
    (CheckCode.DE_MINIMIS, "missing"): (
        _l("Hvor mye offentlig støtte har foretaket fått de siste tre årene? Oppgi giver, år og beløp."),
        _l("Det er en grense for hvor mye støtte et foretak kan få."),
    ),
    (CheckCode.DE_MINIMIS, "over"): (
        _l("Dere har oppgitt %(total_nok)s på tre år, med det dere søker om nå. Er det riktig?"),
        _l("Det er en grense for hvor mye støtte et foretak kan få."),
    ),
    (CheckCode.RUNNING_COSTS, "words"): (
        _l("Hva går disse utgiftene til: %(words)s? Gjelder de bare denne aktiviteten?"),
        _l("Ordningen dekker ikke lønn til ansatte, husleie eller vanlig drift."),
    ),
    (CheckCode.PLAUSIBLE_REACH, "high"): (
        _l("Dere regner med at %(reach)s ser det, og at %(participants)s kommer. Hvordan har dere regnet?"),
        _l("Vi bruker tallene når vi vurderer hvor mange dere når."),
    ),
}


def question(code: CheckCode, details: Mapping[str, Any]) -> tuple[str, str]:
    """What to ask about a finding, and why. Nothing is proposed for a finding that nobody worded a question for."""
    asked, why = QUESTIONS.get((code, details["why"]), ("", ""))
    return fill(asked, details), str(why)


def day_and_month(day: date) -> str:
    """«3. oktober»: a deadline of this year needs no year."""
    return str(format_date(day, "d. MMMM", locale=str(get_locale() or "nb")))


def weekday(day: date) -> str:
    """«fredag 9. oktober 2026»."""
    return str(format_date(day, "EEEE d. MMMM y", locale=str(get_locale() or "nb")))


def we_need(count: int, due_on: date) -> str:
    """«Vi trenger to opplysninger innen 3. oktober»."""
    number = _(COUNTS[count]) if count < len(COUNTS) else str(count)
    return str(
        ngettext(
            "Vi trenger én opplysning innen %(day)s",
            "Vi trenger %(number)s opplysninger innen %(day)s",
            count,
            number=number,
            day=day_and_month(due_on),
        )
    )
