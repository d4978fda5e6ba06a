"""The applicant's answer to each grant, the account the money goes to, and the permits that a condition asks for."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, User, public_id
from app.decisions.models import Decision
from app.extensions import Base
from app.files.models import StoredFile
from app.followup.grants.models import Grant


class AcceptanceAnswer(StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Acceptance(Base):
    """The answer to one granted activity, given once."""

    __tablename__ = "acceptance"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_line_id: Mapped[int] = mapped_column(ForeignKey("decision_line.id"), unique=True)
    answer: Mapped[AcceptanceAnswer]
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    answered_by_name: Mapped[str] = mapped_column(String(80))
    answered_at: Mapped[datetime]


class AcceptanceReminder(Base):
    """Nobody answered in time: reminded once, with a new last day. After it the grant lapses."""

    __tablename__ = "acceptance_reminder"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), primary_key=True, autoincrement=False)
    sent_at: Mapped[datetime]
    answer_by: Mapped[date]

    decision: Mapped[Decision] = relationship()


class GrantLapse(Base):
    """A grant that nobody answered, reminder and all: declined by the clock. It reads as an answer (queries.py)."""

    __tablename__ = "grant_lapse"

    decision_line_id: Mapped[int] = mapped_column(ForeignKey("decision_line.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class AccountStatus(StrEnum):
    WAITING = "waiting"  # a second person has to look: a changed account, or one in another name
    CURRENT = "current"
    REFUSED = "refused"
    REPLACED = "replaced"


class PayoutAccount(Base):
    """Where an organisation's money goes: eleven digits, mod 11. The first in the organisation's own name is current at
    once; any other is confirmed by somebody else than who entered it, who says how it was checked."""

    __tablename__ = "payout_account"
    __table_args__ = (
        Index(None, "organisation_id", "status"),
        Index(None, "number"),
        CheckConstraint("settled_by_id IS NULL OR settled_by_id <> entered_by_id", name="settled_by_another"),
        CheckConstraint("is_own_name OR reason IS NOT NULL", name="other_name_has_reason"),
    )
    HOLDER_LENGTH, REASON_LENGTH = 120, 300

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[str] = mapped_column(String(11))
    holder: Mapped[str] = mapped_column(String(HOLDER_LENGTH))
    is_own_name: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))
    status: Mapped[AccountStatus]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    entered_at: Mapped[datetime]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    settled_at: Mapped[datetime | None]
    settled_how: Mapped[str | None] = mapped_column(String(REASON_LENGTH))  # how it was checked, or why it is refused

    organisation: Mapped[Organisation] = relationship()
    entered_by: Mapped[User] = relationship(foreign_keys=[entered_by_id])
    settled_by: Mapped[User | None] = relationship(foreign_keys=[settled_by_id])


class PermitProof(Base):
    """A permit that the party sent in because a condition asks for it. Whoever handles the case accepts it or not."""

    __tablename__ = "permit_proof"
    TEXT_LENGTH = 300

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    grant_id: Mapped[int] = mapped_column(ForeignKey("activity_grant.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    filename: Mapped[str] = mapped_column(String(120))
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    sent_at: Mapped[datetime]
    is_accepted: Mapped[bool | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    settled_at: Mapped[datetime | None]
    comment: Mapped[str | None] = mapped_column(Text)

    grant: Mapped[Grant] = relationship()
    file: Mapped[StoredFile] = relationship()


class PermitDemand(Base):
    """A case handler says that this grant is not paid before a permit is seen, because a condition asks for it."""

    __tablename__ = "permit_demand"

    decision_line_id: Mapped[int] = mapped_column(ForeignKey("decision_line.id"), primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(String(PermitProof.TEXT_LENGTH))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]
