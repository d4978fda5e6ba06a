"""No published number tells of a few private persons, nor can one be reckoned from those shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insight.suppression import FEWEST, suppress


@pytest.mark.parametrize(
    ("organisations", "hidden", "hides_total"),
    [
        ({}, set(), False),
        ({"a": 0, "b": 12}, set(), False),
        ({"a": 5, "b": 12}, set(), False),
        ({"a": 4, "b": 12, "c": 9}, {"a", "c"}, False),  # alone it would follow from the sum
        ({"a": 1, "b": 1, "c": 9}, {"a", "b", "c"}, False),  # two ones: a sum of two tells both
        ({"a": 2, "b": 4, "c": 9}, {"a", "b"}, False),
        ({"a": 3, "b": 0}, {"a"}, True),
        ({"a": 1, "b": 2}, {"a", "b"}, True),
    ],
)
def test_which_cells_are_hidden(organisations: dict[str, int], hidden: set[str], hides_total: bool) -> None:
    found = suppress(organisations, organisations.keys())
    assert (found.hidden, found.hides_total) == (hidden, hides_total)


def test_what_few_registered_organisations_got_is_public() -> None:
    assert suppress({"a": 1, "b": 2}, set()).hidden == set()
    found = suppress({"a": 1, "b": 2, "c": 7}, {"a"})
    assert (found.hidden, found.hides_total) == ({"a", "b", "c"}, False)


@given(st.dictionaries(st.integers(0, 20), st.integers(0, 30)))
def test_nothing_small_is_shown_or_follows(organisations: dict[int, int]) -> None:
    found = suppress(organisations, organisations.keys())
    shown = [count for cell, count in organisations.items() if not found.hides(cell)]
    hidden = [count for cell, count in organisations.items() if found.hides(cell)]
    assert all(count == 0 or count >= FEWEST for count in shown)
    if hidden and not found.hides_total:
        assert len(hidden) > 1
        assert sum(hidden) >= FEWEST
