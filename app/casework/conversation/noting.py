"""Internal notes, and what others have told about the applicant: written down, put to the applicant, commented."""

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import User
from app.applications.models import Application
from app.audit.actions import record
from app.casework.conversation import policy
from app.casework.conversation.actions import send
from app.casework.conversation.models import (
    CaseMessage,
    CaseNote,
    HandlingKind,
    InformationHandling,
    ThirdPartyInformation,
)
from app.clock import local
from app.extensions import db
from app.policy import NotComplete


def write_note(application: Application, text: str, *, by: User, at: datetime) -> CaseNote:
    """A note to colleagues. Never shown to the applicant."""
    policy.can_note(by, application, text)
    note = _note(application, text, by=by, at=at)
    record("note_written", by=by, at=at, case=application.reference, note=note.public_id)
    return note


def correct_note(application: Application, note: CaseNote, text: str, *, by: User, at: datetime) -> CaseNote:
    """A new note that is shown instead of the one it corrects, which is kept."""
    db.session.execute(select(Application.id).where(Application.id == application.id).with_for_update())
    later = db.session.scalar(select(CaseNote.id).where(CaseNote.corrects_id == note.id))
    policy.can_correct(by, application, note, text, is_newest=later is None)
    corrected = _note(application, text, by=by, at=at, corrects_id=note.id)
    record(
        "note_corrected", by=by, at=at, case=application.reference, note=corrected.public_id, corrects=note.public_id
    )
    return corrected


def _note(application: Application, text: str, *, by: User, at: datetime, corrects_id: int | None = None) -> CaseNote:
    note = CaseNote(
        application_id=application.id,
        text=text.strip(),
        corrects_id=corrects_id,
        author_id=by.id,
        author_name=by.name,
        written_at=at,
    )
    db.session.add(note)
    db.session.flush()
    return note


def record_information(
    application: Application, source: str, text: str, received_on: date, *, by: User, at: datetime
) -> ThirdPartyInformation:
    """What somebody else has told about the applicant, as it was told."""
    policy.can_record(by, application, source, text, received_on, local(at).date())
    made = ThirdPartyInformation(
        application_id=application.id,
        source=source.strip(),
        text=text.strip(),
        received_on=received_on,
        recorded_by_id=by.id,
        recorded_by_name=by.name,
        recorded_at=at,
    )
    db.session.add(made)
    db.session.flush()
    record("information_recorded", by=by, at=at, case=application.reference, information=made.public_id)
    return made


def put(
    information: ThirdPartyInformation, text: str, answer_due_on: date | None, *, link: str, by: User, at: datetime
) -> CaseMessage:
    """Put it to the applicant in a message, with the words that the case handler chose and a day to comment by."""
    policy.can_put(by, information)
    application = information.application
    if answer_due_on is None:
        missing = {"answer_due_on": str(_("Velg en dag. Søkeren skal få tid til å uttale seg."))}
        raise NotComplete(_("Opplysningen er ikke lagt fram."), missing)
    message = send(application, text, answer_due_on=answer_due_on, information=information, link=link, by=by, at=at)
    _handle(information, HandlingKind.PUT, local(at).date(), message=message, by=by, at=at)
    record("information_put", by=by, at=at, case=application.reference, information=information.public_id)
    return message


def note_put(information: ThirdPartyInformation, on_day: date, how: str, *, by: User, at: datetime) -> None:
    """It was put to the applicant elsewhere, in a meeting or on the telephone: when and how."""
    policy.can_put(by, information)
    policy.on_day(on_day, information.received_on, local(at).date())
    _handle(information, HandlingKind.PUT, on_day, text=_said(how), by=by, at=at)
    record("information_put", by=by, at=at, case=information.application.reference, information=information.public_id)


def exempt(information: ThirdPartyInformation, reason: str, *, by: User, at: datetime) -> None:
    """It need not be put to the applicant, with the reason why (the exceptions of fvl § 17)."""
    policy.can_put(by, information)
    _handle(information, HandlingKind.NOT_NEEDED, local(at).date(), text=_said(reason), by=by, at=at)
    case = information.application.reference
    record("information_exempted", by=by, at=at, case=case, information=information.public_id)


def note_comment(information: ThirdPartyInformation, on_day: date, text: str, *, by: User, at: datetime) -> None:
    """What the applicant said to it, in a meeting or on the telephone."""
    policy.can_comment(by, information)
    policy.on_day(on_day, information.received_on, local(at).date())
    _handle(information, HandlingKind.COMMENT, on_day, text=_said(text), by=by, at=at)
    _commented(information, by, at)


def take_as_comment(information: ThirdPartyInformation, message: CaseMessage, *, by: User, at: datetime) -> None:
    """The applicant answers the message that put the information to them. Once, also at a double click."""
    known = select(InformationHandling.id).where(
        InformationHandling.message_id == message.id, InformationHandling.information_id == information.id
    )
    if db.session.scalar(known) is not None:
        return
    _handle(information, HandlingKind.COMMENT, local(at).date(), message=message, by=by, at=at)
    _commented(information, by, at)


def _commented(information: ThirdPartyInformation, by: User, at: datetime) -> None:
    case = information.application.reference
    record("information_commented", by=by, at=at, case=case, information=information.public_id)


def _said(text: str) -> str:
    if not text.strip():
        raise NotComplete(_("Ingenting er lagret."), {"text": str(_("Skriv noe."))})
    if len(text) > InformationHandling.TEXT_LENGTH:
        most = InformationHandling.TEXT_LENGTH
        raise NotComplete(_("Ingenting er lagret."), {"text": str(_("Skriv kortere: høyst %(max)d tegn.", max=most))})
    return text.strip()


def _handle(
    information: ThirdPartyInformation,
    kind: HandlingKind,
    on_day: date,
    *,
    by: User,
    at: datetime,
    text: str | None = None,
    message: CaseMessage | None = None,
) -> None:
    db.session.add(
        InformationHandling(
            information_id=information.id,
            kind=kind,
            on_day=on_day,
            text=text,
            message_id=message.id if message else None,
            by_id=by.id,
            by_name=by.name,
            at=at,
        )
    )
    db.session.flush()
