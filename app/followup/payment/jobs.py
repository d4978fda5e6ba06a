"""Background work of payments: the message that a grant is paid. Safe to run twice."""

from datetime import datetime

from app import clock
from app.access import SYSTEM
from app.applications.letters import recipients
from app.clock import local
from app.config import public_url
from app.extensions import db, jobs
from app.followup.payment import letters, queries
from app.followup.payment.models import Payment
from app.followup.report.queries import approved
from app.letters.actions import issue, notify
from app.letters.models import LetterKind
from app.letters.pdf import render
from app.letters.sectioned import PaymentContent
from app.mail.jobs import send_waiting


@jobs.task
def print_payment_letter(payment_id: int) -> None:
    """Make the message of one payment and tell of it. Nothing is held while it is printed."""
    payment = queries.paid_payment(payment_id)
    if payment is None or payment.letter_id is not None:
        return
    content = _content(payment)
    db.session.rollback()
    pdf = render(content)
    payment = queries.paid_payment(payment_id)
    if payment is None:  # it came back meanwhile
        db.session.rollback()
        return
    _keep(payment, content, pdf, clock.now())
    db.session.commit()
    send_waiting.enqueue()


def _content(payment: Payment) -> PaymentContent:
    reported = payment.grant_id in approved([payment.grant_id])
    return letters.paid(payment, reported=reported, public_url=public_url(), on=local(clock.now()).date())


def _keep(payment: Payment, content: PaymentContent, pdf: bytes, at: datetime) -> None:
    application = payment.grant.application
    letter = issue(
        kind=LetterKind.PAYMENT,
        case_reference=application.reference,
        version=letters.version(payment),
        content=content,
        by=SYSTEM,
        at=at,
        pdf=pdf,
    )
    payment.letter = letter
    notify(letter, recipients(application), at)


def missing_payment_letters(_at: datetime) -> int:
    """For the tick: start again on messages that a crash lost. Returns how many (at most a hundred)."""
    lost = queries.without_letter()
    db.session.rollback()
    for payment_id in lost:
        print_payment_letter.enqueue(payment_id)
    return len(lost)
