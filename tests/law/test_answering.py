"""The month within which somebody who has applied is to hear from us."""

from collections.abc import Iterator
from datetime import date

import pytest

from app.law.answering import interim_reply_due, needs_interim_reply
from app.law.statutes import PUBLIC_ADMINISTRATION_2025, enters_into_force


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        (date(2026, 8, 17), date(2026, 9, 17)),
        (date(2026, 8, 31), date(2026, 9, 30)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
        (date(2026, 12, 15), date(2027, 1, 15)),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last_of_the_month(received_on: date, due_on: date) -> None:
    assert interim_reply_due(received_on) == due_on


@pytest.fixture
def decided() -> Iterator[date]:
    enters_into_force(PUBLIC_ADMINISTRATION_2025, date(2027, 1, 1))
    yield date(2027, 1, 1)
    enters_into_force(PUBLIC_ADMINISTRATION_2025, None)


def test_under_the_new_act_the_receipt_takes_its_place(decided: date) -> None:
    assert (needs_interim_reply(date(2026, 12, 31)), needs_interim_reply(decided)) == (True, False)
