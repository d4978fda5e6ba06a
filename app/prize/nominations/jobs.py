"""Background work for nominators: the receipt. Safe to run twice."""

from datetime import datetime
from functools import partial

from app.config import public_url
from app.extensions import jobs
from app.letters.making import LOST, Due, keep, make, start_again
from app.prize.nominations import actions, letters, queries

VERSION = 1


@jobs.task
def render_nomination_receipt(nomination_id: int) -> None:
    """The receipt of what was sent, and the nominator's way back to it."""
    nomination = queries.sent_by_id(nomination_id)
    make(Due(letters.receipt(nomination), VERSION) if nomination else None, partial(_keep, nomination_id))


def _keep(nomination_id: int, due: Due, pdf: bytes | None, at: datetime) -> None:
    keep(due, pdf, at)
    nomination = queries.sent_by_id(nomination_id)
    assert nomination is not None
    actions.tell_received(nomination, public_url=public_url(), at=at)


def missing_receipts(at: datetime) -> int:
    """For the tick: at most a hundred."""
    return start_again(render_nomination_receipt.enqueue, queries.without_receipt(at - LOST))
