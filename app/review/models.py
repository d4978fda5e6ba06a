"""Formal checks of an application: judged by the system when it is sent, explained by a case handler."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.applications.models import FlagLevel
from app.extensions import Base


class CheckCode(StrEnum):
    """What is checked. The rules stand in review/checks.py, their sentences beside them."""

    IN_TIME = "in_time"
    WITHIN_WEEK = "within_week"
    FREE_ENTRY = "free_entry"
    OPEN_TO_ALL = "open_to_all"
    ALCOHOL_FREE = "alcohol_free"
    WITHIN_CAP = "within_cap"
    BUDGET_BALANCES = "budget_balances"
    ORGANISATION_NUMBER = "organisation_number"
    DUPLICATE = "duplicate"
    SAME_EXPENSE = "same_expense"
    PREVIOUS_REPORT = "previous_report"
    SEVERAL_APPLICATIONS = "several_applications"
    PERMITS = "permits"
    DE_MINIMIS = "de_minimis"
    RUNNING_COSTS = "running_costs"
    PLAUSIBLE_REACH = "plausible_reach"


class CheckResult(Base):
    """How one check came out for a case, or for one of its activities. `details` fills the check's sentence."""

    __tablename__ = "check_result"
    __table_args__ = (
        CheckConstraint("(explained_at IS NULL) = (explanation IS NULL)", name="explained_has_time"),
        Index(None, "application_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    code: Mapped[CheckCode]
    level: Mapped[FlagLevel]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    checked_at: Mapped[datetime]
    explanation: Mapped[str | None] = mapped_column(Text)
    explained_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    explained_by_name: Mapped[str | None] = mapped_column(String(80))
    explained_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Still waits for a case handler: not green, and not explained."""
        return self.level is not FlagLevel.GREEN and self.explained_at is None
