"""How scores become a total: pure arithmetic in exact decimals (domain.md 3.6). Stored inputs give the same again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from app.judging.models import LOWEST

WHOLE = 100
"""What the weights of a rubric add up to, in per cent."""

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
    def mean(self) -> Fraction | None:
        return Fraction(sum(self.values), len(self.values)) if self.values else None

    @property
    def is_divided(self) -> bool:
        return self.spread is not None and self.spread >= SPREAD_TO_NOTICE


@dataclass(frozen=True)
class Result:
    """All assessments of one subject. `total` is 0-100, unrounded, or None: «ufullstendig». `mean` is the same of the
    means, to more decimals than are kept; it only separates equal totals (domain.md 3.2)."""

    criteria: Mapping[int, CriterionResult]
    total: Decimal | None
    mean: Decimal | None
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
    """The result of the sent `sheets`. `weights` is criterion id → per cent; raises ValueError unless they make 100.

    «Kan ikke vurderes» and a criterion that a sheet lacks are left out, never punished.
    """
    criteria = {criterion: _criterion(criterion, sheets) for criterion in whole(weights)}
    return Result(criteria, _total(weights, criteria), _mean(weights, criteria), len(sheets))


def sheet_total(weights: Mapping[int, int], sheet: Sheet) -> Decimal | None:
    """One assessor's own total, 0-100; None when something could not be assessed."""
    total = 0
    for criterion, weight in weights.items():
        value = sheet.get(criterion)
        if value is None:
            return None
        total += weight * (value - LOWEST)
    return Decimal(total) / 4 if weights else None


def whole(weights: Mapping[int, int]) -> Mapping[int, int]:
    """The same weights, when they make 100 (a round without a rubric has none). A total of others would mean nothing:
    no round is announced with them, so it is an error of ours."""
    if weights and (sum(weights.values()) != WHOLE or min(weights.values()) < 0):
        raise ValueError(f"the weights make {sum(weights.values())}, not {WHOLE}")
    return weights


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


MEAN_DECIMALS = Decimal("0.00000001")


def _mean(weights: Mapping[int, int], criteria: Mapping[int, CriterionResult]) -> Decimal | None:
    """Σ weight × (mean − 1) / 4, reckoned in fractions and rounded once."""
    total = Fraction(0)
    for criterion, weight in weights.items():
        middle = criteria[criterion].mean
        if middle is None:
            return None
        total += weight * (middle - LOWEST) / 4
    return (Decimal(total.numerator) / total.denominator).quantize(MEAN_DECIMALS, ROUND_HALF_EVEN) if weights else None
