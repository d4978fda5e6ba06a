"""Money that goes out: planned, approved by two persons, exported, confirmed. Whole kroner."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.followup.acceptance.models import PayoutAccount
from app.followup.grants.models import Grant
from app.letters.models import Letter


class PaymentStatus(StrEnum):
    PLANNED = "planned"
    APPROVED = "approved"  # by two persons
    EXPORTED = "exported"
    CONFIRMED = "confirmed"
    FAILED = "failed"  # tried again as a new payment
    CANCELLED = "cancelled"  # before it was exported


class PaymentMeans(StrEnum):
    BANK = "bank"
    INTERNAL = "internal"  # to another unit of the municipality: a transfer between cost centres


class PaymentBatch(Base):
    """Payments exported together. The files are made once and kept: whoever fetches them again gets the same bytes,
    with the same numbers, so that a bank or an ERP sees that it has them."""

    __tablename__ = "payment_batch"
    __table_args__ = (CheckConstraint("total_nok > 0 AND payments_count > 0", name="not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(35), unique=True)  # MsgId in pain.001: at most 35
    round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"), index=True)
    pay_on: Mapped[date]
    total_nok: Mapped[int]
    payments_count: Mapped[int]
    csv_sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    pain_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))  # none: internal transfers only
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    made_by_name: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]

    payments: Mapped[list["Payment"]] = relationship(back_populates="batch", order_by="Payment.id")


class Payment(Base):
    """One amount to one receiver for one grant. `reference` is its EndToEndId. The account's number is copied when it
    is exported; an open payment follows the organisation's current account."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("grant_id", "number"),
        CheckConstraint("amount_nok > 0", name="amount_positive"),
        CheckConstraint("status NOT IN ('exported', 'confirmed') OR batch_id IS NOT NULL", name="exported_in_batch"),
        CheckConstraint("(status = 'failed') = (failed_because IS NOT NULL)", name="failed_has_reason"),
        Index(None, "status"),
    )
    REASON_LENGTH = 300

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(35), unique=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("activity_grant.id"))
    number: Mapped[int]
    means: Mapped[PaymentMeans]
    amount_nok: Mapped[int]
    status: Mapped[PaymentStatus] = mapped_column(default=PaymentStatus.PLANNED)
    planned_at: Mapped[datetime]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("payment_batch.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("payout_account.id"))  # set when it is exported
    account_number: Mapped[str | None] = mapped_column(String(11))
    cost_centre: Mapped[str | None] = mapped_column(String(20))
    receiver: Mapped[str | None] = mapped_column(String(120))
    confirmed_on: Mapped[date | None]
    failed_because: Mapped[str | None] = mapped_column(String(REASON_LENGTH))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))  # the message that it is paid
    refunds_claim: Mapped[int | None]  # the number of the claim of which too much was paid back; None: of the grant

    grant: Mapped[Grant] = relationship()
    batch: Mapped[PaymentBatch | None] = relationship(back_populates="payments")
    account: Mapped[PayoutAccount | None] = relationship()
    approvals: Mapped[list["PaymentApproval"]] = relationship(
        back_populates="payment", order_by="PaymentApproval.at", cascade="all, delete-orphan"
    )
    letter: Mapped[Letter | None] = relationship()


class PaymentApproval(Base):
    """One person's approval. Two persons, not two roles."""

    __tablename__ = "payment_approval"
    __table_args__ = (UniqueConstraint("payment_id", "by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]

    payment: Mapped[Payment] = relationship(back_populates="approvals")
