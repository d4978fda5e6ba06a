"""A decision that is made anew (omgjøring), and errors of writing that are put right (retting). Whole kroner.

A reversal makes the next version of the decision; a correction leaves the version and its deadlines as they are.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import public_id
from app.applications.models import Activity
from app.decisions.models import AMOUNT_FITS_OUTCOME, Appeal, Decision, SettledLine
from app.extensions import Base
from app.letters.models import Letter


class Ground(StrEnum):
    """What allows the decision to be changed (forvaltningsloven § 35; the last one § 33)."""

    FAVOURABLE = "favourable"
    NOT_TOLD_YET = "not_told_yet"
    INVALID = "invalid"
    RESERVED_POWER = "reserved_power"
    LAW = "law"
    APPEAL = "appeal"


TO_DETRIMENT = frozenset({Ground.NOT_TOLD_YET, Ground.INVALID, Ground.RESERVED_POWER, Ground.LAW})
"""The grounds that allow a change to the party's detriment."""


class ChangeStatus(StrEnum):
    """Of a reversal and of a correction: what one person proposes, another approves, returns or never sees."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Reversal(Base):
    """A proposal to make the decision `reversed` anew; once approved, `decision` is the version that was made.

    To the party's detriment it needs an advance notice (forvaltningsloven § 16): the day to comment by must be over.
    """

    __tablename__ = "reversal"
    __table_args__ = (
        UniqueConstraint("decision_id"),
        CheckConstraint("(status = 'approved') = (decision_id IS NOT NULL)", name="approved_has_decision"),
        CheckConstraint("decided_by_id <> prepared_by_id", name="decided_by_another"),
        CheckConstraint("status <> 'returned' OR return_comment IS NOT NULL", name="returned_has_comment"),
        CheckConstraint("(noticed_on IS NULL) = (comment_by IS NULL)", name="notice_has_deadline"),
        CheckConstraint("ground <> 'appeal' OR appeal_id IS NOT NULL", name="appeal_ground_has_appeal"),
        CheckConstraint("length(explanation) > 0", name="explanation_not_empty"),
        Index(
            "uq_reversal_proposed",
            "reversed_id",
            unique=True,
            sqlite_where=text("status = 'proposed'"),
            postgresql_where=text("status = 'proposed'"),
        ),
        Index(None, "reversed_id"),
        Index(None, "appeal_id"),
    )
    EXPLANATION_LENGTH = 2000
    COMMENT_LENGTH = 4000

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    reversed_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    appeal_id: Mapped[int | None] = mapped_column(ForeignKey("appeal.id"))
    status: Mapped[ChangeStatus] = mapped_column(default=ChangeStatus.PROPOSED)
    ground: Mapped[Ground]
    explanation: Mapped[str] = mapped_column(Text)  # stands in the letter
    condition: Mapped[str | None] = mapped_column(Text)  # of the letter, that the power follows from
    is_detriment: Mapped[bool]  # something gets less, or a new condition
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    prepared_by_name: Mapped[str] = mapped_column(String(80))
    prepared_at: Mapped[datetime]
    noticed_on: Mapped[date | None]  # the advance notice was sent
    comment_by: Mapped[date | None]  # the last day for the party to comment
    comment: Mapped[str | None] = mapped_column(Text)
    comment_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))  # who approved or returned it
    decided_by_name: Mapped[str | None] = mapped_column(String(80))
    decided_at: Mapped[datetime | None]
    return_comment: Mapped[str | None] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_name: Mapped[str | None] = mapped_column(String(80))

    reversed: Mapped[Decision] = relationship(foreign_keys=reversed_id)
    decision: Mapped[Decision | None] = relationship(foreign_keys=decision_id)
    appeal: Mapped[Appeal | None] = relationship()
    lines: Mapped[list["ReversalLine"]] = relationship(
        back_populates="reversal", order_by="ReversalLine.activity_id", cascade="all, delete-orphan"
    )


class ReversalLine(SettledLine, Base):
    """What one activity is to get now, whether it changes or not."""

    __tablename__ = "reversal_line"
    __table_args__ = (
        UniqueConstraint("reversal_id", "activity_id"),
        CheckConstraint(AMOUNT_FITS_OUTCOME, name="amount_fits_outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reversal_id: Mapped[int] = mapped_column(ForeignKey("reversal.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))

    reversal: Mapped[Reversal] = relationship(back_populates="lines")
    activity: Mapped[Activity] = relationship()


class Correction(Base):
    """Errors of writing or arithmetic in a released decision. `changes`: what stood and what is to stand in each text,
    {"position": 1, "field": "reasons", "was": …, "now": …}. The decision's own lines are never changed."""

    __tablename__ = "correction"
    __table_args__ = (
        UniqueConstraint("decision_id", "number"),
        CheckConstraint("decided_by_id <> proposed_by_id", name="decided_by_another"),
        CheckConstraint("(status = 'approved') = (letter_id IS NOT NULL)", name="approved_has_letter"),
        CheckConstraint("status <> 'returned' OR return_comment IS NOT NULL", name="returned_has_comment"),
        Index(
            "uq_correction_proposed",
            "decision_id",
            unique=True,
            sqlite_where=text("status = 'proposed'"),
            postgresql_where=text("status = 'proposed'"),
        ),
    )
    EXPLANATION_LENGTH = 600

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    number: Mapped[int]  # counts the corrections of a case
    status: Mapped[ChangeStatus] = mapped_column(default=ChangeStatus.PROPOSED)
    changes: Mapped[list[dict[str, Any]]]
    explanation: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    proposed_by_name: Mapped[str] = mapped_column(String(80))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_by_name: Mapped[str | None] = mapped_column(String(80))
    decided_at: Mapped[datetime | None]
    return_comment: Mapped[str | None] = mapped_column(Text)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))

    decision: Mapped[Decision] = relationship()
    letter: Mapped[Letter | None] = relationship()
