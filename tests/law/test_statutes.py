"""Which act applies on a day, and what it is cited for."""

from datetime import date

import pytest

from app.law.statutes import (
    ACTS,
    PUBLIC_ADMINISTRATION_1967,
    PUBLIC_ADMINISTRATION_2025,
    Topic,
    cite,
    in_force,
    rules_line,
)

DAY = date(2026, 10, 9)
N = "\N{NO-BREAK SPACE}"


def test_the_act_of_1967_is_in_force_and_the_new_one_waits_for_its_date() -> None:
    assert in_force(DAY) is PUBLIC_ADMINISTRATION_1967
    assert PUBLIC_ADMINISTRATION_2025.in_force_from is None


def test_no_act_is_known_before_the_first() -> None:
    with pytest.raises(LookupError):
        in_force(date(1969, 12, 31))


def test_an_act_with_a_date_says_where_everything_stands() -> None:
    assert [act.number for act in ACTS if act.in_force_from and act.sections.keys() != set(Topic)] == []


def test_a_citation_never_breaks_after_the_section_sign() -> None:
    assert cite(Topic.ACCESS, DAY) == f"forvaltningsloven §§{N}18 og 19"


def test_the_rules_line() -> None:
    assert rules_line(DAY) == (
        "forvaltningsloven av 10. februar 1967 (LOV-1967-02-10): "
        f"begrunnelse §§{N}24 og 25, underretning §{N}27, klagerett og klageinstans §{N}28, "
        f"klagefrist §§{N}29 og 30, klagens innhold §{N}32, innsyn §§{N}18 og 19"
    )
