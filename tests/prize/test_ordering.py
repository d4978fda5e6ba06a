"""Each juror meets the nominations in an order of their own, and always the same."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from app.prize.scoring.ordering import shuffled

TWELVE = [f"PRIS-2026-{number:03d}" for number in range(1, 13)]


@dataclass(frozen=True)
class Entry:
    reference: str


def order(references: list[str], juror: str) -> list[str]:
    return [entry.reference for entry in shuffled([Entry(one) for one in references], juror)]


@given(st.permutations(TWELVE))
def test_the_order_does_not_depend_on_how_they_came(references: list[str]) -> None:
    assert order(references, "rita") == order(TWELVE, "rita")


def test_two_jurors_meet_them_in_different_orders() -> None:
    assert len({tuple(order(TWELVE, juror)) for juror in ("rita", "bjørn", "klara", "ulrik", "eva")}) == 5


@given(st.sampled_from(TWELVE))
def test_one_that_is_taken_away_moves_none_of_the_others(gone: str) -> None:
    left = [one for one in TWELVE if one != gone]
    assert order(left, "rita") == [one for one in order(TWELVE, "rita") if one != gone]
