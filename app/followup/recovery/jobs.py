"""Background work of claims: their letters, and the money that goes out again. Safe to run twice."""

from datetime import datetime
from functools import partial

from app.applications.letters import recipients
from app.config import public_url
from app.decisions.appeals.queries import newest_released
from app.extensions import jobs
from app.followup.recovery import answering, letters, queries
from app.followup.recovery.models import Recovery
from app.followup.recovery.policy import reservation
from app.letters.content import Content
from app.letters.making import LOST, Due, keep, make, start_again
from app.letters.models import LetterKind


@jobs.task
def print_letters(recovery_id: int) -> None:
    """Those that are due and not made."""
    recovery = queries.by_id(recovery_id)
    to = recipients(recovery.grant.application)
    for due in [Due(content, version, to) for version, content in _to_print(recovery)]:
        make(due, partial(_keep, recovery_id))


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


def _keep(recovery_id: int, due: Due, pdf: bytes | None, at: datetime) -> None:
    recovery, kind = queries.by_id(recovery_id, for_change=True), due.content.kind
    letter = keep(due, pdf, at)
    if kind is LetterKind.RECOVERY_WARNING:
        recovery.warning_letter = letter
    elif kind is LetterKind.RECOVERY_CLAIM:
        recovery.claim_letter = letter
    elif kind is LetterKind.RECOVERY_RECEIPT:
        recovery.is_receipted = True
    else:
        next(one for one in recovery.reductions if queries.version_of_change(one) == due.version).letter = letter


def missing_recovery_letters(at: datetime) -> int:
    """For the tick."""
    return start_again(print_letters.enqueue, queries.lost_letters(at - LOST))
