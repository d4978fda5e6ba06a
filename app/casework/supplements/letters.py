"""What the supplement's letters say, as plain values: the request, and the receipt with a copy of the answers."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.applications.letters import recipient
from app.applications.models import Activity, Application
from app.casework.supplements.models import AnswerChannel, Supplement, SupplementItem
from app.casework.supplements.policy import Asked
from app.clock import local
from app.formatting import moment_exact
from app.law.statutes import Topic, cite
from app.letters.sectioned import Official, Section, SupplementContent, SupplementReceiptContent
from app.letters.wording import COUNTS, Wording
from app.rounds.letters import sender

CAME = {
    AnswerChannel.PHONE: _l("på telefon"),
    AnswerChannel.EMAIL: _l("på e-post"),
    AnswerChannel.POST: _l("i posten"),
}


def request(
    application: Application, items: Sequence[Asked], due_on: date, *, link: str, official: Official, on: date
) -> SupplementContent:
    """What is missing, why, by when, how to answer, and what happens if nothing comes (domain.md 5.2 and 5.3 E)."""
    of_round, count, day = application.round, len(items), Wording("nb").weekday(due_on)
    number = _(COUNTS[count]) if count < len(COUNTS) else str(count)
    lead = ngettext(
        "Vi trenger én opplysning før vi kan behandle søknaden. Svar innen %(day)s.",
        "Vi trenger %(number)s opplysninger før vi kan behandle søknaden. Svar innen %(day)s.",
        count,
        number=number,
        day=day,
    )
    return SupplementContent(
        sender=sender(of_round),
        recipient=recipient(application),
        reference=application.reference,
        on=on,
        heading=_("Vi trenger noe mer fra dere"),
        lead=lead,
        sections=_sections(application, items, day, link),
        officials=(official,),
        rules=_("veiledning, %(rule)s", rule=cite(Topic.GUIDANCE, on)),
        link=link,
    )


def _sections(application: Application, items: Sequence[Asked], day: str, link: str) -> tuple[Section, ...]:
    """What, by when, how, and otherwise: the four that the letter may not lack."""
    of_round = application.round
    return (
        Section(
            _("Dette trenger vi"),
            items=tuple(_line(item, application.activities) for item in items),
            is_numbered=True,
            block="missing",
        ),
        Section(
            _("Fristen"),
            (
                _("Svaret må ha kommet til oss innen utgangen av %(day)s.", day=day),
                _("Trenger dere mer tid, må dere si fra før fristen."),
            ),
            block="deadline",
        ),
        Section(
            _("Slik svarer dere"),
            (
                _("Logg inn og svar punkt for punkt her: %(link)s", link=link),
                _(
                    "Dere kan skrive, legge ved filer, eller krysse av for «Dette har vi ikke». Kan dere ikke "
                    "svare på nett, kan dere ringe %(phone)s eller skrive til %(email)s.",
                    phone=of_round.contact_phone,
                    email=of_round.contact_email,
                ),
            ),
            block="procedure",
        ),
        Section(
            _("Hvis vi ikke hører fra dere"),
            (_("Da behandler vi søknaden slik den er. Dette brevet er ikke et vedtak."),),
            block="consequence",
        ),
    )


def _line(item: Asked, activities: Sequence[Activity]) -> str:
    """«Fiksekveld: Når er det? Ordningen støtter …»; the activity's name where there are several."""
    title = next((one.title for one in activities if one.id == item.activity_id), None)
    about = f"{title}: " if title and len(activities) > 1 else ""
    return " ".join(part for part in (f"{about}{item.asked.strip()}", item.why.strip()) if part)


def _title_of(item: SupplementItem, application: Application) -> str | None:
    return item.activity.title if item.activity and len(application.activities) > 1 else None


def receipt(supplement: Supplement, *, official: Official, at: datetime) -> SupplementReceiptContent:
    """«Vi har fått svarene», with a copy of what was asked and answered: it lies with the decision later, as the copy
    of the application does (forvaltningsloven § 25)."""
    application = supplement.application
    assert supplement.channel is not None
    return SupplementReceiptContent(
        sender=sender(application.round),
        recipient=recipient(application),
        reference=application.reference,
        on=local(at).date(),
        heading=_("Vi har fått svarene deres"),
        lead=_("Takk. Her er en kopi av det dere har svart."),
        sections=(
            Section(None, (_received(supplement, at),), block="received"),
            *(_answered(item, _title_of(item, application)) for item in supplement.items),
            Section(
                _("Hva skjer nå"),
                (_("Vi går videre med søknaden. Dere trenger ikke å gjøre noe mer nå."),),
                block="next_steps",
            ),
        ),
        officials=(official,),
        link=supplement.letter.content["link"],
    )


def _received(supplement: Supplement, at: datetime) -> str:
    assert supplement.channel is not None
    when = moment_exact(at)
    if supplement.channel is AnswerChannel.WEB:
        return str(_("%(name)s sendte svarene på nett %(when)s.", name=supplement.closed_by_name, when=when))
    came = CAME[supplement.channel]
    return str(
        _(
            "Dere svarte %(came)s. Vi skrev det ned %(when)s. Si fra til oss hvis noe er feil.",
            came=came,
            when=when,
        )
    )


def _answered(item: SupplementItem, title: str | None) -> Section:
    """`title`: of the activity, where there are several."""
    said = [
        _("Vi spurte: %(asked)s", asked=f"{title}: {item.asked}" if title else item.asked),
        _("Dere svarte: Dette har vi ikke.") if item.has_not else "",
        _("Dere svarte: %(answer)s", answer=item.answer.strip()) if item.answer else "",
        _("Dere la ved: %(names)s", names=", ".join(file.filename for file in item.files)) if item.files else "",
    ]
    heading = _("Punkt %(number)s", number=item.position)
    return Section(heading, tuple(text for text in said if text), is_theirs=True)
