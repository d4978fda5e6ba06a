"""Money that is to come back: warned of (forvaltningsloven § 16), decided by another than who prepared it, paid or
written off. Only where the decision itself reserved the power (§ 35 fifth paragraph). Whole kroner."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, false, or_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import public_id
from app.extensions import Base
from app.followup.grants.models import Grant
from app.letters.models import Letter


class RecoveryStatus(StrEnum):
    WARNED = "warned"
    CLAIMED = "claimed"
    PAID = "paid"
    WRITTEN_OFF = "written_off"
    DROPPED = "dropped"  # after the warning: there was no ground after all


class RecoveryCause(StrEnum):
    UNUSED = "unused"  # money that was not needed
    NOT_HELD = "not_held"
    NO_REPORT = "no_report"
    OTHER_USE = "other_use"


class Recovery(Base):
    """One claim. The party may comment before it is decided, and appeal afterwards."""

    __tablename__ = "recovery"
    __table_args__ = (
        UniqueConstraint("grant_id", "number"),
        Index(None, "status"),
        CheckConstraint("amount_nok > 0", name="amount_positive"),
        CheckConstraint("returned_nok IS NULL OR returned_nok BETWEEN 0 AND amount_nok", name="returned_in_range"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> prepared_by_id", name="decided_by_another"),
        CheckConstraint("status <> 'claimed' OR decided_at IS NOT NULL", name="claimed_is_decided"),
        CheckConstraint("status NOT IN ('written_off', 'dropped') OR closed_reason IS NOT NULL", name="end_has_reason"),
    )
    FACTS_LENGTH, COMMENT_LENGTH = 1500, 3000

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    grant_id: Mapped[int] = mapped_column(ForeignKey("activity_grant.id"))
    number: Mapped[int]
    status: Mapped[RecoveryStatus] = mapped_column(default=RecoveryStatus.WARNED)
    cause: Mapped[RecoveryCause]
    amount_nok: Mapped[int]
    facts: Mapped[str] = mapped_column(Text)
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    prepared_by_name: Mapped[str] = mapped_column(String(80))
    warned_at: Mapped[datetime]
    comment_by: Mapped[date]
    comment: Mapped[str | None] = mapped_column(Text)
    commented_at: Mapped[datetime | None]
    commented_by_name: Mapped[str | None] = mapped_column(String(80))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_by_name: Mapped[str | None] = mapped_column(String(80))
    decided_at: Mapped[datetime | None]
    reasons: Mapped[str | None] = mapped_column(Text)
    pay_by: Mapped[date | None]
    returned_nok: Mapped[int | None]
    returned_on: Mapped[date | None]
    appeal_text: Mapped[str | None] = mapped_column(Text)
    appealed_at: Mapped[datetime | None]
    appeal_answer: Mapped[str | None] = mapped_column(Text)
    closed_reason: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[datetime | None]
    interest_from: Mapped[date | None]  # the first day that late interest may be asked for (law/interest.py)
    reduced_to_nok: Mapped[int | None]  # what stands of it; None: all. The reasons are in `reductions`
    is_receipted: Mapped[bool] = mapped_column(default=False, server_default=false())  # of the appeal, printed
    warning_letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    claim_letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))

    @hybrid_property
    def warned_of(self) -> bool:
        """Whether the party was told. What was let go without a word was never warned of."""
        return self.status is not RecoveryStatus.WRITTEN_OFF or self.decided_at is not None

    @warned_of.inplace.expression
    @classmethod
    def _warned_of(cls) -> ColumnElement[bool]:
        return or_(cls.status != RecoveryStatus.WRITTEN_OFF, cls.decided_at.is_not(None))

    @property
    def stands_nok(self) -> int:
        """What the party is to pay back in all, or was: less than the amount where it was set down."""
        if self.status is RecoveryStatus.DROPPED:
            return 0
        return self.amount_nok if self.reduced_to_nok is None else self.reduced_to_nok

    @property
    def outstanding_nok(self) -> int:
        return max(0, self.stands_nok - (self.returned_nok or 0))

    @property
    def overpaid_nok(self) -> int:
        """What came in and was not to: the party has it again (refunding.py), paid out already or not."""
        return max(0, (self.returned_nok or 0) - self.stands_nok)

    @property
    def back_for_good_nok(self) -> int:
        """What came in and was to: the pot has it."""
        return (self.returned_nok or 0) - self.overpaid_nok

    grant: Mapped[Grant] = relationship()
    reductions: Mapped[list["RecoveryReduction"]] = relationship(
        back_populates="recovery", order_by="RecoveryReduction.number"
    )
    warning_letter: Mapped[Letter | None] = relationship(foreign_keys=[warning_letter_id])
    claim_letter: Mapped[Letter | None] = relationship(foreign_keys=[claim_letter_id])


class RecoveryReduction(Base):
    """A claim that was decided is set down or given up, to the party's favour: after an appeal, or because what it was
    built on is no longer so. The party gets a letter."""

    __tablename__ = "recovery_reduction"
    __table_args__ = (
        UniqueConstraint("recovery_id", "number"),
        CheckConstraint("to_nok BETWEEN 0 AND from_nok - 1", name="becomes_less"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recovery_id: Mapped[int] = mapped_column(ForeignKey("recovery.id"))
    number: Mapped[int]
    from_nok: Mapped[int]
    to_nok: Mapped[int]
    overpaid_nok: Mapped[int]  # what the party has again because of it
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))

    recovery: Mapped[Recovery] = relationship(back_populates="reductions")
    letter: Mapped[Letter | None] = relationship()
