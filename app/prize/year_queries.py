"""What the pages of a year read across its rooms: counts for the secretary, and all that the public page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.judging.models import Criterion, Rubric
from app.prize.jury.models import JurySeat
from app.prize.models import Prize
from app.prize.nominations.models import Nomination, NominationStatus
from app.prize.queries import KNOWN

WHOLE = (
    selectinload(Prize.options),
    joinedload(Prize.rubric).selectinload(Rubric.criteria).selectinload(Criterion.anchors),
)


@dataclass(frozen=True)
class PublicYear:
    """A year as anybody may read it. `units` in the order of the seats; `others`: the other years that are public."""

    prize: Prize
    units: Sequence[JurySeat]
    others: Sequence[Prize]


def newest_public() -> Prize | None:
    """The newest year that is announced, itself alone."""
    return db.session.scalars(select(Prize).where(*KNOWN).order_by(Prize.year.desc()).limit(1)).one_or_none()


def public_year(year: int) -> PublicYear:
    """In six statements. Raises NoResultFound for a year that is not announced."""
    prize = db.session.scalars(select(Prize).where(*KNOWN, Prize.year == year).options(*WHOLE)).one()
    seats = select(JurySeat).where(JurySeat.prize_id == prize.id).order_by(JurySeat.position)
    others = select(Prize).where(*KNOWN, Prize.year != year).order_by(Prize.year.desc())
    return PublicYear(prize, db.session.scalars(seats).all(), db.session.scalars(others).all())


def nominations_by_status(prize: Prize) -> Mapping[NominationStatus, int]:
    """How many of each; drafts too."""
    counted = select(Nomination.status, func.count()).where(Nomination.prize_id == prize.id)
    return {status: count for status, count in db.session.execute(counted.group_by(Nomination.status))}


def of_status(prize: Prize, *statuses: NominationStatus) -> Sequence[Nomination]:
    """By reference."""
    found = select(Nomination).where(Nomination.prize_id == prize.id, Nomination.status.in_(statuses))
    return db.session.scalars(found.order_by(Nomination.reference)).all()
