"""Key figures with their sources, what is reckoned of each round, and the final reports that are drafted of them."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import public_id
from app.extensions import Base


class KeyFigure(Base):
    """One figure as its source says it. `value` is None where the source gives no number (then `value_text` says what
    it does say); `value_to` is the upper end of a range. Contradictions stand as rows of their own: nothing is tidied.
    `kind` is a code of kinds.py: figures of different kinds are never added."""

    __tablename__ = "key_figure"
    __table_args__ = (
        Index(None, "year", "kind"),
        CheckConstraint("value IS NOT NULL OR value_text IS NOT NULL", name="says_something"),
        CheckConstraint("value_to IS NULL OR value_to >= value", name="range_in_order"),
        CheckConstraint("line_to IS NULL OR line_from <= line_to", name="lines_in_order"),
    )
    TEXT_LENGTH, NOTE_LENGTH, SOURCE_LENGTH = 120, 400, 200

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    value: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    value_to: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    value_text: Mapped[str | None] = mapped_column(String(TEXT_LENGTH))  # as the source writes it
    count_method: Mapped[str | None] = mapped_column(String(20))  # counted, estimated, not_counted, unknown
    what: Mapped[str | None] = mapped_column(String(TEXT_LENGTH))  # of what, where the kind alone does not say
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH))
    line_from: Mapped[int | None]
    line_to: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(String(NOTE_LENGTH))
    contradicts: Mapped[bool] = mapped_column(default=False)
    added_by_name: Mapped[str] = mapped_column(String(80))
    added_at: Mapped[datetime]


class RoundSummary(Base):
    """What a round comes to, reckoned from its cases and kept, so that ten years are read as fast as one. `content`:
    plain values (summary.py); `reckoned_at` stands on the page."""

    __tablename__ = "round_summary"

    round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"), primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]]
    reckoned_at: Mapped[datetime]


class LearningNote(Base):
    """What somebody wants next year's people to know, for the final report."""

    __tablename__ = "learning_note"
    TEXT_LENGTH = 1000

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    year: Mapped[int] = mapped_column(index=True)
    worked: Mapped[bool]  # what worked, or what did not
    text: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]


class FinalReportState(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


class FinalReport(Base):
    """A draft of the year's final report, made in the background. Another draft is another row."""

    __tablename__ = "final_report"
    __table_args__ = (UniqueConstraint("year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    year: Mapped[int]
    number: Mapped[int]
    state: Mapped[FinalReportState] = mapped_column(default=FinalReportState.WAITING)
    done_steps: Mapped[int] = mapped_column(default=0)
    all_steps: Mapped[int] = mapped_column(default=0)
    step: Mapped[str | None] = mapped_column(String(80))
    problem: Mapped[str | None] = mapped_column(String(300))
    pdf_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    docx_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    asked_by_name: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
