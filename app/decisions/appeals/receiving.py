"""Receive an appeal. A late one is received too, and marked: whether it is taken up is weighed later (fvl § 31)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.applications.models import Application, Channel
from app.audit.actions import record
from app.clock import local
from app.decisions import policy
from app.decisions.appeals import policy as appeal_policy
from app.decisions.appeals import queries as appeal_queries
from app.decisions.appeals.letters import page_of
from app.decisions.appeals.models import AppealHandling, AppealStatus
from app.decisions.appeals.workflow import DONE
from app.decisions.deadlines import deadlines
from app.decisions.letters import appeal_receipt
from app.decisions.models import Appeal, Decision
from app.extensions import db
from app.files.actions import store
from app.formatting import moment_exact
from app.law.appeals import timeliness
from app.law.deadlines import Deadline, appeal_deadline
from app.letters import queries as letters
from app.letters.making import Due, keep
from app.letters.models import LetterKind
from app.mail.actions import queue
from app.policy import NotNow


@dataclass(frozen=True)
class Enclosure:
    """A file that came with the appeal, already recognised by its bytes."""

    filename: str
    media_type: str
    data: bytes


def appeal(
    decision: Decision, text: str, enclosure: Enclosure | None, *, public_url: str, by: User, at: datetime
) -> Appeal:
    """Keep the appeal as it came, with its deadline as it is counted now. The same text sent twice is one appeal.

    `decision` is locked by its query, so that the number counts up and a double click is seen.
    """
    policy.can_appeal(by, decision)
    sha256 = _stored(enclosure, at)
    known = _same(decision, text, sha256)
    if known is not None:
        return known
    came = Coming(Channel.WEB, by.name, at, None)
    made = _keep(decision, text, came, (sha256, enclosure.filename if enclosure else None), by=by, at=at)
    record("appeal_received", by=by, at=at, case=decision.application.reference, in_time=made.in_time)
    _tell(made, {by.email, decision.application.contact_email}, public_url, at)
    return made


@dataclass(frozen=True)
class Coming:
    """How an appeal came, from whom and when. `posted_on`: the day a letter on paper was posted."""

    channel: Channel
    appellant: str
    received_at: datetime
    posted_on: date | None


def register(
    decision: Decision, text: str | None, original: Enclosure, came: Coming, *, public_url: str, by: User, at: datetime
) -> Appeal:
    """A case handler writes down what came by post or e-mail, with the original. The party gets the same receipt.

    `decision` is the newest released one, locked by its query.
    """
    appeal_policy.can_register(by, decision)
    appeal_policy.coming_holds(decision, came.channel, came.received_at, came.posted_on, at)
    said = text or str(_("Klagen ligger ved som fil."))
    sha256 = _stored(original, at)
    known = _same(decision, said, sha256)
    if known is not None:
        raise NotNow(_("Den samme klagen er registrert allerede (klage %(number)s).", number=known.number))
    made = _keep(decision, said, came, (sha256, original.filename), by=by, at=at)
    reference = decision.application.reference
    record("appeal_received", by=by, at=at, case=reference, in_time=made.in_time)
    record("appeal_registered", by=by, at=at, case=reference, number=made.number, channel=came.channel)
    _tell(made, {decision.application.contact_email}, public_url, at)
    return made


def _stored(enclosure: Enclosure | None, at: datetime) -> str | None:
    return store(enclosure.data, enclosure.media_type, at).sha256 if enclosure else None


def _keep(
    decision: Decision, text: str, came: Coming, file: tuple[str | None, str | None], *, by: User, at: datetime
) -> Appeal:
    about = appeal_queries.dismissed_before(decision.id)
    deadline = _deadline(decision, about, came.received_at)
    weighed = timeliness(deadline, local(came.received_at.replace(microsecond=0)).date(), came.posted_on)
    made = Appeal(
        decision=decision,
        number=_count(decision.application_id) + 1,
        text=text,
        sent_by_id=by.id,
        sent_by_name=came.appellant,
        received_at=came.received_at,
        deadline=deadline.last_day,
        in_time=weighed.in_time,
        file_sha256=file[0],
        filename=file[1],
    )
    db.session.add(made)
    db.session.flush()
    is_ours = came.channel is not Channel.WEB
    db.session.add(
        AppealHandling(
            appeal=made,
            about_id=about.appeal_id if about else None,
            status=AppealStatus.RECEIVED if made.in_time else AppealStatus.LATE,
            channel=came.channel,
            posted_on=came.posted_on,
            calculation=list(weighed.sentences),
            registered_by_id=by.id if is_ours else None,
            registered_by_name=by.name if is_ours else None,
            registered_at=at,
            moved_at=at,
        )
    )
    db.session.flush()
    return made


def _deadline(decision: Decision, about: AppealHandling | None, at: datetime) -> Deadline:
    """The decision's; or, after an appeal was dismissed as late, three weeks from when that was told."""
    if about is not None:
        kept = appeal_queries.letter_of(about.appeal_id, LetterKind.APPEAL_DISMISSAL)
        told_at = letters.notified_at(kept.letter) if kept and kept.letter else None
        return appeal_deadline(local(told_at or at).date())
    times = deadlines(decision, at)
    assert times.appeal is not None
    return times.appeal


def _same(decision: Decision, text: str, sha256: str | None) -> Appeal | None:
    """The same, sent twice. One that is done is not the same: what was dismissed or withdrawn may be sent again."""
    same_file = Appeal.file_sha256 == sha256 if sha256 else Appeal.file_sha256.is_(None)
    return db.session.scalars(
        select(Appeal)
        .join(AppealHandling, AppealHandling.appeal_id == Appeal.id)
        .where(Appeal.decision_id == decision.id, Appeal.text == text, same_file, AppealHandling.status.not_in(DONE))
        .limit(1)
    ).one_or_none()


def _count(application_id: int) -> int:
    counted = select(func.count(Appeal.id)).join(Decision).where(Decision.application_id == application_id)
    return db.session.scalar(counted) or 0


def _tell(made: Appeal, addresses: Iterable[str | None], public_url: str, at: datetime) -> None:
    """An e-mail at once, to whoever sent it and to the contact; without the appeal's text."""
    application, link = made.decision.application, page_of(made, public_url)
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
    for address in sorted({address for address in addresses if address}):
        queue(f"appeal:{made.public_id}:{address}"[:120], address, subject, body, at, application.reference)


def receipt_to_make(appeal_id: int) -> Due | None:
    """None when it is made already."""
    found = db.session.scalars(_unanswered(appeal_id)).one_or_none()
    return Due(appeal_receipt(found), found.number) if found else None


def keep_receipt(appeal_id: int, due: Due, pdf: bytes | None, at: datetime) -> None:
    """Keep the printed receipt as a letter, unless another worker was first."""
    found = db.session.scalars(_unanswered(appeal_id).with_for_update(of=Appeal)).one_or_none()
    if found is not None:
        found.letter = keep(due, pdf, at)


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


def without_receipt(before: datetime) -> list[int]:
    """Appeals that came before this moment and have no receipt; at most a hundred."""
    return list(
        db.session.scalars(
            select(Appeal.id)
            .where(Appeal.letter_id.is_(None), Appeal.received_at < before)
            .order_by(Appeal.id)
            .limit(100)
        )
    )
