"""The network of those who have said yes to be invited [S:377-387]: who they are, since when, and how they leave."""

from collections.abc import Collection, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.access import SYSTEM, Actor
from app.accounts.models import Organisation
from app.applications.actions import when_sent
from app.applications.models import Application
from app.audit.actions import record
from app.campaign.models import NetworkMember
from app.extensions import db
from app.policy import NotComplete

PATH = "/nettverk/"


@when_sent
def hear_of_consent(application: Application, at: datetime) -> None:
    """What the applicant ticked. Whoever has left since they ticked it, stays away; a tick taken out again is a no."""
    consented_at = application.network_consent_at
    standing = _standing(application.organisation_id)
    if consented_at is None:
        if standing is not None and standing.source == application.reference:
            withdraw(standing, by=SYSTEM, at=at)
        return
    if standing is None and not _left_since(application.reference, consented_at):
        contact = application.contact_name or application.organisation.name
        join(
            application.organisation,
            contact,
            application.contact_email,
            source=application.reference,
            by=SYSTEM,
            at=consented_at,
        )


def _standing(organisation_id: int) -> NetworkMember | None:
    found = select(NetworkMember).where(
        NetworkMember.organisation_id == organisation_id, NetworkMember.withdrawn_at.is_(None)
    )
    return db.session.scalars(found.order_by(NetworkMember.id)).first()


def _left_since(reference: str, consented_at: datetime) -> bool:
    """Several may have ticked and left again: any withdrawal after this tick counts."""
    found = select(NetworkMember.id).where(
        NetworkMember.source == reference, NetworkMember.withdrawn_at >= consented_at
    )
    return db.session.scalars(found).first() is not None


def join(
    organisation: Organisation | None, name: str | None, email: str | None, *, source: str, by: Actor, at: datetime
) -> NetworkMember:
    """`at`: when they said yes. `source`: an application's reference, or how somebody heard it."""
    member = NetworkMember(organisation=organisation, name=name, email=email, source=source, consented_at=at)
    db.session.add(member)
    db.session.flush()
    record("network_joined", by=by, at=at, member=member.public_id, source=source)
    return member


def add(name: str, email: str, source: str, consented_at: datetime, *, by: Actor, at: datetime) -> NetworkMember:
    """Somebody who told staff so. Raises NotComplete for a day that has not been, or an address that is there."""
    if consented_at > at:
        raise NotComplete(_("Ingenting er lagt til."), {"consented_on": _("Dagen har ikke vært ennå.")})
    if any(member.email == email for member in members()):
        raise NotComplete(_("Ingenting er lagt til."), {"email": _("Adressen står på lista fra før.")})
    member = NetworkMember(name=name, email=email, source=source, consented_at=consented_at)
    db.session.add(member)
    db.session.flush()
    record("network_joined", by=by, at=at, member=member.public_id, source=source)
    return member


def withdraw(member: NetworkMember, *, by: Actor, at: datetime) -> None:
    """Who it was is forgotten; that there was a consent, where from and its two dates are kept. Twice is once."""
    if member.withdrawn_at is not None:
        return
    member.organisation = member.name = member.email = None
    member.withdrawn_at = max(at, member.consented_at)
    record("network_left", by=by, at=at, member=member.public_id)


def members() -> Sequence[NetworkMember]:
    """Those who are on the list now, the newest first. One statement."""
    return db.session.scalars(
        select(NetworkMember)
        .where(NetworkMember.withdrawn_at.is_(None))
        .options(joinedload(NetworkMember.organisation))
        .order_by(NetworkMember.consented_at.desc(), NetworkMember.id.desc())
    ).all()


def left() -> Sequence[NetworkMember]:
    """Those who were, the last to leave first. One statement."""
    return db.session.scalars(
        select(NetworkMember)
        .where(NetworkMember.withdrawn_at.is_not(None))
        .order_by(NetworkMember.withdrawn_at.desc(), NetworkMember.id.desc())
    ).all()


def member_of(public_id: str) -> NetworkMember:
    """Withdrawn ones too. Raises NoResultFound."""
    return db.session.scalars(select(NetworkMember).where(NetworkMember.public_id == public_id)).one()


def standing_of(organisations: Collection[Organisation]) -> dict[int, NetworkMember]:
    """By organisation: the one that it, or one merged into it, is on the list as. One statement."""
    ids = [one.id for one in organisations]
    found = db.session.execute(
        select(NetworkMember, Organisation.id, Organisation.merged_into_id)
        .join(Organisation, Organisation.id == NetworkMember.organisation_id)
        .where(
            or_(Organisation.id.in_(ids), Organisation.merged_into_id.in_(ids)), NetworkMember.withdrawn_at.is_(None)
        )
        .order_by(NetworkMember.id)
    )
    return {into_id or own_id: member for member, own_id, into_id in found}
