"""Finding nominations: for the secretary, for the jury, and who nominated a project."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.prize.models import Prize
from app.prize.nominations.models import Nomination, NominationStatus

N = NominationStatus


@dataclass(frozen=True)
class Nominator:
    """Somebody who nominated a project, and the nomination that they wrote."""

    name: str
    email: str
    nomination: Nomination


def judged() -> ColumnElement[bool]:
    """What the jury judges, or has judged: after the handover their statuses tell how it went."""
    ended = and_(
        Nomination.status.in_((N.INFORMED, N.ARCHIVED)),
        Nomination.merged_into_id.is_(None),
        Nomination.not_qualified_reason.is_(None),
        Nomination.withdrawn_at.is_(None),
    )
    at_jury = Nomination.status.in_((N.QUALIFIED, N.WINNER, N.HONOURABLE, N.NOT_AWARDED))
    return and_(Nomination.subject_id.is_not(None), or_(at_jury, ended))


def for_jury(prize: Prize) -> Sequence[Nomination]:
    """Those that are the jury's, by reference, with items, pictures, what they were asked, and those merged into
    them; the same number of statements for one as for two hundred."""
    found = select(Nomination).where(Nomination.prize_id == prize.id, judged()).order_by(Nomination.id)
    loaded = found.options(
        joinedload(Nomination.prize),
        selectinload(Nomination.items),
        selectinload(Nomination.images),
        selectinload(Nomination.merged),
        selectinload(Nomination.requests),
    )
    return db.session.scalars(loaded).unique().all()


def nominators(nomination: Nomination) -> list[Nominator]:
    """Everybody who nominated this project, the merged ones too, each address once; the nomination's own first."""
    known: dict[str, Nominator] = {}
    for each in (nomination, *nomination.merged):
        address = each.nominator_email.casefold()
        known.setdefault(address, Nominator(each.nominator_name, each.nominator_email, each))
    return list(known.values())


def for_staff(prize: Prize) -> Sequence[Nomination]:
    """All that were sent, by reference, with what their checks look at."""
    sent = (Nomination.prize_id == prize.id, Nomination.status != N.DRAFT)
    found = select(Nomination).where(*sent).order_by(Nomination.id)
    loaded = found.options(
        joinedload(Nomination.prize),
        selectinload(Nomination.items),
        selectinload(Nomination.images),
        selectinload(Nomination.merged),
        selectinload(Nomination.requests),
    )
    return db.session.scalars(loaded).unique().all()


def sent_nomination(prize: Prize, reference: str) -> Nomination:
    """One of this year that was sent, kept from others who would change it until the transaction ends. Raises
    NoResultFound."""
    own = (Nomination.prize_id == prize.id, Nomination.reference == reference, Nomination.status != N.DRAFT)
    return db.session.scalars(select(Nomination).where(*own).with_for_update(of=Nomination)).one()
