"""Large allocations, computed by the worker. Safe to run twice."""

import logging
from datetime import datetime

from app import clock
from app.accounts.models import User
from app.decisions.allocation import runs as allocation_runs
from app.decisions.allocation.allocate import UnusableRules
from app.decisions.allocation.documents import rules_from
from app.decisions.allocation.models import AllocationOrder
from app.decisions.allocation.queries import lost_orders
from app.decisions.allocation.runs import Asked
from app.extensions import db, jobs
from app.policy import NotAllowed

log = logging.getLogger(__name__)


@jobs.task
def compute_order(order_id: int) -> None:
    """Read, compute and keep; nothing is locked while the solver works. A refusal stands on the order."""
    order = db.session.get_one(AllocationOrder, order_id, with_for_update=True)
    if order.finished_at is not None:
        return
    order.started_at = clock.now()
    db.session.commit()
    try:
        _compute(order_id)
    except (NotAllowed, UnusableRules) as refusal:
        _note(order_id, str(refusal))
    except Exception as error:
        log.exception("the allocation of order %s could not be computed", order_id)
        _note(order_id, type(error).__name__)


def _compute(order_id: int) -> None:
    order = db.session.get_one(AllocationOrder, order_id)
    by = db.session.get_one(User, order.ordered_by_id)
    prepared = allocation_runs.prepare(asked(order), by=by)
    db.session.rollback()
    computed = allocation_runs.compute(prepared)
    order = db.session.get_one(AllocationOrder, order_id, with_for_update=True)
    if order.finished_at is None:
        by = db.session.get_one(User, order.ordered_by_id)
        order.run_id = allocation_runs.keep(prepared, computed, by=by, at=clock.now()).id
        order.finished_at = clock.now()
    db.session.commit()


def _note(order_id: int, problem: str) -> None:
    db.session.rollback()
    order = db.session.get_one(AllocationOrder, order_id)
    order.problem, order.finished_at = problem, clock.now()
    db.session.commit()


def asked(order: AllocationOrder) -> Asked:
    """What was ordered, from its plain values."""
    rules = order.asked["rules"]
    return Asked(
        round_id=order.round_id,
        cases_round_id=order.asked["cases_round_id"],
        rules=rules_from(rules) if rules else None,
        redo=order.asked["redo"],
        note=order.asked["note"],
    )


def missing_allocations(at: datetime) -> int:
    """For the tick: start again on orders that a crash lost. Returns how many."""
    lost = lost_orders(at)
    db.session.rollback()
    for order_id in lost:
        compute_order.enqueue(order_id)
    return len(lost)
