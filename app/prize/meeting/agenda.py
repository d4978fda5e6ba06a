"""What the meeting takes up, in which order: the top and the most disputed first (domain.md 3.4 step 6). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.prize.meeting.matrix import Mark, Matrix, Row

PLACES = 3
"""Those who stand on these places, and all who share the last of them, are the top."""


class Why(StrEnum):
    TOP = "top"
    DIVIDED = "divided"
    OTHER = "other"
    NO_QUORUM = "no_quorum"


@dataclass(frozen=True)
class Item:
    """`leaving`: names of those who may not take part in it."""

    row: Row
    why: Why
    leaving: tuple[str, ...]

    @property
    def is_divided(self) -> bool:
        return self.row.result.is_divided


def agenda(matrix: Matrix) -> list[Item]:
    """The top by total, then the others where the scores differ most, then the rest; last those without a quorum."""
    ranked = matrix.ranked
    least = ranked[min(PLACES, len(ranked)) - 1].total if ranked else None
    groups: dict[Why, list[Row]] = {why: [] for why in Why}
    for row in ranked:
        is_top = row.total is not None and least is not None and row.total >= least
        groups[Why.TOP if is_top else Why.DIVIDED if row.result.is_divided else Why.OTHER].append(row)
    groups[Why.DIVIDED].sort(key=lambda row: (-row.spread, -_disputed(row)))
    groups[Why.NO_QUORUM] = matrix.unranked
    return [Item(row, why, _leaving(row, matrix)) for why, rows in groups.items() for row in rows]


def _disputed(row: Row) -> int:
    """On how many criteria the scores are far apart."""
    return sum(found.is_divided for found in row.result.criteria.values())


def _leaving(row: Row, matrix: Matrix) -> tuple[str, ...]:
    members = [column.member for column in matrix.columns]
    return tuple(one.user.name for one in members if row.cells[one.user_id].mark is Mark.RECUSED)


def of(items: Sequence[Item], why: Why) -> list[Item]:
    return [item for item in items if item.why is why]
