"""Reading organisations that are, or may become, one."""

from collections.abc import Sequence

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.merger_models import MergerStatus, OrganisationMerger
from app.accounts.models import Membership, Organisation
from app.extensions import db

MOST_MERGERS = 100


def by_id(organisation_id: int) -> Organisation:
    return db.session.get_one(Organisation, organisation_id)


def organisation(public_id: str) -> Organisation:
    """Any organisation, merged or not. NoResultFound."""
    return db.session.scalars(select(Organisation).where(Organisation.public_id == public_id)).one()


def locked(*organisation_ids: int) -> None:
    """Both held until the transaction ends, always in the same order."""
    held = select(Organisation).where(Organisation.id.in_(organisation_ids)).order_by(Organisation.id)
    db.session.scalars(held.with_for_update().execution_options(populate_existing=True)).all()


def with_number(orgnr: str | None) -> Sequence[Organisation]:
    """Those with this number that are not merged into another; none without a number."""
    if orgnr is None:
        return []
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.orgnr == orgnr, Organisation.merged_into_id.is_(None))
        .order_by(Organisation.name, Organisation.id)
    ).all()


def belongs_to(user_id: int, one: Organisation) -> bool:
    """Whether the person speaks for it, or for another with its number."""
    same = [Organisation.id == one.id]
    if one.orgnr:
        same.append(Organisation.orgnr == one.orgnr)
    found = exists().where(Membership.organisation_id == Organisation.id, Membership.user_id == user_id, or_(*same))
    return bool(db.session.scalar(select(found)))


def member_ids(organisation_id: int) -> Sequence[int]:
    return db.session.scalars(select(Membership.user_id).where(Membership.organisation_id == organisation_id)).all()


def open_proposal(organisation_id: int) -> bool:
    """Whether somebody has proposed to merge it into another, and nobody has answered."""
    found = select(OrganisationMerger.id).where(
        OrganisationMerger.merged_id == organisation_id, OrganisationMerger.status == MergerStatus.PROPOSED
    )
    return db.session.scalar(found) is not None


def has_later_merger(merger: OrganisationMerger) -> bool:
    """Whether another was merged into the same one after this."""
    found = select(OrganisationMerger.id).where(
        OrganisationMerger.into_id == merger.into_id,
        OrganisationMerger.status == MergerStatus.CONFIRMED,
        OrganisationMerger.since_number > merger.since_number,
    )
    return db.session.scalar(found.limit(1)) is not None


def _mergers() -> Select[OrganisationMerger]:
    return select(OrganisationMerger).options(
        joinedload(OrganisationMerger.merged, innerjoin=True), joinedload(OrganisationMerger.into, innerjoin=True)
    )


def merger(public_id: str, *, for_change: bool = False) -> OrganisationMerger:
    """NoResultFound for an unknown one."""
    found = _mergers().where(OrganisationMerger.public_id == public_id)
    if for_change:
        found = found.with_for_update(of=OrganisationMerger)
    return db.session.scalars(found).one()


def mergers() -> Sequence[OrganisationMerger]:
    """The newest hundred, those that wait first: one statement."""
    waits = OrganisationMerger.status != MergerStatus.PROPOSED
    return db.session.scalars(_mergers().order_by(waits, OrganisationMerger.id.desc()).limit(MOST_MERGERS)).all()


def mergers_of(organisation_ids: Sequence[int]) -> Sequence[OrganisationMerger]:
    """Those in which any of these went into another or took one in, declined and undone ones left out."""
    told = (MergerStatus.PROPOSED, MergerStatus.CONFIRMED)
    either = OrganisationMerger.merged_id.in_(organisation_ids) | OrganisationMerger.into_id.in_(organisation_ids)
    return db.session.scalars(
        _mergers().where(either, OrganisationMerger.status.in_(told)).order_by(OrganisationMerger.id)
    ).all()
