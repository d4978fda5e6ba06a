"""Payments as pages and timers need them. Whole kroner."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.extensions import db
from app.followup.payment.models import Payment, PaymentStatus

OPEN = (PaymentStatus.PLANNED, PaymentStatus.APPROVED, PaymentStatus.EXPORTED)
"""On their way: neither confirmed nor given up."""
COUNTED = (*OPEN, PaymentStatus.CONFIRMED)
"""Those that count against what was accepted."""


def paid(grant_ids: Sequence[int]) -> dict[int, int]:
    """What is confirmed to have reached the receiver, by grant; missing when nothing has. One statement."""
    return _sums(grant_ids, [PaymentStatus.CONFIRMED])


def planned(grant_ids: Sequence[int]) -> dict[int, int]:
    """What is paid or on its way, by grant. One statement."""
    return _sums(grant_ids, COUNTED)


def open_of(grant_ids: Sequence[int]) -> dict[int, list[Payment]]:
    """Those on their way, by grant; missing when none is. One statement."""
    found: dict[int, list[Payment]] = {}
    rows = select(Payment).where(Payment.grant_id.in_(grant_ids), Payment.status.in_(OPEN)).order_by(Payment.id)
    for payment in db.session.scalars(rows):
        found.setdefault(payment.grant_id, []).append(payment)
    return found


def _sums(grant_ids: Sequence[int], statuses: Sequence[PaymentStatus]) -> dict[int, int]:
    rows = db.session.execute(
        select(Payment.grant_id, func.sum(Payment.amount_nok))
        .where(Payment.grant_id.in_(grant_ids), Payment.status.in_(statuses))
        .group_by(Payment.grant_id)
    )
    return {grant_id: int(total) for grant_id, total in rows}
