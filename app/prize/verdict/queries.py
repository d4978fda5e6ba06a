"""Finding a year's verdict. What the public gets is selected through the embargo."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.prize import embargo
from app.prize.models import Prize
from app.prize.nominations.models import Nomination, NominationImage, NominationStatus
from app.prize.verdict.models import Verdict, VerdictPlace

WITH_PLACES = selectinload(Verdict.places).joinedload(VerdictPlace.nomination)


def standing_verdict(prize: Prize) -> Verdict | None:
    """The one that is not withdrawn, with its ranking; None before there is one. For the jury and its secretary."""
    standing = select(Verdict).where(Verdict.prize_id == prize.id, Verdict.withdrawn_at.is_(None)).options(WITH_PLACES)
    return db.session.scalars(standing.order_by(Verdict.version.desc()).limit(1)).one_or_none()


def verdict_of(prize: Prize) -> Verdict:
    """The same. Raises NoResultFound when there is none."""
    standing = select(Verdict).where(Verdict.prize_id == prize.id, Verdict.withdrawn_at.is_(None)).options(WITH_PLACES)
    return db.session.scalars(standing.order_by(Verdict.version.desc()).limit(1)).one()


def withdrawn_verdicts(prize: Prize) -> Sequence[Verdict]:
    """In order."""
    withdrawn = select(Verdict).where(Verdict.prize_id == prize.id, Verdict.withdrawn_at.is_not(None))
    return db.session.scalars(withdrawn.order_by(Verdict.version)).all()


def awaiting_outcome(prize: Prize) -> Sequence[Nomination]:
    """What the handover gives its outcome, by reference."""
    qualified = Nomination.status == NominationStatus.QUALIFIED
    found = select(Nomination).where(Nomination.prize_id == prize.id, qualified)
    return db.session.scalars(found.order_by(Nomination.reference)).all()


def commitments(prize: Prize) -> Sequence[Verdict]:
    """Verdicts whose commitment was published, in order; withdrawn ones too, so that none can be chosen afterwards."""
    published = select(Verdict).where(Verdict.prize_id == prize.id, Verdict.commitment_published_at.is_not(None))
    return db.session.scalars(published.order_by(Verdict.version)).all()


def public_verdict(year: int) -> Verdict | None:
    """The verdict of a year whose winner is published, and of no other. For anybody."""
    published = select(Verdict).join(Prize).where(Prize.year == year, embargo.public(), Verdict.withdrawn_at.is_(None))
    return db.session.scalars(published.options(WITH_PLACES)).one_or_none()


def pictures_of(verdict: Verdict) -> Sequence[NominationImage]:
    """All the pictures of the winner: before, then after."""
    images = select(NominationImage).where(NominationImage.nomination_id == verdict.winner.id)
    return db.session.scalars(images.order_by(NominationImage.side.desc(), NominationImage.position)).all()


def public_pictures(verdict: Verdict) -> list[NominationImage]:
    """Those that the publishing chose. `verdict` comes from `public_verdict`."""
    return [each for each in pictures_of(verdict) if each.public_id in verdict.shown_images]
