"""Finding a year of the prize."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.prize.models import Prize, PrizeStatus

KNOWN = (Prize.announced_at.is_not(None), Prize.status != PrizeStatus.CANCELLED)
"""The conditions of a year that the public knows of."""
WITH_OPTIONS = select(Prize).where(*KNOWN).options(selectinload(Prize.options))


def prize_of(year: int) -> Prize:
    """Raises NoResultFound for a year without a prize."""
    return db.session.scalars(select(Prize).where(Prize.year == year)).one()


def locked_prize(year: int) -> Prize:
    """The same, kept from others who would change it until the transaction ends."""
    return db.session.scalars(select(Prize).where(Prize.year == year).with_for_update()).one()


def all_prizes() -> Sequence[Prize]:
    """Newest first."""
    return db.session.scalars(select(Prize).order_by(Prize.year.desc())).all()


def announced_prize() -> Prize | None:
    """The newest year that the public knows of."""
    return db.session.scalars(WITH_OPTIONS.order_by(Prize.year.desc()).limit(1)).one_or_none()


def public_prize(year: int) -> Prize:
    """A year that the public knows of. Raises NoResultFound."""
    return db.session.scalars(WITH_OPTIONS.where(Prize.year == year)).one()


def to_lock(at: datetime) -> Sequence[Prize]:
    """Where the time for giving scores is over."""
    due = select(Prize).where(Prize.status == PrizeStatus.SCORING, Prize.scoring_closes_at <= at)
    return db.session.scalars(due).all()
