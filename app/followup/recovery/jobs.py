"""Background work of claims: their letters, and the money that goes out again. Safe to run twice."""

from datetime import datetime, timedelta

from app import clock
from app.access import SYSTEM
from app.applications.letters import recipients
from app.config import public_url
from app.decisions.appeals.queries import newest_released
from app.extensions import db, jobs
from app.followup.recovery import answering, letters, queries
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
    """Make the letters that are due and not made, and tell of them. Nothing is held while they are printed."""
    waiting = _to_print(queries.by_id(recovery_id))
    db.session.rollback()
    for version, content in waiting:
        _keep(recovery_id, version, content, pdf.render(content), clock.now())
        db.session.commit()
    send_waiting.enqueue()


def _to_print(recovery: Recovery) -> list[tuple[int, Content]]:
    """Each with its version, in the order in which they became due."""
    url, number, found = public_url(), queries.version(recovery), list[tuple[int, Content]]()
    quoted = reservation(newest_released(recovery.grant.application_id)) or ""
    if recovery.warned_of and recovery.warning_letter_id is None:
        found.append((number, letters.warning(recovery, quoted, url)))
    if recovery.decided_at is not None and recovery.claim_letter_id is None:
        found.append((number, letters.claim(recovery, quoted, url)))
    if recovery.appealed_at is not None and not recovery.is_receipted:
        found.append((number, answering.receipt(recovery, url)))
    changes = (one for one in recovery.reductions if one.letter_id is None)
    return found + [(queries.version_of_change(one), answering.change(one, url)) for one in changes]


def _keep(recovery_id: int, version: int, content: Content, printed: bytes, at: datetime) -> None:
    recovery = queries.by_id(recovery_id, for_change=True)
    application, kind = recovery.grant.application, content.kind
    letter = issue(
        kind=kind, case_reference=application.reference, version=version, content=content, by=SYSTEM, at=at, pdf=printed
    )
    if kind is LetterKind.RECOVERY_WARNING:
        recovery.warning_letter = letter
    elif kind is LetterKind.RECOVERY_CLAIM:
        recovery.claim_letter = letter
    elif kind is LetterKind.RECOVERY_RECEIPT:
        recovery.is_receipted = True
    else:
        next(one for one in recovery.reductions if queries.version_of_change(one) == version).letter = letter
    notify(letter, recipients(application), at)


def missing_recovery_letters(at: datetime) -> int:
    """For the tick: start again on letters that a crash lost. Returns how many."""
    lost = queries.lost_letters(at - LOST)
    db.session.rollback()
    for recovery_id in lost:
        print_letters.enqueue(recovery_id)
    return len(lost)
