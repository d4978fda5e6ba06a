"""Finding the members of a year's jury."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from app.accounts.models import User
from app.extensions import db
from app.prize.jury.models import JuryMember, JurySeat
from app.prize.models import Prize


def _active() -> Select[JuryMember]:
    """Regular members first, each in the order of the seats."""
    return (
        select(JuryMember)
        .join(JuryMember.seat)
        .options(contains_eager(JuryMember.seat))
        .where(JuryMember.left_at.is_(None))
        .order_by(JuryMember.is_deputy, JurySeat.position, JuryMember.id)
    )


def members(prize: Prize) -> Sequence[JuryMember]:
    """The active ones, with seat and user: regular first."""
    return db.session.scalars(_active().where(JuryMember.prize_id == prize.id)).unique().all()


def member_of(prize: Prize, user: User) -> JuryMember:
    """The person's active membership of this year's jury. Raises NoResultFound (404)."""
    own = _active().where(JuryMember.prize_id == prize.id, JuryMember.user_id == user.id)
    return db.session.scalars(own).unique().one()
