"""Approve payments, say that they came or did not. The files are made in exporting.py. Whole kroner."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import NoResultFound

from app.accounts.models import User
from app.applications.letters import recipients
from app.audit.actions import record
from app.extensions import db
from app.followup.acceptance import accounts
from app.followup.grants.letters import page_of
from app.followup.payment import planning, policy, queries
from app.followup.payment.models import Payment, PaymentApproval, PaymentBatch, PaymentStatus
from app.followup.payment.workflow import move
from app.letters.page import mail_text
from app.mail.actions import Draft, queue_all
from app.policy import NotAllowed
from app.review.standing import standings as own_standings


@dataclass(frozen=True)
class Result:
    """What became of one of the chosen payments. `approvals`: how many it has now."""

    payment: Payment
    approvals: int = 0
    refusal: str | None = None


def approve(references: Sequence[str], *, by: User, at: datetime) -> list[Result]:
    """One person's approval of each; the second makes it ready to be exported. One that is refused stops none of the
    others. Those approved before the account was changed are approved anew."""
    policy.is_approver(by)
    chosen = queries.for_change(references)
    known = planning.standings([one.grant for one in chosen])
    own = own_standings(by, {one.grant.application_id for one in chosen})
    results = []
    for payment in chosen:
        standing = known[payment.grant_id]
        try:
            policy.can_approve(by, payment, standing, own[payment.grant.application_id])
        except NotAllowed as refusal:
            results.append(Result(payment, refusal=refusal.reason))
            continue
        planning.drop_outdated(payment, standing.accounts, at)
        results.append(Result(payment, _approve(payment, by, at)))
    return results


def _approve(payment: Payment, by: User, at: datetime) -> int:
    payment.approvals.append(PaymentApproval(by_id=by.id, by_name=by.name, at=at))
    count = len(payment.approvals)
    if count >= policy.APPROVALS:
        move(payment, PaymentStatus.APPROVED, by=by)
    case = payment.grant.application.reference
    record("payment_approved", by=by, at=at, case=case, payment=payment.reference, approvals=count)
    return count


def withdraw_approval(reference: str, *, by: User, at: datetime) -> Payment:
    """Take back one's own approval, until the payment is exported. Raises NoResultFound."""
    payment = _one(reference)
    policy.can_withdraw_approval(by, payment)
    payment.approvals[:] = [one for one in payment.approvals if one.by_id != by.id]
    if payment.status is PaymentStatus.APPROVED:
        move(payment, PaymentStatus.PLANNED, by=by)
    db.session.flush()
    case = payment.grant.application.reference
    record("payment_approval_withdrawn", by=by, at=at, case=case, payment=payment.reference)
    return payment


def _one(reference: str) -> Payment:
    found = queries.for_change([reference])
    if not found:
        raise NoResultFound
    return found[0]


def confirm(
    batch: PaymentBatch, references: Sequence[str], paid_on: date | None, *, by: User, at: datetime
) -> list[Payment]:
    """The bank has carried out these payments of the batch. The messages to the parties are made by a job after it."""
    chosen = [one for one in queries.for_change(references) if one.batch_id == batch.id]
    policy.can_confirm(by, batch, chosen, paid_on, at)
    for payment in chosen:
        move(payment, PaymentStatus.CONFIRMED, by=by)
        payment.confirmed_on = paid_on
        application, position = payment.grant.application, payment.grant.activity.position
        fields = {"activity": position, "payment": payment.reference, "amount_nok": payment.amount_nok}
        record("payment_confirmed", by=by, at=at, case=application.reference, **fields)
    return chosen


def fail(
    reference: str, reason: str | None, *, account_is_wrong: bool, public_url: str, by: User, at: datetime
) -> Payment:
    """The money did not arrive. What is owed is planned anew: at once, or, where the account was wrong, when the party
    has given another; then they are told."""
    payment = _one(reference)
    policy.can_fail(by, payment, reason)
    assert reason is not None
    payment.failed_because = reason
    move(payment, PaymentStatus.FAILED, by=by)
    record("payment_failed", by=by, at=at, case=payment.grant.application.reference, payment=payment.reference)
    if account_is_wrong and payment.account is not None:
        accounts.came_back(payment.account, reason, by=by, at=at)
        _ask_for_another(payment, public_url, at)
    return payment


def _ask_for_another(payment: Payment, public_url: str, at: datetime) -> None:
    """An e-mail to each contact, once a payment; the number is not in it, only how it ends."""
    application = payment.grant.application
    of_round = application.round
    subject, body = mail_text(
        "emails/payment_failed.txt",
        "nb",
        reference=application.reference,
        title=payment.grant.activity.title,
        last4=(payment.account_number or "")[-4:],
        link=page_of(payment.grant, public_url),
        unit=of_round.owner_unit,
        municipality=of_round.municipality,
        phone=of_round.contact_phone,
    )
    drafts = [
        Draft(f"payment-failed:{payment.reference}:{_digest(address)}", address, subject, body, application.reference)
        for address in recipients(application)
    ]
    queue_all(drafts, at)


def _digest(address: str) -> str:
    return hashlib.sha256(address.casefold().encode()).hexdigest()[:24]
