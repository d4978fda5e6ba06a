"""Background work of claims: the warning and the claim. Safe to run twice."""

from datetime import datetime, timedelta

from app import clock
from app.access import SYSTEM
from app.applications.letters import recipients
from app.config import public_url
from app.decisions.appeals.queries import newest_released
from app.extensions import db, jobs
from app.followup.recovery import letters, queries
from app.followup.recovery.models import Recovery
from app.followup.recovery.policy import reservation
from app.letters import pdf
from app.letters.actions import issue, notify
from app.letters.content import Content
from app.letters.models import LetterKind
from app.mail.jobs import send_waiting

LOST = timedelta(minutes=5)


@jobs.task
def print_letters(recovery_id: int) -> None:
    """Make the warning, then the claim, whichever is due and not made, and tell of it."""
    for kind in (LetterKind.RECOVERY_WARNING, LetterKind.RECOVERY_CLAIM):
        recovery = queries.by_id(recovery_id)
        content = _due(recovery, kind)
        db.session.rollback()
        if content is not None:
            _keep(recovery_id, kind, content, pdf.render(content), clock.now())
            db.session.commit()
    send_waiting.enqueue()


def _due(recovery: Recovery, kind: LetterKind) -> Content | None:
    """What it says; None where it is made already or its time has not come."""
    url = public_url()
    quoted = reservation(newest_released(recovery.grant.application_id)) or ""
    if kind is LetterKind.RECOVERY_WARNING:
        is_due = recovery.warned_of and recovery.warning_letter_id is None
        return letters.warning(recovery, quoted, url) if is_due else None
    is_due = recovery.decided_at is not None and recovery.claim_letter_id is None
    return letters.claim(recovery, quoted, url) if is_due else None


def _keep(recovery_id: int, kind: LetterKind, content: Content, printed: bytes, at: datetime) -> None:
    recovery = queries.by_id(recovery_id, for_change=True)
    application, version = recovery.grant.application, queries.version(recovery)
    letter = issue(
        kind=kind, case_reference=application.reference, version=version, content=content, by=SYSTEM, at=at, pdf=printed
    )
    if kind is LetterKind.RECOVERY_WARNING:
        recovery.warning_letter = letter
    else:
        recovery.claim_letter = letter
    notify(letter, recipients(application), at)


def missing_recovery_letters(at: datetime) -> int:
    """For the tick: start again on letters that a crash lost. Returns how many."""
    lost = queries.lost_letters(at - LOST)
    db.session.rollback()
    for recovery_id in lost:
        print_letters.enqueue(recovery_id)
    return len(lost)
