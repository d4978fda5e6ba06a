"""What tells equal scores apart, rung by rung."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.prize.meeting.ladder import Candidate, Rung, Step, climb


def candidate(reference: str, total: str = "75", first: str = "4", recusals: int = 0) -> Candidate:
    return Candidate(reference, Decimal(total), Decimal(first), recusals)


candidates = st.lists(
    st.builds(
        Candidate,
        reference=st.sampled_from([f"PRIS-2026-{number:03d}" for number in range(1, 10)]),
        total=st.sampled_from([Decimal("62.5"), Decimal("75"), Decimal("75.125")]),
        first=st.sampled_from([Decimal("3"), Decimal("3.5")]),
        recusals=st.integers(0, 1),
    ),
    unique_by=lambda one: one.reference,
    max_size=9,
)


@pytest.mark.parametrize(
    ("best", "next_one", "rung"),
    [
        (candidate("B", total="75.125"), candidate("A"), Rung.TOTAL),
        (candidate("B", first="4.5"), candidate("A"), Rung.FIRST_CRITERION),
        (candidate("B"), candidate("A", recusals=1), Rung.FEWEST_RECUSALS),
    ],
)
def test_the_first_rung_where_they_differ_decides(best: Candidate, next_one: Candidate, rung: Rung) -> None:
    assert climb([next_one, best]) == [Step(("B",), rung), Step(("A",))]


def test_a_higher_rung_beats_all_lower_ones() -> None:
    strong_first = candidate("A", total="74.9", first="5")
    assert climb([strong_first, candidate("B", first="2", recusals=2)]) == [Step(("B",), Rung.TOTAL), Step(("A",))]


def test_nothing_tells_them_apart() -> None:
    assert climb([candidate("B"), candidate("A")]) == [Step(("A", "B"))]


def test_the_chair_decides_before_the_draw() -> None:
    steps = climb([candidate("A"), candidate("B")], chair=["B"], draws=[["A", "B"]])
    assert steps == [Step(("B",), Rung.CHAIR), Step(("A",))]


def test_the_chair_cannot_lift_what_scored_less() -> None:
    steps = climb([candidate("A", total="80"), candidate("B")], chair=["B"])
    assert steps == [Step(("A",), Rung.TOTAL), Step(("B",))]


def test_a_draw_orders_those_it_was_made_between() -> None:
    steps = climb([candidate("A"), candidate("B"), candidate("C")], draws=[["C", "A", "B"]])
    assert steps == [Step(("C",), Rung.DRAW), Step(("A",), Rung.DRAW), Step(("B",))]


def test_a_draw_between_others_says_nothing() -> None:
    assert climb([candidate("A"), candidate("B"), candidate("C")], draws=[["A", "B"]]) == [Step(("A", "B", "C"))]


def test_the_oldest_draw_stands() -> None:
    steps = climb([candidate("A"), candidate("B")], draws=[["B", "A"], ["A", "B"]])
    assert steps == [Step(("B",), Rung.DRAW), Step(("A",))]


def test_no_candidates() -> None:
    assert climb([]) == []


@given(candidates, st.randoms())
def test_the_order_they_come_in_does_not_matter(given_: list[Candidate], random: object) -> None:
    mixed = list(given_)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert climb(mixed) == climb(given_)


@given(candidates)
def test_everyone_stands_on_one_step_in_the_order_of_the_totals(given_: list[Candidate]) -> None:
    steps = climb(given_)
    references = [reference for step in steps for reference in step.references]
    totals = {one.reference: one.total for one in given_}
    assert sorted(references) == sorted(totals)
    assert [totals[each] for each in references] == sorted(totals.values(), reverse=True)
    assert [step.apart_by is None for step in steps] == [*[False] * (len(steps) - 1), True][: len(steps)]


@given(st.integers(1, 9))
def test_all_scores_equal_is_one_tie_until_it_is_drawn(count: int) -> None:
    equal = [candidate(f"PRIS-2026-{number:03d}") for number in range(1, count + 1)]
    references = tuple(one.reference for one in equal)
    assert climb(equal) == [Step(references)]
    drawn = climb(equal, draws=[references[::-1]])
    assert [step.references for step in drawn] == [(each,) for each in references[::-1]]
    assert {step.apart_by for step in drawn[:-1]} <= {Rung.DRAW}
