"""Reading runs and orders of the allocation."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import defer, joinedload, selectinload

from app.applications.models import CaseRow
from app.decisions.allocation.inputs import IN_PLAY
from app.decisions.allocation.models import AllocationAdoption, AllocationOrder, AllocationRun
from app.extensions import db

AT_MOST = 50
"""So many runs are listed, the newest first."""

GIVEN_UP = timedelta(minutes=10)
"""What has been computing for so long was lost in a crash."""


def run(public_id: str) -> AllocationRun:
    """With its rounds and who took it up; NoResultFound."""
    return db.session.scalars(
        select(AllocationRun)
        .where(AllocationRun.public_id == public_id)
        .options(
            joinedload(AllocationRun.round, innerjoin=True),
            joinedload(AllocationRun.cases_round, innerjoin=True),
            selectinload(AllocationRun.adoptions),
        )
    ).one()


def runs(round_id: int) -> Sequence[AllocationRun]:
    """Those of a round, the newest first, without their long texts. Two statements."""
    return db.session.scalars(
        select(AllocationRun)
        .where(AllocationRun.round_id == round_id)
        .options(
            defer(AllocationRun.inputs),
            defer(AllocationRun.rules),
            defer(AllocationRun.result),
            joinedload(AllocationRun.cases_round, innerjoin=True),
            selectinload(AllocationRun.adoptions),
        )
        .order_by(AllocationRun.made_at.desc(), AllocationRun.id.desc())
        .limit(AT_MOST)
    ).all()


def adoption(found: AllocationRun, number: int) -> AllocationAdoption:
    """The first is 1; NoResultFound."""
    if not 0 < number <= len(found.adoptions):
        raise NoResultFound
    return found.adoptions[number - 1]


def order(public_id: str) -> AllocationOrder:
    """NoResultFound."""
    return db.session.scalars(
        select(AllocationOrder)
        .where(AllocationOrder.public_id == public_id)
        .options(
            joinedload(AllocationOrder.round, innerjoin=True),
            joinedload(AllocationOrder.run).load_only(AllocationRun.public_id),
        )
    ).one()


def lost_orders(at: datetime) -> Sequence[int]:
    """Never finished, and not being computed now."""
    idle = or_(AllocationOrder.started_at.is_(None), AllocationOrder.started_at < at - GIVEN_UP)
    return db.session.scalars(
        select(AllocationOrder.id).where(
            AllocationOrder.finished_at.is_(None), AllocationOrder.ordered_at < at - GIVEN_UP, idle
        )
    ).all()


def activities(round_id: int) -> int:
    """How many there are to share among."""
    counted = select(func.count()).where(CaseRow.round_id == round_id, CaseRow.status.in_(IN_PLAY))
    return db.session.scalar(counted) or 0
