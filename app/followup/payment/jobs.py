"""Background work of payments: the message that a grant is paid. Safe to run twice."""

from datetime import datetime
from functools import partial

from app.applications.letters import recipients
from app.clock import today
from app.config import public_url
from app.extensions import jobs
from app.followup.payment import letters, queries
from app.followup.report.queries import approved
from app.letters.making import Due, keep, make, start_again


@jobs.task
def print_payment_letter(payment_id: int) -> None:
    make(_due(payment_id), partial(_keep, payment_id))


def _due(payment_id: int) -> Due | None:
    payment = queries.paid_payment(payment_id)
    if payment is None or payment.letter_id is not None:
        return None
    reported = payment.grant_id in approved([payment.grant_id])
    content = letters.paid(payment, reported=reported, public_url=public_url(), on=today())
    return Due(content, letters.version(payment), recipients(payment.grant.application))


def _keep(payment_id: int, due: Due, pdf: bytes | None, at: datetime) -> None:
    payment = queries.paid_payment(payment_id)
    if payment is not None:  # it did not come back meanwhile
        payment.letter = keep(due, pdf, at)


def missing_payment_letters(_at: datetime) -> int:
    """For the tick."""
    return start_again(print_payment_letter.enqueue, queries.without_letter())
