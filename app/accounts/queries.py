"""Reading people, organisations and what they got before."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, exists, or_, select
from sqlalchemy.orm import joinedload

from app.access import Role
from app.accounts.models import (
    District,
    GrantHistory,
    LinkPurpose,
    Membership,
    OneTimeLink,
    Organisation,
    ReportStatus,
    RoleGrant,
    Superior,
    User,
)
from app.accounts.roles import STAFF
from app.extensions import db

OF_SESSION = select(User).where(User.session_key == bindparam("session_key"))


def user_by_session(session_key: str) -> User | None:
    """The person of a session cookie, with roles, in one query."""
    return db.session.scalars(OF_SESSION, {"session_key": session_key}).unique().one_or_none()


def user_by_email(email: str) -> User | None:
    return db.session.scalars(select(User).where(User.email == email)).unique().one_or_none()


def user_by_public_id(public_id: str) -> User:
    return db.session.scalars(select(User).where(User.public_id == public_id)).unique().one()


def staff() -> Sequence[User]:
    """Everyone with a role that works on cases or rounds, by name."""
    return _with_any_role(STAFF)


def staff_with(role: Role) -> Sequence[User]:
    """Everyone who has this role, by name."""
    return _with_any_role({role})


def _with_any_role(roles: frozenset[Role] | set[Role]) -> Sequence[User]:
    holds = exists().where(RoleGrant.user_id == User.id, RoleGrant.role.in_(roles))
    return db.session.scalars(select(User).where(holds).order_by(User.name, User.id)).unique().all()


def organisations_of(user: User) -> Sequence[Organisation]:
    """The organisations this person speaks for, by name."""
    return db.session.scalars(
        select(Organisation).join(Membership).where(Membership.user_id == user.id).order_by(Organisation.name)
    ).all()


def own_organisation(public_id: str, user: User) -> Organisation:
    """The one by this name, or that it was merged into. Raises NoResultFound (404) when it does not exist or the person
    is no member."""
    now = select(Organisation.merged_into_id).where(Organisation.public_id == public_id).scalar_subquery()
    either = (Organisation.public_id == public_id) | (Organisation.id == now)
    return db.session.scalars(select(Organisation).join(Membership).where(either, Membership.user_id == user.id)).one()


def find_organisations(words: str) -> Sequence[Organisation]:
    """At most 20 whose name holds the words, or whose number they are; merged ones left out."""
    number = "".join(words.split())
    by_name = Organisation.name.icontains(words, autoescape=True)
    return db.session.scalars(
        select(Organisation)
        .where(or_(by_name, Organisation.orgnr == number), Organisation.merged_into_id.is_(None))
        .order_by(Organisation.name, Organisation.id)
        .limit(20)
    ).all()


def is_member(user_id: int, organisation_id: int) -> bool:
    found = select(Membership.id).where(Membership.user_id == user_id, Membership.organisation_id == organisation_id)
    return db.session.scalar(found) is not None


def members(organisation_id: int) -> Sequence[User]:
    """Those who speak for the organisation, by name."""
    return (
        db.session.scalars(
            select(User)
            .join(Membership, Membership.user_id == User.id)
            .where(Membership.organisation_id == organisation_id)
            .order_by(User.name, User.id)
        )
        .unique()
        .all()
    )


def invited_members(organisation_id: int, at: datetime) -> Sequence[str]:
    """The addresses whose invitation is still open."""
    return db.session.scalars(
        select(OneTimeLink.email)
        .where(
            OneTimeLink.purpose == LinkPurpose.MEMBER_INVITATION,
            OneTimeLink.organisation_id == organisation_id,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > at,
        )
        .distinct()
        .order_by(OneTimeLink.email)
    ).all()


def _same_organisation(organisation: Organisation) -> ColumnElement[bool]:
    """Grants follow the number: an organisation registered twice cannot leave its past behind."""
    same = [GrantHistory.organisation_id == organisation.id]
    if organisation.orgnr:
        with_number = select(Organisation.id).where(Organisation.orgnr == organisation.orgnr)
        same.append(GrantHistory.organisation_id.in_(with_number))
    return or_(*same)


def grant_history(organisation: Organisation) -> Sequence[GrantHistory]:
    """What the organisation, or another with its number, got before; newest first."""
    return db.session.scalars(
        select(GrantHistory)
        .where(_same_organisation(organisation))
        .order_by(GrantHistory.year.desc(), GrantHistory.case_reference)
    ).all()


def missing_report(organisation: Organisation) -> GrantHistory | None:
    """The oldest grant whose report is missing, by organisation or the same number."""
    return db.session.scalars(
        select(GrantHistory)
        .where(_same_organisation(organisation), GrantHistory.report_status == ReportStatus.MISSING)
        .order_by(GrantHistory.year, GrantHistory.id)
        .limit(1)
    ).one_or_none()


def home_districts() -> Sequence[District]:
    """The parts of the city that an organisation can belong to (not «hele byen» or «på nett»)."""
    return db.session.scalars(
        select(District)
        .where(District.covers_city.is_(False), District.is_online.is_(False))
        .order_by(District.position)
    ).all()


def membership(user_id: int, organisation_id: int) -> Membership:
    return db.session.scalars(
        select(Membership)
        .where(Membership.user_id == user_id, Membership.organisation_id == organisation_id)
        .options(joinedload(Membership.organisation))
    ).one()


def leader_of(user_id: int | None) -> User | None:
    """A person's nearest leader, where one is known."""
    return (
        db.session.scalars(
            select(User).join(Superior, Superior.leader_id == User.id).where(Superior.user_id == user_id)
        )
        .unique()
        .one_or_none()
    )


def superiors() -> dict[int, int]:
    """Who reports to whom: user id → the nearest leader's user id."""
    return {row.user_id: row.leader_id for row in db.session.execute(select(Superior.user_id, Superior.leader_id))}
