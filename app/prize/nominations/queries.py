"""Finding nominations: for the secretary, for the jury, and who nominated a project."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.letters.models import Letter, LetterKind
from app.prize.jury.models import JurySeat
from app.prize.models import Prize
from app.prize.nominations.models import FactRequest, Nomination, NominationImage, NominationLink, NominationStatus

N = NominationStatus
MOST_OF_ADDRESS = 20
TO_NOMINATOR = (LetterKind.NOMINATION_RECEIPT, LetterKind.PRIZE_THANKS, LetterKind.PRIZE_WINNER)


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
    found = select(Nomination).where(Nomination.prize_id == prize.id, judged()).order_by(Nomination.reference)
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
    found = select(Nomination).where(*sent).order_by(Nomination.reference)
    loaded = found.options(
        joinedload(Nomination.prize),
        selectinload(Nomination.items),
        selectinload(Nomination.images),
        selectinload(Nomination.merged),
        selectinload(Nomination.requests),
    )
    return db.session.scalars(loaded).unique().all()


def sent_nomination(prize: Prize, reference: str, *, for_change: bool = False) -> Nomination:
    """One of this year that was sent. `for_change`: kept from others until the transaction ends. Raises
    NoResultFound."""
    own = (Nomination.prize_id == prize.id, Nomination.reference == reference, Nomination.status != N.DRAFT)
    found = select(Nomination).where(*own)
    return db.session.scalars(found.with_for_update(of=Nomination) if for_change else found).one()


def others_sent(prize: Prize) -> Sequence[Nomination]:
    """All of the year that were sent, by reference, without what hangs on them: to compare and to choose from."""
    sent = (Nomination.prize_id == prize.id, Nomination.status != N.DRAFT)
    return db.session.scalars(select(Nomination).where(*sent).order_by(Nomination.reference)).all()


def picture(prize: Prize, reference: str, public_id: str) -> NominationImage:
    """One picture of a nomination of this year that was sent. Raises NoResultFound."""
    of = (Nomination.prize_id == prize.id, Nomination.reference == reference, Nomination.status != N.DRAFT)
    found = select(NominationImage).join(Nomination, Nomination.id == NominationImage.nomination_id).where(*of)
    return db.session.scalars(found.where(NominationImage.public_id == public_id)).one()


def seats(prize: Prize) -> Sequence[JurySeat]:
    """The units of the jury, in their order."""
    return db.session.scalars(select(JurySeat).where(JurySeat.prize_id == prize.id).order_by(JurySeat.position)).all()


# --- the nominator's own ---------------------------------------------------------------------------------------------


def nomination_of_link(token_hash: str, at: datetime, *, for_change: bool = False) -> Nomination | None:
    """The nomination of an address that works. `for_change`: kept from others until the transaction ends."""
    found = (
        select(Nomination)
        .join(NominationLink, NominationLink.nomination_id == Nomination.id)
        .where(NominationLink.token_hash == token_hash, NominationLink.expires_at > at)
    )
    return db.session.scalars(found.with_for_update(of=Nomination) if for_change else found).one_or_none()


def request_of_link(token_hash: str, *, for_change: bool = False) -> FactRequest | None:
    """What is asked at an address."""
    found = select(FactRequest).where(FactRequest.token_hash == token_hash)
    return db.session.scalars(found.with_for_update() if for_change else found).one_or_none()


def of_address(prize: Prize, email: str) -> Sequence[Nomination]:
    """Whatever this address has begun or sent, newest first; what came by staff under the same address too."""
    own = (Nomination.prize_id == prize.id, Nomination.nominator_email == email)
    return db.session.scalars(
        select(Nomination).where(*own).order_by(Nomination.id.desc()).limit(MOST_OF_ADDRESS)
    ).all()


def sent_by_id(nomination_id: int) -> Nomination | None:
    """One that was sent, for a job."""
    sent = (Nomination.id == nomination_id, Nomination.submitted_at.is_not(None))
    return db.session.scalars(select(Nomination).where(*sent)).one_or_none()


def without_receipt(before: datetime) -> Sequence[int]:
    """Those that were sent earlier than this and have no receipt (at most a hundred)."""
    receipt = exists().where(
        Letter.case_reference == Nomination.reference, Letter.kind == LetterKind.NOMINATION_RECEIPT
    )
    lost = select(Nomination.id).where(Nomination.submitted_at < before, ~receipt)
    return db.session.scalars(lost.order_by(Nomination.id).limit(100)).all()


def never_sent(before: datetime) -> Sequence[Nomination]:
    """Drafts of years that stopped taking nominations earlier than this (at most a hundred)."""
    left = select(Nomination).join(Nomination.prize).where(Nomination.status == N.DRAFT, Prize.closes_at < before)
    return db.session.scalars(left.order_by(Nomination.id).limit(100)).all()


def letters_to_nominator(nomination: Nomination) -> Sequence[Letter]:
    """What was sent to the nominator, newest first."""
    own = (Letter.case_reference == nomination.reference, Letter.kind.in_(TO_NOMINATOR))
    return db.session.scalars(select(Letter).where(*own).order_by(Letter.id.desc())).all()
