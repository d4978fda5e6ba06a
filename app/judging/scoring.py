"""How scores become a total: pure arithmetic in exact decimals (domain.md 3.6). Stored inputs give the same again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.judging.models import LOWEST

SPREAD_TO_NOTICE = 2
"""From this difference between the highest and the lowest score, a criterion asks for a second look."""

Sheet = Mapping[int, int | None]
"""One assessor's answers: criterion id → 1-5, or None for «kan ikke vurderes»."""


@dataclass(frozen=True)
class CriterionResult:
    """What the assessors together say on one criterion. No median when nobody could assess it."""

    values: tuple[int, ...]
    median: Decimal | None
    spread: int | None

    @property
    def is_divided(self) -> bool:
        return self.spread is not None and self.spread >= SPREAD_TO_NOTICE


@dataclass(frozen=True)
class Result:
    """All assessments of one subject. `total` is 0-100, unrounded, or None: «ufullstendig»."""

    criteria: Mapping[int, CriterionResult]
    total: Decimal | None
    assessments: int

    @property
    def spread(self) -> int | None:
        """The widest spread of any criterion."""
        return max((found.spread for found in self.criteria.values() if found.spread is not None), default=None)

    @property
    def is_divided(self) -> bool:
        return any(found.is_divided for found in self.criteria.values())


def median(values: Sequence[int]) -> Decimal | None:
    """The middle value; the mean of the two middle ones for an even number; None of none."""
    if not values:
        return None
    ordered, middle = sorted(values), len(values) // 2
    if len(ordered) % 2:
        return Decimal(ordered[middle])
    return Decimal(ordered[middle - 1] + ordered[middle]) / 2


def judge(weights: Mapping[int, int], sheets: Sequence[Sheet]) -> Result:
    """The result of the sent `sheets`. `weights` is criterion id → per cent (a rubric's add up to 100).

    «Kan ikke vurderes» and a criterion that a sheet lacks are left out, never punished.
    """
    criteria = {criterion: _criterion(criterion, sheets) for criterion in weights}
    return Result(criteria, _total(weights, criteria), len(sheets))


def _criterion(criterion: int, sheets: Sequence[Sheet]) -> CriterionResult:
    answers = (sheet.get(criterion) for sheet in sheets)
    values = tuple(sorted(value for value in answers if value is not None))
    return CriterionResult(values, median(values), max(values) - min(values) if values else None)


def _total(weights: Mapping[int, int], criteria: Mapping[int, CriterionResult]) -> Decimal | None:
    """Σ weight × (median − 1) / 4: 0 when all medians are 1, 100 when all are 5."""
    total = Decimal(0)
    for criterion, weight in weights.items():
        middle = criteria[criterion].median
        if middle is None:
            return None
        total += weight * (middle - LOWEST) / 4
    return total if weights else None
