"""Messages to and from the applicant. An e-mail tells that there is a message and where, never what it says."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.models import User
from app.applications.letters import recipients
from app.applications.models import Application, Status
from app.audit.actions import record
from app.casework.conversation import policy
from app.casework.conversation.models import (
    CaseMessage,
    MessageFile,
    MessageReading,
    MessageSettlement,
    ThirdPartyInformation,
)
from app.clock import local
from app.extensions import db
from app.files.actions import store
from app.letters.page import mail_text
from app.mail.actions import Draft, queue_all

TWICE = timedelta(minutes=2)
"""The same words from the same person within this time are one message: a double click, or a form sent again."""
OVER = frozenset({Status.CLOSED, Status.ARCHIVED})
LANGUAGE = "nb"


@dataclass(frozen=True)
class Enclosure:
    """A file that comes with a message, already recognised by its bytes."""

    filename: str
    media_type: str
    data: bytes


def send(
    application: Application,
    text: str,
    files: Sequence[Enclosure] = (),
    *,
    answer_due_on: date | None = None,
    information: ThirdPartyInformation | None = None,
    link: str,
    by: User,
    at: datetime,
) -> CaseMessage:
    """A message to the applicant. `answer_due_on` where an answer is asked for; `link` is where they read it."""
    policy.can_send(by, application, text, answer_due_on, local(at).date())
    message, is_new = _keep(application, text, files, from_applicant=False, by=by, at=at)
    if not is_new:
        return message
    message.answer_due_on = answer_due_on
    message.information_id = information.id if information else None
    db.session.flush()
    record(
        "message_sent", by=by, at=at, case=application.reference, message=message.public_id, files=len(message.files)
    )
    _tell(message, application, recipients(application), "emails/message_ready.txt", link, at)
    return message


def answer(
    application: Application, text: str, files: Sequence[Enclosure] = (), *, link: str, by: User, at: datetime
) -> CaseMessage:
    """A message from the applicant. The case's handler is told; the unit where there is none, or the case is over."""
    policy.can_answer(by, application, text)
    message, is_new = _keep(application, text, files, from_applicant=True, by=by, at=at)
    if not is_new:
        return message
    db.session.flush()
    record(
        "message_received",
        by=by,
        at=at,
        case=application.reference,
        message=message.public_id,
        files=len(message.files),
    )
    handler = None if application.status in OVER else application.handler
    address = handler.email if handler else application.round.contact_email
    _tell(message, application, [address], "emails/message_received.txt", link, at)
    return message


def _keep(
    application: Application, text: str, files: Sequence[Enclosure], *, from_applicant: bool, by: User, at: datetime
) -> tuple[CaseMessage, bool]:
    """The message, and whether it is new. The case is locked, so that a double click sees what the first one did."""
    db.session.execute(select(Application.id).where(Application.id == application.id).with_for_update())
    stored = [(store(one.data, one.media_type, at), one.filename) for one in files]
    known = _same(application, text.strip(), [file.sha256 for file, _name in stored], from_applicant, by, at)
    if known is not None:
        return known, False
    message = CaseMessage(
        application_id=application.id,
        from_applicant=from_applicant,
        text=text.strip(),
        author_id=by.id,
        author_name=by.name,
        sent_at=at,
    )
    message.files = [MessageFile(sha256=file.sha256, filename=name) for file, name in stored]
    db.session.add(message)
    return message, True


def _same(
    application: Application, text: str, hashes: list[str], from_applicant: bool, by: User, at: datetime
) -> CaseMessage | None:
    last = db.session.scalars(
        select(CaseMessage).where(CaseMessage.application_id == application.id).order_by(CaseMessage.id.desc()).limit(1)
    ).one_or_none()
    if last is None or last.from_applicant is not from_applicant or last.author_id != by.id:
        return None
    is_same = last.text == text and [file.sha256 for file in last.files] == hashes
    return last if is_same and at - last.sent_at <= TWICE else None


def _tell(
    message: CaseMessage, application: Application, addresses: Iterable[str], template: str, link: str, at: datetime
) -> None:
    of_round = application.round
    subject, body = mail_text(
        template,
        LANGUAGE,
        reference=application.reference,
        link=link,
        unit=of_round.owner_unit,
        phone=of_round.contact_phone,
    )
    drafts = [
        Draft(f"message:{message.public_id}:{_digest(address)}", address, subject, body, application.reference)
        for address in sorted(set(addresses))
    ]
    queue_all(drafts, at)


def _digest(address: str) -> str:
    return hashlib.sha256(address.casefold().encode()).hexdigest()[:24]


def note_reading(
    messages: Sequence[CaseMessage], application: Application, *, by_party: bool, by: User, at: datetime
) -> bool:
    """Somebody reads what the other side wrote: the first time is kept, and told in the history where it was the
    applicant. Returns whether anything was new; safe when two read at once."""
    unread = [one for one in messages if one.from_applicant is not by_party and one.reading is None]
    if not unread:
        return False
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    rows = [{"message_id": one.id, "user_id": by.id, "user_name": by.name, "at": at} for one in unread]
    made = insert(MessageReading).values(rows).on_conflict_do_nothing().returning(MessageReading.message_id)
    new = set(db.session.scalars(made))
    for message in unread if by_party else ():
        if message.id in new:
            record("message_read", by=by, at=at, case=application.reference, message=message.public_id)
    return bool(new)


def settle(message: CaseMessage, *, by: User, at: datetime) -> None:
    """The message needs no answer in writing."""
    policy.can_settle(by, message)
    db.session.add(MessageSettlement(message_id=message.id, user_id=by.id, user_name=by.name, at=at))
    record("message_settled", by=by, at=at, case=message.application.reference, message=message.public_id)
