"""What was reckoned of a whole round at once: advice beside the ranking, kept with the moment it holds for."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base


class Basis(StrEnum):
    """Which assessments a reckoning was made of: who may not see one of them, may not see what follows from it."""

    ALL = "all"  # everything that is sent and counts
    PROPOSED = "proposed"  # of cases that are recommended or decided: what approvers and readers see


class RankingMark(Base):
    """When something that the ranking of a round is made of changed last: older reckonings are stale."""

    __tablename__ = "ranking_mark"

    round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"), primary_key=True, autoincrement=False)
    changed_at: Mapped[datetime]


class RankingReview(Base):
    """One reckoning: replaced by the next one. `result` is review.trust.Trust as plain values; `cases` and
    `sought_nok` are those of the rows it was made of, and tell whether another row has joined or left since."""

    __tablename__ = "ranking_review"

    round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"), primary_key=True, autoincrement=False)
    basis: Mapped[Basis] = mapped_column(primary_key=True)
    inputs_at: Mapped[datetime]
    cases: Mapped[int]
    sought_nok: Mapped[int]
    result: Mapped[dict[str, Any]]
