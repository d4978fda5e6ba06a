"""Figures are added inside a kind, or not at all."""

from decimal import Decimal
from itertools import combinations

import pytest

from app.insight.figures import Figure
from app.insight.kinds import KINDS, CannotBeAdded, added

REACH = [kind.code for kind in KINDS.values() if kind.is_reach]


def figure(kind: str, value: int | None = 10, **more: object) -> Figure:
    return Figure(2024, kind, None if value is None else Decimal(value), "test", **more)  # type: ignore[arg-type]


def test_figures_of_one_kind_are_added() -> None:
    assert added([figure("page_views", 8_000), figure("page_views", 48_000)]) == 56_000


def test_nothing_is_not_zero() -> None:
    assert added([]) is None


def test_reach_is_never_added_across_kinds() -> None:
    assert len(REACH) >= 7
    for one, other in combinations(REACH, 2):
        with pytest.raises(CannotBeAdded):
            added([figure(one), figure(other)])


@pytest.mark.parametrize(
    "figures",
    [
        [figure("visitors_per_event"), figure("visitors_per_event")],
        [figure("events"), figure("events", None, value_text="over 80")],
        [figure("events"), figure("events", 50, value_to=Decimal(100))],
        [figure("events"), figure("events", 80, contradicts=True)],
        [figure("visitors_estimated", 2_500), figure("visitors_estimated", 1_400, what="Rådhuset")],
        [figure("visitors_estimated", 500, what="Nydalen"), figure("visitors_estimated", 1_400, what="Rådhuset")],
    ],
    ids=["an average", "no number", "a range", "says otherwise", "a part and its whole", "two parts"],
)
def test_what_cannot_be_added(figures: list[Figure]) -> None:
    with pytest.raises(CannotBeAdded):
        added(figures)


@pytest.mark.parametrize(
    ("one", "shown"),
    [
        (figure("events", 86), "86"),
        (figure("pot_nok", 250_000), "250\u202f000\u00a0kr"),
        (figure("visitors_per_event", 50, value_to=Decimal(100)), "50–100"),
        (figure("sponsored_nok", 3_000, value_to=Decimal(5_000)), "3\u202f000–5\u202f000\u00a0kr"),
        (figure("awareness", 71), "71 %"),
        (figure("events", None, value_text="over 80"), "«over 80»"),
        (Figure(2024, "awareness", Decimal("12.50"), "test"), "12,5"),
    ],
)
def test_how_a_figure_is_written(one: Figure, shown: str) -> None:
    assert one.shown == shown
