"""Medians, weights and spread: exact, between 0 and 100, and the same whoever comes first."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.judging.scoring import Result, Sheet, judge, median

WEIGHTS = {1: 25, 2: 20, 3: 20, 4: 15, 5: 10, 6: 10}

values = st.integers(1, 5)
full_sheets = st.lists(st.fixed_dictionaries(dict.fromkeys(WEIGHTS, values)), min_size=1, max_size=6)
sheets = st.lists(st.fixed_dictionaries(dict.fromkeys(WEIGHTS, st.none() | values)), max_size=6)


def sheet(*given_values: int | None) -> Sheet:
    return dict(zip(WEIGHTS, given_values, strict=True))


def total(*of: Sheet) -> Decimal | None:
    return judge(WEIGHTS, of).total


@pytest.mark.parametrize(
    ("given_values", "middle"),
    [
        ([], None),
        ([4], Decimal(4)),
        ([5, 1, 2], Decimal(2)),
        ([2, 5], Decimal("3.5")),
        ([4, 4, 1, 5], Decimal(4)),
    ],
)
def test_the_median(given_values: list[int], middle: Decimal | None) -> None:
    assert median(given_values) == middle


def test_the_total_of_one_sheet() -> None:
    # 25 × 3/4 + 20 × 3/4 + 20 × 1 + 15 × 2/4 + 10 × 3/4 + 10 × 3/4
    assert total(sheet(4, 4, 5, 3, 4, 4)) == Decimal("76.25")


def test_the_lowest_and_the_highest() -> None:
    assert (total(sheet(1, 1, 1, 1, 1, 1)), total(sheet(5, 5, 5, 5, 5, 5))) == (Decimal(0), Decimal(100))


def test_two_sheets_meet_in_the_middle_with_full_precision() -> None:
    assert total(sheet(4, 4, 4, 4, 4, 4), sheet(5, 4, 4, 4, 4, 4)) == Decimal("78.125")


def test_what_cannot_be_assessed_is_left_out_and_not_punished() -> None:
    assert total(sheet(4, 4, 4, 4, 4, None), sheet(4, 4, 4, 4, 4, 4)) == Decimal(75)


def test_a_criterion_that_nobody_could_assess_makes_the_total_incomplete() -> None:
    result = judge(WEIGHTS, [sheet(4, 4, 4, 4, 4, None), sheet(5, 5, 5, 5, 5, None)])
    assert (result.total, result.criteria[6].median, result.spread, result.assessments) == (None, None, 1, 2)


def test_the_mean_separates_what_the_median_leaves_equal() -> None:
    alike = [sheet(3, 3, 3, 3, 3, 3), sheet(3, 3, 3, 3, 3, 3)]
    low, high = judge(WEIGHTS, [*alike, sheet(1, 3, 3, 3, 3, 3)]), judge(WEIGHTS, [*alike, sheet(5, 3, 3, 3, 3, 3)])
    assert (low.total, high.total) == (Decimal(50), Decimal(50))
    assert (low.mean, high.mean) == (Decimal("45.83333333"), Decimal("54.16666667"))
    assert judge(WEIGHTS, [sheet(4, 4, 4, 4, 4, None)]).mean is None


def test_nothing_sent_is_incomplete() -> None:
    assert judge(WEIGHTS, []) == Result(judge(WEIGHTS, []).criteria, None, None, 0)
    assert judge({}, [{}]).total is None


def test_a_spread_of_two_asks_for_a_second_look() -> None:
    one = judge(WEIGHTS, [sheet(2, 3, 3, 3, 3, 3), sheet(3, 3, 3, 3, 3, 3)])
    two = judge(WEIGHTS, [sheet(2, 3, 3, 3, 3, 3), sheet(4, 3, 3, 3, 3, 3)])
    assert (one.spread, one.is_divided) == (1, False)
    assert (two.spread, two.is_divided, two.criteria[1].is_divided, two.criteria[2].is_divided) == (
        2,
        True,
        True,
        False,
    )


@given(full_sheets)
def test_a_total_is_between_0_and_100(of: list[Sheet]) -> None:
    found = total(*of)
    assert found is not None
    assert 0 <= found <= 100


@given(
    st.permutations(range(5)),
    st.lists(st.fixed_dictionaries(dict.fromkeys(WEIGHTS, st.none() | values)), min_size=5, max_size=5),
)
def test_the_order_of_assessors_says_nothing(order: list[int], of: list[Sheet]) -> None:
    assert judge(WEIGHTS, of) == judge(WEIGHTS, [of[i] for i in order])


@given(full_sheets, st.sampled_from(sorted(WEIGHTS)), st.data())
def test_a_higher_score_never_lowers_the_total(of: list[dict[int, int]], criterion: int, data: st.DataObject) -> None:
    who = data.draw(st.integers(0, len(of) - 1))
    higher = [dict(one) for one in of]
    higher[who][criterion] = data.draw(st.integers(of[who][criterion], 5))
    before, after = total(*of), total(*higher)
    assert before is not None
    assert after is not None
    assert after >= before


@given(sheets)
def test_a_total_that_was_stored_is_the_same_again(of: list[Sheet]) -> None:
    """Three decimals are always enough, so the database keeps it whole."""
    found = total(*of)
    assert found is None or found == found.quantize(Decimal("0.001"))
