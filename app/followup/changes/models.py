"""What the party says is changed after the decision: date, place, size, content, amount, or that it is cancelled."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User, public_id
from app.extensions import Base
from app.followup.grants.models import Grant


class ChangeStatus(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    NOTED = "noted"  # for information only: nothing had to be decided
    WITHDRAWN = "withdrawn"


class ChangeWeight(StrEnum):
    """Who decides it. Small: a case handler. Large (amount or purpose): an approver."""

    SMALL = "small"
    LARGE = "large"


class ChangeNotice(Base):
    """One notice. `before` and `after`: the parts of the plan that differ, plain values by name (grants/plan.py), and
    `before["accepted_nok"]` where the amount is one of them; `amount_nok` when less money is wanted; `cancels` when it
    will not be held. Nothing of it counts before it is approved."""

    __tablename__ = "change_notice"
    __table_args__ = (
        UniqueConstraint("grant_id", "number"),
        Index(None, "status"),
        CheckConstraint("amount_nok IS NULL OR amount_nok > 0", name="amount_positive"),
        CheckConstraint("(decided_at IS NULL) = (status IN ('open', 'withdrawn'))", name="decided_has_time"),
    )
    EXPLANATION_LENGTH, ANSWER_LENGTH = 600, 600

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    grant_id: Mapped[int] = mapped_column(ForeignKey("activity_grant.id"))
    number: Mapped[int]
    status: Mapped[ChangeStatus] = mapped_column(default=ChangeStatus.OPEN)
    weight: Mapped[ChangeWeight]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    amount_nok: Mapped[int | None]
    cancels: Mapped[bool] = mapped_column(default=False)
    changes_purpose: Mapped[bool] = mapped_column(default=False)
    explanation: Mapped[str] = mapped_column(Text)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    sent_by_name: Mapped[str] = mapped_column(String(80))
    sent_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_by_name: Mapped[str | None] = mapped_column(String(80))
    decided_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)

    grant: Mapped[Grant] = relationship()
    sent_by: Mapped[User] = relationship(foreign_keys=[sent_by_id])
