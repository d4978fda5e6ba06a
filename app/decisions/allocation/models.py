"""Allocations that were computed, who took them up, and those that wait to be computed.

A run keeps everything it was made from, as the very text that was hashed: it can be computed again and compared sign by
sign. It is never changed; that somebody took it up is a row of its own.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import public_id
from app.extensions import Base
from app.rounds.models import Round


class RunKind(StrEnum):
    """By the round's own rules and cases, or a «hva hvis»."""

    REAL = "real"
    WHAT_IF = "what_if"


class AllocationRun(Base):
    """One allocation. `cases_round_id`: whose cases were shared; another round's, or the round's own. `is_whole`: made
    from all scores of the round; else only from those that the person who made it could see."""

    __tablename__ = "allocation_run"
    __table_args__ = (
        CheckConstraint("kind <> 'real' OR cases_round_id = round_id", name="real_has_own_cases"),
        CheckConstraint("kind <> 'real' OR is_whole", name="real_is_whole"),
        Index(None, "round_id", "made_at"),
    )
    NOTE_LENGTH = 200

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"))
    cases_round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"), index=True)
    kind: Mapped[RunKind]
    is_whole: Mapped[bool]
    note: Mapped[str] = mapped_column(String(NOTE_LENGTH), default="")
    rule_version: Mapped[str] = mapped_column(String(20))
    solver: Mapped[str] = mapped_column(String(40))
    inputs: Mapped[str] = mapped_column(Text)
    inputs_sha256: Mapped[str] = mapped_column(String(64))
    rules: Mapped[str] = mapped_column(Text)
    rules_sha256: Mapped[str] = mapped_column(String(64))
    result: Mapped[str] = mapped_column(Text)
    result_sha256: Mapped[str] = mapped_column(String(64))
    activities: Mapped[int]
    given_nok: Mapped[int]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    made_by_name: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]

    round: Mapped[Round] = relationship(foreign_keys=[round_id])
    cases_round: Mapped[Round] = relationship(foreign_keys=[cases_round_id])
    adoptions: Mapped[list["AllocationAdoption"]] = relationship(order_by="AllocationAdoption.id")


class AllocationAdoption(Base):
    """Somebody wrote a run's amounts into drafts of recommendations. `adjusted`: what they changed by hand, and why:
    [{key, from_nok, to_nok, reason}]. `outcomes`: what came of each case: [{reference, written, reason}]."""

    __tablename__ = "allocation_adoption"
    REASON_LENGTH = 300

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("allocation_run.id"), index=True)
    adopted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    adopted_by_name: Mapped[str] = mapped_column(String(80))
    adopted_at: Mapped[datetime]
    adjusted: Mapped[list[dict[str, Any]]]
    outcomes: Mapped[list[dict[str, Any]]]


class AllocationOrder(Base):
    """A large allocation that the worker computes. `asked` is the form as plain values."""

    __tablename__ = "allocation_order"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"), index=True)
    asked: Mapped[dict[str, Any]]
    activities: Mapped[int]
    ordered_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    ordered_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(Text)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("allocation_run.id"), index=True)

    round: Mapped[Round] = relationship()
    run: Mapped[AllocationRun | None] = relationship()
