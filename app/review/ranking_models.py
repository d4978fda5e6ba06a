"""What was reckoned of a whole round at once: advice beside the ranking, kept with the moment it holds for."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base, Json


class Basis(StrEnum):
    """Which cases a reckoning was made of: who may not see one of them, may not see what follows from it."""

    ALL = "all"  # in review, recommended or decided
    PROPOSED = "proposed"  # recommended or decided: what approvers and readers see


class RankingMark(Base):
    """How often the assessments of a round have changed, and when they did last; `proposed_changes` counts those of
    cases that were recommended. `tried_at`: when the round was reckoned last, also when nothing came out differently.
    """

    __tablename__ = "ranking_mark"

    round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"), primary_key=True, autoincrement=False)
    changes: Mapped[int] = mapped_column(default=0)
    proposed_changes: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]


class RankingReview(Base):
    """One reckoning: replaced by the next that comes out of other inputs, never by one that comes out of the same, so
    that its moment tells nothing of cases that are not in it. `result` is review.trust.Trust as plain values.
    `changes`, `cases` and `sought_nok` say what it holds for: another number in RankingMark or CaseTally makes it
    stale. `seen_by`: those who by their own assessments see the scores of every case of the basis, also of those that
    nobody has assessed, so that the list tells nothing of others."""

    __tablename__ = "ranking_review"

    round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"), primary_key=True, autoincrement=False)
    basis: Mapped[Basis] = mapped_column(primary_key=True)
    reckoned_at: Mapped[datetime]
    changes: Mapped[int]
    cases: Mapped[int]
    sought_nok: Mapped[int]
    inputs: Mapped[str] = mapped_column(String(64))  # SHA-256
    seen_by: Mapped[list[int]] = mapped_column(Json, default=list)  # who has sent an assessment of every open case
    result: Mapped[dict[str, Any]]
