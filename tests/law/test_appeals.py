"""In time or too late, and the other periods of an appeal, as tables of facts."""

from datetime import date

import pytest
from flask import Flask

from app.law.appeals import last_day_to_claim_costs, last_day_to_take_up, last_day_to_warn, timeliness
from app.law.deadlines import appeal_deadline, next_working_day

D = date
ARRIVALS = [
    # notified, arrived, posted, in time, why
    (D(2026, 10, 9), D(2026, 10, 30), None, True, "on the last day"),
    (D(2026, 10, 9), D(2026, 10, 31), None, False, "22 days after"),
    (D(2026, 10, 10), D(2026, 11, 2), None, True, "the last day was a Saturday: Monday is in time"),
    (D(2026, 10, 10), D(2026, 11, 3), None, False, "and Tuesday is not"),
    (D(2026, 3, 12), D(2026, 4, 7), None, True, "past the whole of Easter"),
    (D(2026, 3, 12), D(2026, 4, 8), None, False, "the day after Easter's end"),
    (D(2026, 4, 10), D(2026, 5, 4), None, True, "past 1 May and the weekend"),
    (D(2027, 4, 26), D(2027, 5, 18), None, True, "past 17 May, which is Whit Monday"),
    (D(2027, 4, 26), D(2027, 5, 19), None, False, "two days past 17 May"),
    (D(2026, 12, 4), D(2026, 12, 28), None, True, "past Christmas"),
    (D(2026, 12, 4), D(2026, 12, 29), None, False, "the day after"),
    (D(2026, 12, 11), D(2027, 1, 4), None, True, "past New Year's Day"),
    (D(2026, 10, 9), D(2026, 11, 4), D(2026, 10, 30), True, "paper, posted on the last day"),
    (D(2026, 10, 9), D(2026, 11, 4), D(2026, 10, 31), False, "paper, posted the day after"),
    (D(2026, 12, 4), D(2027, 1, 5), D(2026, 12, 28), True, "paper, posted after Christmas"),
    (D(2026, 10, 9), D(2026, 10, 12), D(2026, 10, 9), True, "paper, early"),
]


@pytest.mark.parametrize(
    ("notified", "arrived", "posted", "in_time", "why"), ARRIVALS, ids=[row[-1] for row in ARRIVALS]
)
def test_electronic_must_have_arrived_and_paper_must_be_posted(
    app: Flask, notified: date, arrived: date, posted: date | None, in_time: bool, why: str
) -> None:
    assert timeliness(appeal_deadline(notified), arrived, posted).in_time is in_time


def test_the_calculation_is_told_step_by_step(app: Flask) -> None:
    electronic = timeliness(appeal_deadline(D(2026, 12, 4)), D(2026, 12, 30))
    assert electronic.sentences == (
        "Varslet fredag 4. desember 2026.",
        "Tre uker: fredag 25. desember 2026.",
        "Fredag 25. desember 2026 er første juledag.",
        "Lørdag 26. desember 2026 er andre juledag.",
        "Søndag 27. desember 2026 er i en helg.",
        "Siste dag for å klage er mandag 28. desember 2026.",
        "Klagen kom fram onsdag 30. desember 2026.",
        "Den er 2 dager for sen.",
    )
    paper = timeliness(appeal_deadline(D(2026, 10, 9)), D(2026, 11, 4), D(2026, 10, 30))
    assert paper.sentences[2:] == (
        "Klagen ble sendt i posten fredag 30. oktober 2026. Et brev er i tide når det er postlagt før fristen er ute.",
        "Den er i tide.",
    )


PERIODS = [
    # notified, reasons came, extended to, last day, why
    (D(2026, 10, 9), D(2026, 10, 20), None, D(2026, 11, 10), "reasons came: three weeks anew"),
    (D(2026, 3, 2), D(2026, 3, 13), None, D(2026, 4, 7), "reasons came: three weeks anew, past Easter"),
    (D(2026, 10, 9), D(2026, 10, 9), None, D(2026, 10, 30), "reasons on the same day change nothing"),
    (D(2026, 10, 9), None, D(2026, 11, 15), D(2026, 11, 15), "extended to a day that was named, a Sunday too"),
    (D(2026, 10, 9), None, D(2026, 10, 1), D(2026, 10, 30), "an earlier day never shortens it"),
    (D(2026, 10, 9), D(2026, 10, 20), D(2026, 11, 6), D(2026, 11, 10), "whichever is last"),
]


@pytest.mark.parametrize(("notified", "reasons", "until", "last", "why"), PERIODS, ids=[row[-1] for row in PERIODS])
def test_anew_and_longer(notified: date, reasons: date | None, until: date | None, last: date, why: str) -> None:
    assert appeal_deadline(notified, counted_from=reasons, extended_to=until).last_day == last


def test_anew_and_longer_in_words(app: Flask) -> None:
    deadline = appeal_deadline(D(2026, 10, 9), counted_from=D(2026, 10, 20), extended_to=D(2026, 11, 20))
    assert deadline.sentences == [
        "Varslet fredag 9. oktober 2026.",
        "Begrunnelsen kom tirsdag 20. oktober 2026. Fristen løper på nytt fra da.",
        "Tre uker: tirsdag 10. november 2026.",
        "Fristen er forlenget til og med fredag 20. november 2026.",
    ]


@pytest.mark.parametrize(
    ("decided", "last"),
    [(D(2026, 10, 9), D(2027, 10, 9)), (D(2028, 2, 29), D(2029, 2, 28)), (D(2026, 12, 31), D(2027, 12, 31))],
)
def test_a_late_appeal_is_never_taken_up_after_a_year(decided: date, last: date) -> None:
    assert last_day_to_take_up(decided) == last


@pytest.mark.parametrize(
    ("received", "last"),
    [(D(2026, 10, 9), D(2027, 1, 9)), (D(2026, 11, 30), D(2027, 2, 28)), (D(2027, 11, 30), D(2028, 2, 29))],
)
def test_the_party_is_warned_within_three_months(received: date, last: date) -> None:
    assert last_day_to_warn(received) == last


@pytest.mark.parametrize(
    ("told", "last"),
    [(D(2026, 10, 9), D(2026, 10, 30)), (D(2026, 12, 4), D(2026, 12, 28)), (D(2026, 4, 26), D(2026, 5, 18))],
)
def test_costs_are_claimed_within_three_weeks(told: date, last: date) -> None:
    assert last_day_to_claim_costs(told) == last


def test_no_period_ends_on_a_day_off() -> None:
    assert next_working_day(D(2026, 5, 15)) == D(2026, 5, 15)
    assert next_working_day(D(2026, 5, 16)) == D(2026, 5, 18)
