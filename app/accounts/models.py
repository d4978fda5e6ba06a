"""People, what they may do, the organisations they speak for, and how they prove who they are."""

import secrets
import string
from datetime import datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access import Role
from app.extensions import Base


def public_id() -> str:
    """A name for a URL that cannot be guessed (95 bits) and tells nothing. Letters and digits only, so that it ends
    where a double click or a field's prefix thinks that it does."""
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(16))


class User(UserMixin, Base):
    """A person. `session_key` is in the session cookie: renewing it signs the person out everywhere."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    title: Mapped[str | None] = mapped_column(String(80))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    session_key: Mapped[str] = mapped_column(String(30), unique=True, default=lambda: secrets.token_urlsafe(20))
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    role_grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="user", foreign_keys="RoleGrant.user_id", lazy="joined", cascade="all, delete-orphan"
    )

    def get_id(self) -> str:
        return self.session_key

    @property
    def actor_id(self) -> int:
        return self.id

    @property
    def display_name(self) -> str:
        return self.name

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.role_grants)


class RoleGrant(Base):
    """A role given to a person, by whom and when."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("user_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    role: Mapped[Role]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    granted_at: Mapped[datetime]

    user: Mapped[User] = relationship(back_populates="role_grants", foreign_keys=[user_id])


class Superior(Base):
    """Who somebody's nearest leader is. Who reports to a disqualified leader may prepare, not decide (fvl § 6 third
    paragraph)."""

    __tablename__ = "superior"
    __table_args__ = (CheckConstraint("user_id <> leader_id", name="not_oneself"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True, autoincrement=False)
    leader_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)


class District(Base):
    """A part of the city by its official code, or «hele byen» / «på nett» (covers_city, is_online)."""

    __tablename__ = "district"

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    covers_city: Mapped[bool] = mapped_column(default=False)
    is_online: Mapped[bool] = mapped_column(default=False)


class ApplicantType(StrEnum):
    """Who applies. Decides which fields an organisation has (domain.md 2.2)."""

    VOLUNTARY = "voluntary"
    SPORTS = "sports"
    HOUSING = "housing"
    FAITH = "faith"
    FOUNDATION = "foundation"
    STUDENT = "student"
    BUSINESS = "business"
    MUNICIPAL = "municipal"
    INFORMAL = "informal"


class Organisation(Base):
    """Who applies and gets the letter. Two may share a number: a case handler sees it, nobody is locked out."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("applicant_type <> 'municipal' OR cost_centre IS NOT NULL", name="municipal_has_cost_centre"),
        CheckConstraint("applicant_type <> 'informal' OR orgnr IS NULL", name="informal_has_no_number"),
    )
    NAME_LENGTH = 120
    ABOUT_LENGTH = 300

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    applicant_type: Mapped[ApplicantType]
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    orgnr: Mapped[str | None] = mapped_column(String(9), index=True)
    cost_centre: Mapped[str | None] = mapped_column(String(20))
    is_vat_registered: Mapped[bool] = mapped_column(default=False)
    de_minimis_nok: Mapped[int | None]
    de_minimis_declared_at: Mapped[datetime | None]
    district_code: Mapped[str | None] = mapped_column(String(10))
    address: Mapped[str | None] = mapped_column(String(120))
    postal_code: Mapped[str | None] = mapped_column(String(4))
    city: Mapped[str | None] = mapped_column(String(60))
    about: Mapped[str | None] = mapped_column(String(ABOUT_LENGTH))
    created_at: Mapped[datetime]
    merged_into_id: Mapped[int | None]  # the organisation that this one is part of now (merging.py): never one in turn

    memberships: Mapped[list["Membership"]] = relationship(back_populates="organisation")


class Membership(Base):
    """A person who speaks for an organisation: sees, writes and sends its applications."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    joined_at: Mapped[datetime]

    user: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship(back_populates="memberships")


class ReportStatus(StrEnum):
    """How the report of an earlier grant stands."""

    NOT_DUE = "not_due"
    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"


class GrantHistory(Base):
    """What an organisation got before, written by the rooms above: one row a case or earlier year."""

    __tablename__ = "grant_history"
    __table_args__ = (
        CheckConstraint("granted_nok >= 0", name="granted_not_negative"),
        UniqueConstraint("organisation_id", "case_reference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    year: Mapped[int]
    case_reference: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(120))
    granted_nok: Mapped[int]
    report_status: Mapped[ReportStatus] = mapped_column(default=ReportStatus.NOT_DUE)


class LinkPurpose(StrEnum):
    SIGN_UP = "sign_up"
    SIGN_IN = "sign_in"
    STAFF_INVITATION = "staff_invitation"
    MEMBER_INVITATION = "member_invitation"
    JURY_INVITATION = "jury_invitation"


class OneTimeLink(Base):
    """A link that works once, for 30 minutes (an invitation: 7 days). Only its hash is kept."""

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[LinkPurpose]
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str | None] = mapped_column(String(80))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AttemptKind(StrEnum):
    PASSWORD = "password"  # noqa: S105 - the kind of attempt, not a password
    LINK_REQUEST = "link_request"
    ACCESS_REQUEST = "access_request"
    SUBSCRIPTION = "subscription"


class SignInAttempt(Base):
    """Counted per address and per client, in the database, so that every worker counts the same."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "email", "at"), Index(None, "client", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AttemptKind]
    email: Mapped[str] = mapped_column(String(254))
    client: Mapped[str] = mapped_column(String(64))
    succeeded: Mapped[bool]
    at: Mapped[datetime]
