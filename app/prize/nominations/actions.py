"""What a nominator does: begin, send, withdraw, answer. Drafts are written in drafting.py."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.access import SYSTEM, Actor
from app.accounts import limits
from app.accounts.models import AttemptKind
from app.audit.actions import record
from app.extensions import db
from app.letters.page import mail_text
from app.mail.actions import queue
from app.mail.models import Mail
from app.policy import NotComplete, denial
from app.prize.models import Prize
from app.prize.nominations import links, policy, queries
from app.prize.nominations.letters import reading_weeks
from app.prize.nominations.models import FactRequest, Nomination, NominationLink, NominationStatus
from app.prize.nominations.screening import close_requests
from app.prize.nominations.workflow import move

N = NominationStatus
KEPT_AFTER_CLOSING = timedelta(days=30)
"""A draft that was never sent is removed so long after the deadline."""


@dataclass(frozen=True)
class Linked:
    """One nomination in the e-mail: what to call it, and the address to it."""

    name: str
    url: str
    is_draft: bool


def ask_for_link(prize: Prize, name: str, email: str, *, client: str, public_url: str, at: datetime) -> str | None:
    """Send this address a link to begin a nomination, and to each it has begun or sent before. Returns the newest for
    the demonstration, None when there was nothing to send a link to. Raises NotNow when it is asked for too often."""
    limits.check(AttemptKind.LINK_REQUEST, email, client, at)
    limits.count(AttemptKind.LINK_REQUEST, email, client, at, succeeded=True)
    known = list(queries.of_address(prize, email))
    if denial(policy.can_begin, prize, at) is None and not any(_is_blank(each) for each in known):
        known.insert(0, begin(prize, name, email, at=at))
    known = [each for each in known if each.status is not N.DRAFT or denial(policy.can_write, each, at) is None]
    if not known:
        return None
    known.sort(key=lambda each: not _is_blank(each))
    linked = [Linked(each.project, links.make(each, at, public_url), each.status is N.DRAFT) for each in known]
    subject, body = mail_text("emails/nomination_link.txt", "nb", prize=prize, linked=linked)
    digest = hashlib.sha256(linked[0].url.encode()).hexdigest()[:40]
    queue(f"nomination-link:{digest}", email, subject, body, at, is_secret=True)
    return linked[0].url


def _is_blank(nomination: Nomination) -> bool:
    """Begun, and nothing written yet."""
    return nomination.status is N.DRAFT and not nomination.project and not nomination.why and not nomination.images


def begin(prize: Prize, name: str, email: str, *, at: datetime) -> Nomination:
    """An empty draft. It gets its number when it is sent."""
    made = Nomination(
        reference=f"{prize.reference}-kladd-{secrets.token_hex(4)}",
        prize=prize,
        nominator_name=name,
        nominator_email=email,
        created_at=at,
    )
    db.session.add(made)
    db.session.flush()
    return made


def next_reference(prize: Prize) -> str:
    """«PRIS-2026-007»: in the order in which they came in, without holes. Holds the year until the transaction ends."""
    db.session.refresh(prize, ["last_number"], with_for_update=True)
    prize.last_number += 1
    return f"{prize.reference}-{prize.last_number:03d}"


def send(nomination: Nomination, *, at: datetime) -> None:
    """Whoever holds the link has confirmed that the facts are right. Raises NotComplete for what is missing."""
    policy.can_send(nomination, at)
    nomination.reference = next_reference(nomination.prize)
    nomination.is_confirmed = True
    nomination.submitted_at = at
    move(nomination, N.SUBMITTED, by=SYSTEM, at=at)
    record("nomination_submitted", by=SYSTEM, at=at, case=nomination.reference)


def tell_received(nomination: Nomination, *, public_url: str, at: datetime) -> None:
    """The e-mail with the way back, once: «Takk! Vi har tatt imot nominasjonen av …»."""
    key = f"nomination-receipt:{nomination.reference}"
    if db.session.scalar(select(Mail.id).where(Mail.key == key)) is not None:
        return
    subject, body = mail_text(
        "emails/nomination_receipt.txt",
        "nb",
        prize=nomination.prize,
        nomination=nomination,
        weeks=reading_weeks(nomination.prize),
        link=links.make(nomination, at, public_url),
    )
    queue(key, nomination.nominator_email, subject, body, at, case=nomination.reference, is_secret=True)


def withdraw(nomination: Nomination, reason: str | None, *, by: Actor = SYSTEM, at: datetime) -> None:
    """By the nominator with the link."""
    policy.can_withdraw(nomination, by)
    if not reason:
        sentence = str(_("Skriv hvorfor. Det holder med noen ord."))
        raise NotComplete(sentence, {"reason": sentence})
    nomination.withdrawn_at, nomination.withdrawn_reason = at, reason
    close_requests(nomination, at)
    move(nomination, N.WITHDRAWN, by=by, at=at)


def answer_facts(request: FactRequest, answer: str, *, at: datetime) -> None:
    """Keep the answer. When nothing else is waited for, the nomination goes back to the check."""
    nomination = db.session.get_one(Nomination, request.nomination_id)
    policy.can_answer(request, nomination)
    if not answer.strip():
        sentence = str(_("Skriv et svar."))
        raise NotComplete(sentence, {"answer": sentence})
    request.answer, request.answered_at = answer.strip(), at
    record("facts_answered", by=SYSTEM, at=at, case=nomination.reference)
    waits = any(each.answered_at is None and each.closed_at is None for each in nomination.requests)
    if nomination.status is N.NEEDS_INFO and not waits:
        move(nomination, N.SCREENING, by=SYSTEM, at=at)


def discard(nomination: Nomination, *, at: datetime) -> None:
    """Throw a draft away, with its pictures and its links. Nothing of it is kept."""
    policy.can_write(nomination, at)
    _remove(nomination)


def forget_drafts(at: datetime) -> int:
    """For the tick: a month after the deadline, what was never sent is removed. Returns how many."""
    left = queries.never_sent(at - KEPT_AFTER_CLOSING)
    for each in left:
        _remove(each)
    return len(left)


def _remove(nomination: Nomination) -> None:
    db.session.execute(delete(NominationLink).where(NominationLink.nomination_id == nomination.id))
    db.session.delete(nomination)
