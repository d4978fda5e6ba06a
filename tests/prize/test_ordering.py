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


@given(st.lists(st.sampled_from(TWELVE), unique=True))
def test_the_order_depends_neither_on_how_they_came_nor_on_which_others_there_are(references: list[str]) -> None:
    assert order(references, "rita") == [one for one in order(TWELVE, "rita") if one in references]


def test_two_jurors_meet_them_in_different_orders() -> None:
    assert len({tuple(order(TWELVE, juror)) for juror in ("rita", "bjørn", "klara", "ulrik", "eva")}) == 5
