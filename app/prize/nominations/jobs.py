"""Background work for nominators: the receipt."""

from datetime import datetime, timedelta

from app import clock
from app.access import SYSTEM
from app.config import public_url
from app.extensions import db, jobs
from app.letters.actions import issue
from app.letters.models import LetterKind
from app.letters.pdf import render
from app.letters.queries import letter_of
from app.mail.jobs import send_waiting
from app.prize.nominations import actions, letters, queries

LOST = timedelta(minutes=5)
"""A receipt that is not there after this long was lost in a crash."""
VERSION = 1


@jobs.task
def render_nomination_receipt(nomination_id: int) -> None:
    """Make the receipt of what was sent, and send the nominator the way back to it. Safe to run twice.

    It is printed outside the transaction that keeps it: nobody waits for the database meanwhile.
    """
    nomination = queries.sent_by_id(nomination_id)
    if nomination is None:
        return
    at, reference, content = clock.now(), nomination.reference, letters.receipt(nomination)
    is_made = letter_of(LetterKind.NOMINATION_RECEIPT, reference, VERSION) is not None
    db.session.rollback()
    issue(
        kind=LetterKind.NOMINATION_RECEIPT,
        case_reference=reference,
        version=VERSION,
        content=content,
        by=SYSTEM,
        at=at,
        pdf=None if is_made else render(content),
    )
    nomination = queries.sent_by_id(nomination_id)
    assert nomination is not None
    actions.tell_received(nomination, public_url=public_url(), at=at)
    db.session.commit()
    send_waiting.enqueue()


def missing_receipts(at: datetime) -> int:
    """For the tick: start again on receipts that were lost in a crash. Returns how many (at most a hundred)."""
    lost = queries.without_receipt(at - LOST)
    db.session.rollback()
    for nomination_id in lost:
        render_nomination_receipt.enqueue(nomination_id)
    return len(lost)
