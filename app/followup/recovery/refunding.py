"""What came in on a claim and was not to, is paid out again like any other payment: planned by itself, approved by two
persons, exported, confirmed. Derived from the claim, so that nothing is lost when a bank sends the money back, and
nothing goes out twice. Whole kroner."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select

from app.extensions import db
from app.followup.payment import planning
from app.followup.payment import queries as payments
from app.followup.recovery import queries
from app.followup.recovery.models import Recovery

MOST = 100
"""So many are looked at in one tick."""


def left_nok(recovery: Recovery) -> int:
    """What the party is to have again and nothing is planned of. One statement, or none."""
    if not recovery.overpaid_nok:
        return 0
    return db.session.scalar(select(_left()).where(Recovery.id == recovery.id)) or 0


def _left() -> ColumnElement[int]:
    return queries.overpaid() - payments.refunds_of_claim(Recovery.grant_id, Recovery.number)


def plan(recovery: Recovery, at: datetime) -> int:
    """Plan what is left, when there is an account to pay it to. The claim and its grant are locked. Returns kroner."""
    left, grant = left_nok(recovery), recovery.grant
    if left <= 0 or planning.standings([grant])[grant.id].no_account:
        return 0
    number = payments.last_numbers([grant.id]).get(grant.id, 0) + 1
    planning.plan(grant, left, number, at, refunds_claim=recovery.number)
    db.session.flush()
    return left


def plan_due(at: datetime) -> int:
    """For the tick: what waited for an account, or did not arrive. Returns how many were planned. Safe to run twice."""
    return sum(bool(plan(queries.by_id(recovery_id, for_change=True), at)) for recovery_id in _overpaid_ids())


def _overpaid_ids() -> Sequence[int]:
    return db.session.scalars(select(Recovery.id).where(_left() > 0).order_by(Recovery.id).limit(MOST)).all()


def owed(grant_ids: Sequence[int]) -> set[int]:
    """Those of the grants to which something is to go out and is not planned. One statement."""
    return set(db.session.scalars(select(Recovery.grant_id).where(Recovery.grant_id.in_(grant_ids), _left() > 0)))
