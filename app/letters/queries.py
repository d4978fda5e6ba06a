"""Reading letters: which, when the applicant was told, and what became of the notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.extensions import db
from app.formatting import moment
from app.letters.models import Letter, LetterKind, LetterOpening, Notice
from app.letters.notices import PREFIX
from app.mail.models import Mail, MailStatus

UNOPENED_AFTER = timedelta(days=7)
"""eForvaltningsforskriften § 8: not opened in a week, tell again."""


def letter(public_id: str) -> Letter:
    """Raises NoResultFound."""
    return db.session.scalars(select(Letter).where(Letter.public_id == public_id)).one()


def letter_of(kind: LetterKind, case_reference: str, version: int) -> Letter | None:
    """The letter of this version, when it is issued."""
    return db.session.scalars(
        select(Letter).filter_by(kind=kind, case_reference=case_reference, version=version)
    ).one_or_none()


def notified_at(letter: Letter) -> datetime | None:
    """When the time to appeal begins: the letter available and the first notice sent, whichever came last
    (eForvaltningsforskriften § 11). None while no notice is sent. Reads `letter.notices`."""
    sent = [notice.mail.sent_at for notice in letter.notices if notice.mail.sent_at is not None]
    return max(letter.issued_at, min(sent)) if sent else None


def opened_at(letter: Letter) -> datetime | None:
    """When somebody on the applicant's side first opened it. Reads `letter.openings`."""
    return min((opening.at for opening in letter.openings if opening.by_party), default=None)


@dataclass(frozen=True)
class NoticeState:
    """What became of a letter's notices, for the case handler. `needs_attention`: something did not go out."""

    sentences: list[str]
    needs_attention: bool


def notice_state(letter: Letter) -> NoticeState:
    """One sentence for each notice. Reads `letter.notices`."""
    waiting = any(notice.mail.status is not MailStatus.SENT for notice in letter.notices)
    return NoticeState([_sentence(notice) for notice in letter.notices], waiting or not letter.notices)


def _sentence(notice: Notice) -> str:
    mail = notice.mail
    values = {"address": mail.recipient, "error": mail.last_error, "when": moment(mail.sent_at or mail.next_attempt_at)}
    if mail.status is MailStatus.FAILED:
        sentence = _("Varselet til %(address)s kom ikke fram: %(error)s", **values)
    elif mail.status is MailStatus.QUEUED and mail.last_error:
        sentence = _("Varselet til %(address)s er ikke sendt ennå. Vi prøver igjen %(when)s.", **values)
    elif mail.status is MailStatus.QUEUED:
        sentence = _("Varselet til %(address)s venter på å bli sendt.", **values)
    elif notice.ordinal > 1:
        sentence = _("Nytt varsel til %(address)s ble sendt %(when)s.", **values)
    else:
        sentence = _("Varselet til %(address)s ble sendt %(when)s.", **values)
    return str(sentence)


def notice_of(mail: Mail) -> Notice | None:
    """The notice that this e-mail carries, with its letter; None for every other e-mail, without a query."""
    if not mail.key.startswith(PREFIX):
        return None
    found = select(Notice).where(Notice.mail_id == mail.id).options(joinedload(Notice.letter, innerjoin=True))
    return db.session.scalars(found).one_or_none()


def unopened_decisions(at: datetime) -> Sequence[Letter]:
    """Decisions told of seven days ago or more, not opened by the applicant, not told of again, and not replaced by a
    new version, which is told of itself."""
    told = (
        select(Notice.letter_id, func.min(Mail.sent_at).label("sent_at"))
        .join(Mail, Notice.mail_id == Mail.id)
        .where(Mail.sent_at.is_not(None))
        .group_by(Notice.letter_id)
        .subquery()
    )
    opened = exists().where(LetterOpening.letter_id == Letter.id, LetterOpening.by_party)
    again = exists().where(Notice.letter_id == Letter.id, Notice.ordinal > 1)
    newer = aliased(Letter)
    replaced = exists().where(
        newer.kind == Letter.kind, newer.case_reference == Letter.case_reference, newer.version > Letter.version
    )
    return db.session.scalars(
        select(Letter)
        .join(told, told.c.letter_id == Letter.id)
        .where(Letter.kind == LetterKind.DECISION, told.c.sent_at <= at - UNOPENED_AFTER, ~opened, ~again, ~replaced)
        .options(selectinload(Letter.notices))
        .order_by(Letter.id)
    ).all()
