"""Receive an appeal. A late one is received too, and marked: whether it is taken up is weighed later (fvl § 31)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.access import SYSTEM
from app.accounts.models import User
from app.applications.models import Application
from app.audit.actions import record
from app.decisions import policy
from app.decisions.deadlines import deadlines
from app.decisions.letters import appeal_receipt
from app.decisions.models import Appeal, Decision
from app.extensions import db
from app.files.actions import store
from app.formatting import moment_exact
from app.letters.actions import issue
from app.letters.content import AppealReceiptContent
from app.letters.models import LetterKind
from app.mail.actions import queue

LOST = timedelta(minutes=5)
"""A receipt that is not there after this long was lost in a crash."""


@dataclass(frozen=True)
class Enclosure:
    """A file that came with the appeal, already recognised by its bytes."""

    filename: str
    media_type: str
    data: bytes


def appeal(
    decision: Decision, text: str, enclosure: Enclosure | None, *, receipt_url: str, by: User, at: datetime
) -> Appeal:
    """Keep the appeal as it came, with its deadline as it is counted now. The same text sent twice is one appeal.

    `decision` is locked by its query, so that the number counts up and a double click is seen.
    """
    policy.can_appeal(by, decision)
    stored = store(enclosure.data, enclosure.media_type, at) if enclosure else None
    sha256 = stored.sha256 if stored else None
    known = _same(decision, text, sha256)
    if known is not None:
        return known
    times = deadlines(decision, at)
    assert times.appeal is not None
    made = Appeal(
        decision=decision,
        number=_count(decision.application_id) + 1,
        text=text,
        sent_by_id=by.id,
        sent_by_name=by.name,
        received_at=at,
        deadline=times.appeal.last_day,
        in_time=not times.appeal_is_late,
        file_sha256=sha256,
        filename=enclosure.filename if enclosure else None,
    )
    db.session.add(made)
    db.session.flush()
    record("appeal_received", by=by, at=at, case=decision.application.reference, in_time=made.in_time)
    _tell(made, by, receipt_url.replace("APPEAL", made.public_id), at)
    return made


def _same(decision: Decision, text: str, sha256: str | None) -> Appeal | None:
    same_file = Appeal.file_sha256 == sha256 if sha256 else Appeal.file_sha256.is_(None)
    return db.session.scalars(
        select(Appeal).where(Appeal.decision_id == decision.id, Appeal.text == text, same_file).limit(1)
    ).one_or_none()


def _count(application_id: int) -> int:
    counted = select(func.count(Appeal.id)).join(Decision).where(Decision.application_id == application_id)
    return db.session.scalar(counted) or 0


def _tell(made: Appeal, by: User, link: str, at: datetime) -> None:
    """An e-mail at once, to whoever sent it and to the contact; without the appeal's text."""
    application = made.decision.application
    values = {
        "reference": application.reference,
        "moment": moment_exact(made.received_at),
        "link": link,
        "unit": application.round.owner_unit,
    }
    subject = _("Vi har fått klagen i sak %(reference)s", **values)
    body = _(
        "Hei!\n\nVi fikk klagen deres i sak %(reference)s %(moment)s.\n\n"
        "Kvitteringen ligger her:\n%(link)s\n\nVennlig hilsen\n%(unit)s\n",
        **values,
    )
    for address in sorted({address for address in (by.email, application.contact_email) if address}):
        queue(f"appeal:{made.public_id}:{address}"[:120], address, subject, body, at, application.reference)


def receipt_to_make(appeal_id: int) -> AppealReceiptContent | None:
    """What the receipt says; None when it is made already."""
    found = db.session.scalars(_unanswered(appeal_id)).one_or_none()
    return appeal_receipt(found) if found else None


def keep_receipt(appeal_id: int, content: AppealReceiptContent, pdf: bytes, at: datetime) -> bool:
    """Keep the printed receipt as a letter, once. False when another worker was first."""
    found = db.session.scalars(_unanswered(appeal_id).with_for_update(of=Appeal)).one_or_none()
    if found is None:
        return False
    found.letter = issue(
        kind=LetterKind.APPEAL_RECEIPT,
        case_reference=found.decision.application.reference,
        version=found.number,
        content=content,
        by=SYSTEM,
        at=at,
        pdf=pdf,
    )
    return True


def _unanswered(appeal_id: int) -> Select[Appeal]:
    return (
        select(Appeal)
        .where(Appeal.id == appeal_id, Appeal.letter_id.is_(None))
        .options(
            joinedload(Appeal.decision, innerjoin=True).options(
                joinedload(Decision.letter),
                joinedload(Decision.application, innerjoin=True).options(
                    joinedload(Application.round, innerjoin=True), joinedload(Application.organisation, innerjoin=True)
                ),
            )
        )
    )


def without_receipt(at: datetime) -> list[int]:
    """Appeals whose receipt should have been made by now; at most a hundred."""
    return list(
        db.session.scalars(
            select(Appeal.id)
            .where(Appeal.letter_id.is_(None), Appeal.received_at < at - LOST)
            .order_by(Appeal.id)
            .limit(100)
        )
    )
