"""Three weeks, as domstolloven §§ 148 and 149 count them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.law.deadlines import StepKind, appeal_deadline, holiday_name

FACTS = [
    # notified, last day, why
    (date(2025, 3, 5), date(2025, 3, 26), "an ordinary Wednesday"),
    (date(2026, 10, 9), date(2026, 10, 30), "an ordinary Friday"),
    (date(2026, 10, 10), date(2026, 11, 2), "ends on a Saturday"),
    (date(2026, 10, 11), date(2026, 11, 2), "ends on a Sunday"),
    (date(2026, 3, 12), date(2026, 4, 7), "ends on Maundy Thursday: past the whole of Easter"),
    (date(2026, 3, 13), date(2026, 4, 7), "ends on Good Friday"),
    (date(2026, 3, 14), date(2026, 4, 7), "ends on Easter Eve, a Saturday"),
    (date(2026, 3, 16), date(2026, 4, 7), "ends on Easter Monday"),
    (date(2026, 3, 11), date(2026, 4, 1), "ends the day before Maundy Thursday"),
    (date(2026, 4, 10), date(2026, 5, 4), "ends on Friday 1 May"),
    (date(2026, 4, 23), date(2026, 5, 15), "ends on Ascension Day"),
    (date(2026, 4, 26), date(2026, 5, 18), "ends on 17 May, a Sunday"),
    (date(2027, 4, 26), date(2027, 5, 18), "ends on 17 May, which is Whit Monday too"),
    (date(2028, 4, 26), date(2028, 5, 18), "ends on 17 May, a Wednesday"),
    (date(2026, 12, 4), date(2026, 12, 28), "ends on Christmas Day: the second day is a Saturday"),
    (date(2026, 12, 3), date(2026, 12, 24), "Christmas Eve is not a holiday here"),
    (date(2026, 12, 10), date(2026, 12, 31), "nor is New Year's Eve"),
    (date(2026, 12, 11), date(2027, 1, 4), "ends on New Year's Day: into the next year"),
    (date(2028, 2, 8), date(2028, 2, 29), "leap day"),
]


@pytest.mark.parametrize(("notified", "last", "why"), FACTS, ids=[why for _, _, why in FACTS])
def test_the_last_day_to_appeal(notified: date, last: date, why: str) -> None:
    assert appeal_deadline(notified).last_day == last


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 12, 31)))
def test_it_is_never_shorter_than_three_weeks_and_never_ends_on_a_day_off(notified: date) -> None:
    deadline = appeal_deadline(notified)
    assert deadline.last_day >= notified + timedelta(21)
    assert deadline.last_day.weekday() < 5
    assert holiday_name(deadline.last_day) is None
    assert deadline.first_day == notified + timedelta(1)
    assert deadline.includes(deadline.last_day)
    assert not deadline.includes(deadline.last_day + timedelta(1))


def test_the_calculation_in_words_on_an_ordinary_day() -> None:
    assert appeal_deadline(date(2026, 10, 9)).sentences == [
        "Varslet fredag 9. oktober 2026.",
        "Tre uker: fredag 30. oktober 2026.",
    ]


def test_the_calculation_in_words_over_easter() -> None:
    deadline = appeal_deadline(date(2026, 3, 13))
    assert deadline.sentences == [
        "Varslet fredag 13. mars 2026.",
        "Tre uker: fredag 3. april 2026.",
        "Fredag 3. april 2026 er langfredag.",
        "Lørdag 4. april 2026 er i en helg.",
        "Søndag 5. april 2026 er første påskedag.",
        "Mandag 6. april 2026 er andre påskedag.",
        "Siste dag for å klage er tirsdag 7. april 2026.",
    ]
    assert [step.kind for step in deadline.steps][-1] is StepKind.LAST_DAY
