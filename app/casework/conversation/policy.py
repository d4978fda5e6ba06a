"""Who may write what on a case, and when. Order: who, then when, then whether it is complete."""

from datetime import date

from flask_babel import gettext as _

from app.access import Actor, Role
from app.accounts.queries import is_member
from app.applications.models import Application, Status
from app.casework.conversation.models import CaseMessage, CaseNote, HandlingKind, ThirdPartyInformation
from app.casework.conversation.queries import CLOSES
from app.law.deadlines import holiday_name
from app.policy import NotComplete, NotNow, NotPermitted
from app.review.policy import MUST_DECLARE, can_read

SATURDAY = 5


def can_write(by: Actor, application: Application) -> None:
    """An impartial case handler or approver, at any stage of a sent case, also after it is closed."""
    if not by.roles & MUST_DECLARE:
        raise NotPermitted(_("Rollen din leser samtalen, men skriver ikke i den."))
    can_read(by, application)


def can_send(by: Actor, application: Application, text: str, answer_due_on: date | None, today: date) -> None:
    """As `can_write`, with something to say; an answer is asked for by a working day to come."""
    can_write(by, application)
    missing = _text_is_there(text, CaseMessage.TEXT_LENGTH)
    if answer_due_on is not None and (wrong := _lack_of_day(answer_due_on, today)):
        missing["answer_due_on"] = wrong
    if missing:
        raise NotComplete(_("Meldingen er ikke sendt."), missing)


def _lack_of_day(day: date, today: date) -> str | None:
    if day <= today:
        return str(_("Velg en dag etter i dag."))
    if day.weekday() >= SATURDAY or holiday_name(day):
        return str(_("Velg en arbeidsdag."))
    return None


def _text_is_there(text: str, most: int, field: str = "text") -> dict[str, str]:
    if not text.strip():
        return {field: str(_("Skriv noe."))}
    if len(text) > most:
        return {field: str(_("Skriv kortere: høyst %(max)d tegn.", max=most))}
    return {}


def can_answer(by: Actor, application: Application, text: str) -> None:
    """A member of the applicant, from when the application is sent, also after the case is closed."""
    speaks_for(by, application)
    if application.status is Status.DRAFT:
        raise NotNow(
            _(
                "Søknaden er ikke sendt. Ring %(phone)s eller skriv til %(email)s hvis dere lurer på noe.",
                phone=application.round.contact_phone,
                email=application.round.contact_email,
            )
        )
    if missing := _text_is_there(text, CaseMessage.TEXT_LENGTH):
        raise NotComplete(_("Meldingen er ikke sendt."), missing)


def speaks_for(by: Actor, application: Application) -> None:
    if Role.APPLICANT not in by.roles or by.actor_id is None or not is_member(by.actor_id, application.organisation_id):
        raise NotPermitted(_("Bare de som hører til %(name)s, kan gjøre dette.", name=application.organisation.name))


def can_note(by: Actor, application: Application, text: str) -> None:
    can_write(by, application)
    if missing := _text_is_there(text, CaseNote.TEXT_LENGTH):
        raise NotComplete(_("Notatet er ikke lagret."), missing)


def can_correct(by: Actor, application: Application, note: CaseNote, text: str, *, is_newest: bool) -> None:
    """One's own note, in its newest form: of two windows, the second is told."""
    can_write(by, application)
    if note.author_id != by.actor_id:
        raise NotPermitted(_("Bare %(name)s kan rette dette notatet.", name=note.author_name))
    if not is_newest:
        raise NotNow(_("Notatet er rettet i mellomtiden. Se hva som står der nå."))
    if missing := _text_is_there(text, CaseNote.TEXT_LENGTH):
        raise NotComplete(_("Notatet er ikke rettet."), missing)
    if text.strip() == note.text:
        raise NotComplete(_("Notatet er ikke rettet."), {"text": str(_("Teksten er den samme som før."))})


def can_record(by: Actor, application: Application, source: str, text: str, received_on: date, today: date) -> None:
    can_write(by, application)
    missing = _text_is_there(source, ThirdPartyInformation.SOURCE_LENGTH, "source")
    missing |= _text_is_there(text, ThirdPartyInformation.TEXT_LENGTH)
    if received_on > today:
        missing["received_on"] = str(_("Dagen kan ikke være etter i dag."))
    if missing:
        raise NotComplete(_("Opplysningen er ikke ført opp."), missing)


def can_put(by: Actor, information: ThirdPartyInformation) -> None:
    """Once: what was put, or need not be, is closed."""
    can_write(by, information.application)
    if closed(information):
        raise NotNow(_("Opplysningen er allerede behandlet."))


def can_comment(by: Actor, information: ThirdPartyInformation) -> None:
    """What the party said elsewhere is written down after the information was put to them."""
    can_write(by, information.application)
    if HandlingKind.PUT not in {handling.kind for handling in information.handlings}:
        raise NotNow(_("Legg opplysningen fram for søkeren først."))


def closed(information: ThirdPartyInformation) -> bool:
    return any(handling.kind in CLOSES for handling in information.handlings)


def on_day(day: date, first: date, today: date) -> None:
    """When something was said outside the system: not before the information came, and not after today."""
    if not first <= day <= today:
        raise NotComplete(
            _("Ingenting er lagret."), {"on_day": str(_("Velg en dag fra opplysningen kom og fram til i dag."))}
        )


def can_settle(by: Actor, message: CaseMessage) -> None:
    """A message that waits for one of us is marked as settled, once."""
    can_write(by, message.application)
    if message.settlement is not None:
        raise NotNow(_("Meldingen er allerede merket."))
