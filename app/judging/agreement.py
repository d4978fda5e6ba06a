"""How far assessors agree on one criterion: Krippendorff's alpha, in exact fractions, and what it means in words.

Alpha is 1 − observed / expected disagreement: 1 when all agree, 0 when they agree no more than chance would. Values may
be missing; a unit with fewer than two of them says nothing. Krippendorff, Content Analysis, 2nd ed. (2004), ch. 11.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import product

Counts = Mapping[int, Fraction]
"""Value → how often it stands in a pair."""

Distance = Callable[[int, int, Counts], Fraction]
"""How far two different values are from each other."""

GOOD, USABLE = Fraction(4, 5), Fraction(2, 3)
"""Krippendorff's own bounds: .800 to rely on, .667 for tentative conclusions."""


class Reading(StrEnum):
    """Alpha as a person needs it."""

    GOOD = "good"
    USABLE = "usable"
    WEAK = "weak"
    UNKNOWN = "unknown"


def alpha(units: Iterable[Sequence[int | None]], distance: Distance | None = None) -> Fraction | None:
    """Of the values that each unit got (None: not assessed), in any order.

    None where it is undefined: no unit has two values, or all values that can be paired are the same.
    """
    pairs = coincidences(units)
    margins: dict[int, Fraction] = {}
    for (value, _other), weight in pairs.items():
        margins[value] = margins.get(value, Fraction(0)) + weight
    total = sum(margins.values(), Fraction(0))
    apart = distance or ordinal
    far = {(c, k): apart(c, k, margins) for c, k in product(margins, repeat=2) if c != k}
    expected = sum((margins[c] * margins[k] * gap for (c, k), gap in far.items()), Fraction(0))
    if not expected:
        return None
    observed = sum((pairs[both] * gap for both, gap in far.items() if both in pairs), Fraction(0))
    return 1 - (total - 1) * observed / expected


def coincidences(units: Iterable[Sequence[int | None]]) -> dict[tuple[int, int], Fraction]:
    """How often two values stand together in a unit; each of m values weighs as one, whatever m is."""
    kinds = Counter(tuple(sorted(value for value in unit if value is not None)) for unit in units)
    found: dict[tuple[int, int], Fraction] = {}
    for values, times in kinds.items():
        for i, j in product(range(len(values)), repeat=2):
            if i != j:
                both = values[i], values[j]
                found[both] = found.get(both, Fraction(0)) + Fraction(times, len(values) - 1)
    return found


def ordinal(one: int, other: int, counts: Counts) -> Fraction:
    """Squared number of values between the two, half of each end: ranks matter, not the size of a step."""
    low, high = min(one, other), max(one, other)
    between = sum((count for value, count in counts.items() if low <= value <= high), Fraction(0))
    return (between - (counts[low] + counts[high]) / 2) ** 2


def reading(found: Fraction | None) -> Reading:
    if found is None:
        return Reading.UNKNOWN
    if found >= GOOD:
        return Reading.GOOD
    return Reading.USABLE if found >= USABLE else Reading.WEAK
