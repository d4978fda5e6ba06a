"""A scheme announces rounds. Everything that differs from one round to the next is data here, not code."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import District as District
from app.extensions import Base

if TYPE_CHECKING:
    from app.judging.models import Rubric


class Scheme(Base):
    """A standing arrangement to give grants."""

    __tablename__ = "scheme"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))

    rounds: Mapped[list["Round"]] = relationship(back_populates="scheme")


class RoundStatus(StrEnum):
    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class FormLength(StrEnum):
    """How much an application is asked, by the amount sought (domain.md 2.1: kort, vanlig, full)."""

    SHORT = "short"
    STANDARD = "standard"
    FULL = "full"


class Round(Base):
    """One announcement. `committed_nok` is what is decided; the database refuses more than pot minus reserve."""

    __tablename__ = "grant_round"
    __table_args__ = (
        CheckConstraint("pot_nok > 0 AND reserve_nok >= 0 AND committed_nok >= 0", name="amounts_not_negative"),
        CheckConstraint("committed_nok + reserve_nok <= pot_nok", name="pot_not_overspent"),
        CheckConstraint("opens_at < closes_at", name="opens_before_closing"),
        CheckConstraint("week_starts_on <= week_ends_on", name="week_in_order"),
        CheckConstraint("max_activity_nok > 0 AND step_nok > 0", name="cap_and_step_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    rubric_id: Mapped[int | None] = mapped_column(ForeignKey("rubric.id"))
    status: Mapped[RoundStatus] = mapped_column(default=RoundStatus.DRAFT)
    name: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(Text, default="")

    # time
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    week_starts_on: Mapped[date]
    week_ends_on: Mapped[date]
    answer_due_on: Mapped[date]
    acceptance_days: Mapped[int] = mapped_column(default=14)

    # money, whole kroner
    pot_nok: Mapped[int]
    reserve_nok: Mapped[int] = mapped_column(default=0)
    committed_nok: Mapped[int] = mapped_column(default=0)
    max_activity_nok: Mapped[int]
    step_nok: Mapped[int] = mapped_column(default=100)
    allows_amounts_between: Mapped[bool] = mapped_column(default=True)
    requires_own_share: Mapped[bool] = mapped_column(default=False)
    allows_sales_income: Mapped[bool] = mapped_column(default=True)

    # rules
    max_activities: Mapped[int] = mapped_column(default=5)
    max_applications: Mapped[int | None]
    requires_free_entry: Mapped[bool] = mapped_column(default=True)
    requires_open_to_all: Mapped[bool] = mapped_column(default=True)
    requires_alcohol_free: Mapped[bool] = mapped_column(default=True)
    fundable_score: Mapped[Decimal] = mapped_column(default=Decimal(40))  # below: recommend rejection (domain.md 3.2)
    publishes_scores: Mapped[bool] = mapped_column(default=False)
    gives_individual_decisions: Mapped[bool] = mapped_column(default=True)  # enkeltvedtak: appeal text and deadline
    municipal_units_may_appeal: Mapped[bool] = mapped_column(default=True)
    dismissal_grounds: Mapped[list[str]] = mapped_column(
        default=list
    )  # formal checks that lead to dismissal, not rejection

    # sharing the pot (domain.md 3.3): what the allocation keeps to
    max_organisation_nok: Mapped[int | None]
    max_organisation_activities: Mapped[int | None]
    floor_criterion: Mapped[str | None] = mapped_column(String(30))  # below floor_value on it: not fundable
    floor_value: Mapped[int] = mapped_column(default=2, server_default="2")
    spread_score: Mapped[Decimal] = mapped_column(default=Decimal(50), server_default="50")
    spreads_categories: Mapped[bool] = mapped_column(default=False, server_default=false())
    spreads_districts: Mapped[bool] = mapped_column(default=False, server_default=false())

    # handling
    assessors_per_activity: Mapped[int] = mapped_column(default=1, server_default="1")
    assessing_closed_at: Mapped[datetime | None]  # from then on, what has these assessments is not assessed by more
    supplement_days: Mapped[int] = mapped_column(default=7, server_default="7")

    # after the decision
    pays_before_report: Mapped[bool] = mapped_column(default=True, server_default=true())
    report_due_on: Mapped[date | None]  # none: seven weeks after the week (followup/grants/plan.py)
    payer_account: Mapped[str | None] = mapped_column(String(11))  # the owner's own account, that grants are paid from

    # the owner and the letter
    municipality: Mapped[str] = mapped_column(String(80))
    owner_unit: Mapped[str] = mapped_column(String(120))
    owner_orgnr: Mapped[str | None] = mapped_column(String(9))
    owner_address: Mapped[str] = mapped_column(String(200))
    contact_email: Mapped[str] = mapped_column(String(254))
    contact_phone: Mapped[str] = mapped_column(String(20))
    appeal_body: Mapped[str] = mapped_column(String(120))
    appeal_address: Mapped[str] = mapped_column(String(200))
    budget_decision: Mapped[str] = mapped_column(String(200))
    guidelines: Mapped[str] = mapped_column(String(200))
    letter_colour: Mapped[str] = mapped_column(String(7), default="#2a2859")

    # cases
    reference_prefix: Mapped[str] = mapped_column(String(20), unique=True)
    last_case_number: Mapped[int] = mapped_column(default=0)

    scheme: Mapped[Scheme] = relationship(back_populates="rounds")
    rubric: Mapped["Rubric | None"] = relationship()
    categories: Mapped[list["Category"]] = relationship(order_by="Category.position", cascade="all, delete-orphan")
    tiers: Mapped[list["AmountTier"]] = relationship(order_by="AmountTier.amount_nok", cascade="all, delete-orphan")
    options: Mapped[list["RoundOption"]] = relationship(order_by="RoundOption.position", cascade="all, delete-orphan")
    texts: Mapped[list["RoundText"]] = relationship(order_by="RoundText.position", cascade="all, delete-orphan")

    @property
    def available_nok(self) -> int:
        """What is left to decide: pot minus reserve minus decided."""
        return self.pot_nok - self.reserve_nok - self.committed_nok


class Category(Base):
    """What an activity is about; six in 2018 [S:507-514]."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("round_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"))
    code: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(80))
    help_text: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[int]


class AmountTier(Base):
    """An amount by reach and size [S:516-517]: suggested up to so many participants and sessions."""

    __tablename__ = "amount_tier"
    __table_args__ = (
        UniqueConstraint("round_id", "amount_nok"),
        CheckConstraint("amount_nok > 0", name="amount_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"))
    amount_nok: Mapped[int]
    label: Mapped[str] = mapped_column(String(60))
    guidance: Mapped[str] = mapped_column(String(200), default="")
    up_to_participants: Mapped[int | None]
    up_to_sessions: Mapped[int | None]
    form_length: Mapped[FormLength]


class OptionKind(StrEnum):
    """The lists an application chooses from."""

    ACTIVITY_TYPE = "activity_type"
    GOAL = "goal"
    AUDIENCE = "audience"
    ACCESSIBILITY = "accessibility"
    PERMIT = "permit"
    EXPENSE_GROUP = "expense_group"


class RoundOption(Base):
    """One choice in one of a round's lists. For a permit, `lead_days` is how long before the event it is due."""

    __tablename__ = "round_option"
    __table_args__ = (UniqueConstraint("round_id", "kind", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"))
    kind: Mapped[OptionKind]
    code: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(80))
    help_text: Mapped[str] = mapped_column(String(200), default="")
    lead_days: Mapped[int | None]
    position: Mapped[int]


class TextKind(StrEnum):
    """The sentences of a round that people read: on the front page, in letters, or as a handler's snippet."""

    APPLICANT = "applicant"  # who may apply
    SUPPORTED = "supported"
    NOT_SUPPORTED = "not_supported"
    CONDITION = "condition"
    SNIPPET = "snippet"


class RoundText(Base):
    """One such sentence. A snippet belongs to an outcome (`code`) and has a title to find it by."""

    __tablename__ = "round_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"))
    kind: Mapped[TextKind]
    code: Mapped[str | None] = mapped_column(String(30))
    title: Mapped[str | None] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
