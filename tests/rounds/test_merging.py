"""Merge fields of reusable texts: filled in from the case, refused where they do not exist."""

import pytest

from app.rounds.merging import merge, unfilled, unknown


@pytest.mark.parametrize(
    ("text", "merged"),
    [
        ("{{aktivitet}} er bra.", "Fiksekveld er bra."),
        ("{{ aktivitet }}, {{aktivitet}}", "Fiksekveld, Fiksekveld"),
        ("{{soker}} søkte", "{{soker}} søkte"),
        ("{aktivitet}", "{aktivitet}"),
    ],
)
def test_a_field_becomes_its_value_and_one_without_stays(text: str, merged: str) -> None:
    assert merge(text, {"aktivitet": "Fiksekveld"}) == merged


def test_a_value_that_looks_like_a_field_is_not_filled_in_again() -> None:
    assert merge("{{aktivitet}}", {"aktivitet": "{{soker}}", "soker": "Kari"}) == "{{soker}}"


def test_fields_that_do_not_exist_are_named() -> None:
    assert unknown("{{aktivitet}} {{belop}} {{ hva }}") == ["belop", "hva"]


def test_what_is_left_to_fill_in_is_found() -> None:
    assert (unfilled("Fordi {{grunn}}."), unfilled("Ferdig."), unfilled(None)) == ("{{grunn}}", None, None)
