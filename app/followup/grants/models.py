"""What was accepted, one row an activity: the anchor of everything that follows. Whole kroner."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import public_id
from app.applications.models import Activity, Application
from app.extensions import Base


class Grant(Base):
    """The grant of one activity, made by the first acceptance and kept true by what is answered, changed and given
    back. `accepted_nok`: what the city owes or has paid. `plan`: the activity as it stands now, plain values
    (grants/plan.py); it begins as what was applied for and changes only by an approved change notice.
    `report_due_on` is copied from the round, and moved with a reason."""

    __tablename__ = "activity_grant"
    __table_args__ = (
        CheckConstraint("accepted_nok >= 0", name="accepted_not_negative"),
        Index(None, "round_id", "report_due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), unique=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"))
    accepted_nok: Mapped[int]
    accepted_at: Mapped[datetime]
    plan: Mapped[dict[str, Any]]
    ends_on: Mapped[date]  # the last day of the plan: reports are asked for from the day after
    cancelled_at: Mapped[datetime | None]
    report_due_on: Mapped[date]

    activity: Mapped[Activity] = relationship()
    application: Mapped[Application] = relationship()


class GiveBackCause(StrEnum):
    CANCELLED = "cancelled"
    REDUCED = "reduced"  # less was asked for, by an approved change notice
    RECOVERED = "recovered"  # it was paid, and came back


class GiveBack(Base):
    """Of an accepted grant, only `kept_nok` is kept; the pot has the rest back. One row an activity: a later one
    replaces it."""

    __tablename__ = "give_back"
    __table_args__ = (CheckConstraint("kept_nok >= 0", name="kept_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), unique=True)
    kept_nok: Mapped[int]
    cause: Mapped[GiveBackCause]
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
