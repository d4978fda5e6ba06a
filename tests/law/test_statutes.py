"""Which act applies on a day, and what it is cited for."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from app.law.statutes import (
    ACTS,
    PUBLIC_ADMINISTRATION_1967,
    PUBLIC_ADMINISTRATION_2025,
    Topic,
    cite,
    enters_into_force,
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


@pytest.fixture
def decided() -> Iterator[date]:
    """The King has decided: 1 January 2027."""
    day = date(2027, 1, 1)
    enters_into_force(PUBLIC_ADMINISTRATION_2025, day)
    yield day
    enters_into_force(PUBLIC_ADMINISTRATION_2025, None)


def test_from_the_day_that_is_decided_the_new_act_is_cited(decided: date) -> None:
    before = decided - timedelta(days=1)
    assert (in_force(before), in_force(decided)) == (PUBLIC_ADMINISTRATION_1967, PUBLIC_ADMINISTRATION_2025)
    assert cite(Topic.PROCESSING_TIME, before) == f"forvaltningsloven §{N}11 a"
    assert cite(Topic.PROCESSING_TIME, decided) == f"forvaltningsloven §{N}17"
    assert rules_line(decided).startswith("forvaltningsloven av 20. juni 2025 (LOV-2025-06-20-81): begrunnelse")


def test_a_section_that_nobody_has_read_yet_is_not_invented(decided: date) -> None:
    assert cite(Topic.SUSPENSION, decided) == "forvaltningsloven (LOV-2025-06-20-81)"


def test_every_topic_can_be_cited_under_both_acts(decided: date) -> None:
    assert all(cite(topic, day) for topic in Topic for day in (decided, DAY))
