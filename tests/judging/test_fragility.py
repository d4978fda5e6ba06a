"""The line: where it stands, and who crosses it when one assessor or one weight is taken differently."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.judging.fragility import Candidate, Contest, Crossing, Line, moved_weights
from app.judging.scoring import judge

WEIGHTS = {1: 60, 2: 40}
FIRST = datetime(2026, 9, 1, tzinfo=UTC)
ANN, BO, CAY = 1, 2, 3


def candidate(subject: int, sought: int = 5000, minute: int = 0, **sheets: tuple[int | None, int | None]) -> Candidate:
    people = {"ann": ANN, "bo": BO, "cay": CAY}
    given_sheets = {people[name]: {1: values[0], 2: values[1]} for name, values in sheets.items()}
    return Candidate(subject, given_sheets, sought, FIRST + timedelta(minutes=minute))


def order(*candidates: Candidate) -> list[int]:
    return [one.subject for one in Contest(candidates, WEIGHTS, Line(places=1)).ranked()]


def test_the_ladder_total_mean_relevance_earliest_number() -> None:
    best = candidate(9, ann=(5, 5))
    by_mean = candidate(8, ann=(3, 3), bo=(3, 3), cay=(5, 3))  # the median is 3, the mean is more
    relevant = candidate(7, ann=(4, 2), bo=(2, 4), cay=(3, 3))
    early, late = candidate(6, ann=(3, 3)), candidate(1, minute=5, ann=(3, 3))
    assert order(late, early, by_mean, best) == [9, 8, 6, 1]
    assert order(candidate(2, ann=(3, 3)), early, relevant) == [2, 6, 7]
    # equal totals and means, but one has it from relevance: 60 × 4 + 40 × 1 = 60 × 2 + 40 × 4
    assert order(candidate(1, ann=(2, 4)), candidate(2, ann=(4, 1))) == [2, 1]


def test_what_nobody_could_assess_has_no_rank() -> None:
    assert order(candidate(1, ann=(3, None)), candidate(2, ann=(1, 1))) == [2]


def test_the_line_by_places_and_by_money() -> None:
    ranked = [candidate(1, sought=6000), candidate(2, sought=5000), candidate(3, sought=1000)]
    assert Line(places=2).above(ranked) == {1, 2}
    assert Line(places=5).above(ranked) == {1, 2, 3}
    assert Line(pot_nok=11_000).above(ranked) == {1, 2}
    assert Line(pot_nok=10_999).above(ranked) == {1}  # the third would fit, but stands below the line
    assert Line(pot_nok=0).above(ranked) == frozenset()


def test_leaving_out_the_one_who_did_not_get_it() -> None:
    """Two give subject 1 more than subject 2; Bo alone turns it."""
    one = candidate(1, ann=(4, 4), bo=(1, 1))
    two = candidate(2, ann=(3, 3), bo=(3, 3))
    three = candidate(3, cay=(1, 1))
    found = Contest([one, two, three], WEIGHTS, Line(places=1)).without()
    assert found == {
        ANN: Crossing([], []),
        BO: Crossing(over=[1], under=[2]),
        CAY: Crossing([], [], alone=1),
    }


def test_moving_a_weight() -> None:
    """At 60/40 both have 55 in total and mean, and relevance decides. A little less weight on it turns the order."""
    strong_on_first = candidate(1, ann=(4, 2), bo=(4, 2))
    strong_on_second = candidate(2, ann=(3, 3), bo=(3, 4))
    contest = Contest([strong_on_first, strong_on_second], WEIGHTS, Line(places=1))
    assert contest.above() == {1}
    assert contest.with_moved_weights() == {
        (1, -5): Crossing(over=[2], under=[1]),
        (1, 5): Crossing([], []),
        (2, -5): Crossing([], []),
        (2, 5): Crossing(over=[2], under=[1]),
    }


@pytest.mark.parametrize("weights", [{1: 60, 2: 39}, {1: 60, 2: 41}, {1: 120, 2: -20}, {1: 0}])
def test_weights_that_are_not_100_are_refused(weights: dict[int, int]) -> None:
    with pytest.raises(ValueError, match="the weights make"):
        Contest([candidate(1, ann=(3, 3))], weights, Line(places=1))
    with pytest.raises(ValueError, match="the weights make"):
        judge(weights, [{1: 3, 2: 3}])


def test_a_weight_that_cannot_be_moved_is_left_out() -> None:
    assert moved_weights({1: 97, 2: 3}, 1, 5) is None
    assert moved_weights({1: 97, 2: 3}, 2, -5) is None
    assert moved_weights({1: 100}, 1, -5) is None
    assert moved_weights({1: 50, 2: 30, 3: 20}, 1, 5) == {1: 55 * 50, 2: 30 * 45, 3: 20 * 45}


score = st.none() | st.integers(1, 5)
contests = st.lists(
    st.tuples(st.dictionaries(st.integers(1, 4), st.tuples(score, score), max_size=4), st.integers(1, 9)), max_size=8
)


def contest_of(drawn: Any, line: Line) -> Contest:
    candidates = [
        Candidate(
            n, {one: {1: a, 2: b} for one, (a, b) in sheets.items()}, nok * 1000, FIRST + timedelta(minutes=n % 3)
        )
        for n, (sheets, nok) in enumerate(drawn)
    ]
    return Contest(candidates, WEIGHTS, line)


@given(contests)
def test_the_order_is_that_of_the_totals_that_are_kept(drawn: Any) -> None:
    contest = contest_of(drawn, Line(places=3))
    results = {one.subject: judge(WEIGHTS, list(one.sheets.values())) for one in contest.candidates}

    def rung(one: Candidate) -> tuple[Decimal, Decimal, Decimal, datetime, int]:
        found = results[one.subject]
        assert found.total is not None
        assert found.mean is not None
        assert found.criteria[1].median is not None
        return -found.total, -found.mean, -found.criteria[1].median, one.received_at, one.subject

    expected = sorted((one for one in contest.candidates if results[one.subject].total is not None), key=rung)
    assert contest.ranked() == expected
    assert all(contest.total(one) == found.total for one, found in results.items())


@given(contests, st.integers(0, 30))
def test_who_crosses_is_what_a_new_reckoning_without_that_one_says(drawn: Any, pot: int) -> None:
    line = Line(pot_nok=pot * 1000)
    contest = contest_of(drawn, line)
    for assessor, crossing in contest.without().items():
        left = [
            Candidate(
                one.subject,
                {p: s for p, s in one.sheets.items() if p != assessor} if len(one.sheets) > 1 else one.sheets,
                one.sought_nok,
                one.received_at,
            )
            for one in contest.candidates
        ]
        again = Contest(left, WEIGHTS, line).above()
        assert (set(crossing.over), set(crossing.under)) == (again - contest.above(), contest.above() - again)


@given(contests, st.integers(1, 8))
def test_the_line_is_never_beyond_its_places(drawn: Any, places: int) -> None:
    contest = contest_of(drawn, Line(places=places))
    assert len(contest.above()) <= places
    for crossing in contest.with_moved_weights().values():
        assert len(crossing.over) == len(crossing.under)
