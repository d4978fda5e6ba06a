"""Formal checks of an application, judged by the system and explained by a case handler; and who assesses what."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
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


class Assignment(Base):
    """An activity given to a person to assess. One that is withdrawn stays, with who withdrew it and why."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_name IS NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name="withdrawn_has_reason",
        ),
        Index(
            "uq_assignment_open",
            "activity_id",
            "user_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index(None, "user_id", "withdrawn_at"),
    )
    REASON_LENGTH = 300

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    user_name: Mapped[str] = mapped_column(String(80))
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    given_by_name: Mapped[str] = mapped_column(String(80))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_by_name: Mapped[str | None] = mapped_column(String(80))
    withdrawn_reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))
