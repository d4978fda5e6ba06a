"""Krippendorff's alpha against published figures, against a second way of reckoning, and at its edges."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.judging.agreement import Counts, Reading, alpha, ordinal, reading

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: four observers, twelve units, values
# missing. Published: nominal .743, ordinal .815, interval .849.
BY_CODER = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
UNITS = [list(values) for values in zip(*BY_CODER, strict=True)]

values = st.none() | st.integers(1, 5)
units = st.lists(st.lists(values, min_size=0, max_size=5), max_size=12)


def nominal(_one: int, _other: int, _counts: Counts) -> Fraction:
    return Fraction(1)


def interval(one: int, other: int, _counts: Counts) -> Fraction:
    return Fraction((one - other) ** 2)


@pytest.mark.parametrize(("distance", "published"), [(nominal, 0.743), (ordinal, 0.815), (interval, 0.849)])
def test_the_published_example(distance: object, published: float) -> None:
    found = alpha(UNITS, distance)  # type: ignore[arg-type]
    assert found is not None
    assert round(float(found), 3) == published


def test_two_observers_and_two_values_as_published() -> None:
    # the same paper, section A: nominal .095
    one = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    other = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    found = alpha(list(zip(one, other, strict=True)), nominal)
    assert found is not None
    assert round(float(found), 3) == 0.095


def pair_by_pair(of: list[list[int | None]]) -> Fraction | None:
    """The definition, without a table: mean squared distance within units over that of all pairs of values, where the
    distance is the number of values from one rank to the other, half of each end."""
    pairable = [[one for one in unit if one is not None] for unit in of]
    pairable = [unit for unit in pairable if len(unit) > 1]
    everything = [one for unit in pairable for one in unit]

    def apart(a: int, b: int) -> Fraction:
        low, high = sorted((a, b))
        strictly = sum(low < one < high for one in everything)
        ends = everything.count(low) + everything.count(high)
        return Fraction(0) if a == b else (strictly + Fraction(ends, 2)) ** 2

    n = len(everything)
    within = sum(
        (Fraction(2, len(unit) - 1) * apart(a, b) for unit in pairable for a, b in combinations(unit, 2)), Fraction(0)
    )
    across = sum((2 * apart(a, b) for a, b in combinations(everything, 2)), Fraction(0))
    return 1 - (within / n) / (across / (n * (n - 1))) if across else None


def test_the_example_reckoned_pair_by_pair() -> None:
    assert alpha(UNITS) == pair_by_pair(UNITS)


@given(units)
def test_the_table_and_the_definition_say_the_same(of: list[list[int | None]]) -> None:
    assert alpha(of) == pair_by_pair(of)


@given(units, st.randoms())
def test_neither_the_order_of_units_nor_of_assessors_matters(of: list[list[int | None]], chance: object) -> None:
    mixed = [list(unit) for unit in of]
    for unit in (mixed, *mixed):
        chance.shuffle(unit)  # type: ignore[attr-defined]
    assert alpha(mixed) == alpha(of)


@given(units)
def test_alpha_is_never_above_one(of: list[list[int | None]]) -> None:
    found = alpha(of)
    assert found is None or found <= 1


@pytest.mark.parametrize(
    "of",
    [[], [[3], [4], [None, 5]], [[3, 3], [3, 3, 3]], [[None, None]]],
    ids=["nothing", "nobody shares", "one value only", "all missing"],
)
def test_where_alpha_is_undefined(of: list[list[int | None]]) -> None:
    assert alpha(of) is None


def test_all_agree_and_all_differ() -> None:
    assert alpha([[1, 1], [5, 5], [3, 3, 3]]) == 1
    found = alpha([[1, 5], [5, 1], [1, 5]])
    assert found is not None
    assert found < 0


@pytest.mark.parametrize(
    ("found", "read"),
    [
        (None, Reading.UNKNOWN),
        (Fraction(1), Reading.GOOD),
        (Fraction(4, 5), Reading.GOOD),
        (Fraction(799, 1000), Reading.USABLE),
        (Fraction(2, 3), Reading.USABLE),
        (Fraction(666, 1000), Reading.WEAK),
        (Fraction(-1, 2), Reading.WEAK),
    ],
)
def test_reading(found: Fraction | None, read: Reading) -> None:
    assert reading(found) is read
