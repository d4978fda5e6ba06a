"""Which days a page shows, how choices count, and in which order a day is told."""

from datetime import date, datetime, time, timedelta

import pytest

from app.campaign.models import Week
from app.programme import chips, filters, listing
from app.programme.filters import Chosen
from app.programme.listing import Counted, Found, Now
from app.programme.words import words
from tests.programme_world import MONDAY, ProgrammeWorld

SUNDAY = MONDAY + timedelta(6)
WEEK = Week(year=2026, starts_on=MONDAY, ends_on=SUNDAY, day_themes={})


def day(number: int) -> date:
    return MONDAY + timedelta(number)


FOUND = [
    Found(1, day(0), "030101", frozenset({"repair"})),
    Found(1, day(2), "030101", frozenset({"repair"})),  # the same, two days later
    Found(2, day(0), "030103", frozenset({"repair", "swap"})),
    Found(3, None, "online", frozenset({"swap"})),
]


@pytest.mark.parametrize(
    ("chosen", "days", "districts", "kinds", "entries", "events"),
    [
        (Chosen(), [2, 1, 1], {"030101": 1, "030103": 1, "online": 1}, {"repair": 2, "swap": 2}, 4, 3),
        (Chosen(day=day(0)), [2, 1, 1], {"030101": 1, "030103": 1}, {"repair": 2, "swap": 1}, 2, 2),
        (Chosen(district="030101"), [1, 1, 0], {"030101": 1, "030103": 1, "online": 1}, {"repair": 1}, 2, 1),
        (Chosen(kind="swap"), [1, 0, 1], {"030103": 1, "online": 1}, {"repair": 2, "swap": 2}, 2, 2),
        (Chosen(day(2), "030103", "swap"), [1, 0, 0], {}, {}, 0, 0),
    ],
)
def test_each_choice_says_what_it_would_show_given_the_others(
    chosen: Chosen, days: list[int], districts: dict[str, int], kinds: dict[str, int], entries: int, events: int
) -> None:
    count = listing.counted(FOUND, chosen)
    assert [count.days.get(key, 0) for key in (day(0), day(2), None)] == days
    assert (count.districts, count.kinds, count.entries, count.events) == (districts, kinds, entries, events)


FULL = Counted({day(n): 10 for n in (0, 1, 3, 6)} | {None: 2}, {}, {}, 42, 42)
CROWDED = Counted({day(n): 250 for n in range(7)}, {}, {}, 1750, 1750)
AUGUST, WEDNESDAY, DECEMBER = date(2026, 8, 1), day(2), date(2026, 12, 24)


@pytest.mark.parametrize(
    ("count", "chosen", "today", "shown"),
    [
        (FULL, Chosen(), AUGUST, [day(0), day(1), day(3), day(6), None]),
        (FULL, Chosen(), WEDNESDAY, [day(3), day(6), None]),  # from today on
        (FULL, Chosen(), SUNDAY, [SUNDAY, None]),
        (FULL, Chosen(), DECEMBER, [day(0), day(1), day(3), day(6), None]),  # over: the whole week again
        (FULL, Chosen(day=day(1)), WEDNESDAY, [day(1)]),
        (CROWDED, Chosen(), AUGUST, [day(0)]),  # a thousand events are told a day at a time
        (CROWDED, Chosen(), WEDNESDAY, [WEDNESDAY]),
        (Counted({}, {}, {}, 0, 0), Chosen(), WEDNESDAY, []),
    ],
)
def test_the_days_of_a_page(count: Counted, chosen: Chosen, today: date, shown: list[date | None]) -> None:
    assert listing.days_shown(WEEK, count, chosen, Now(today, time())) == shown


def test_the_next_day_is_the_next_that_has_something() -> None:
    assert listing.next_day([day(1)], FULL) == day(3)
    assert listing.next_day([day(6), None], FULL) is None
    assert listing.next_day([], FULL) is None


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2026-11-24", day(1)),
        ("i-dag", day(2)),
        ("i-morgen", day(3)),
        ("2026-11-30", None),  # after the week
        ("24.11.2026", None),
        ("2026-13-45", None),
        ("", None),
        (None, None),
    ],
)
def test_a_day_in_an_address(written: str | None, found: date | None) -> None:
    assert filters.day_of(written, WEEK, day(2)) == found


@pytest.mark.parametrize(
    ("starts", "ends", "written"),
    [(time(17), time(20, 30), "17.00–20.30"), (time(9, 5), None, "09.05"), (None, None, ""), (None, time(20), "")],
)
def test_hours_in_words(starts: time | None, ends: time | None, written: str) -> None:
    assert listing.hours(starts, ends) == written


@pytest.mark.usefixtures("app")
def test_days_are_named_from_today() -> None:
    now = Now(day(0), time())
    assert [chips.name(one, now) for one in (day(0), day(1), day(2), None)] == [
        "I dag, mandag 23. november",
        "I morgen, tirsdag 24. november",
        "Onsdag 25. november",
        "Uten fast tid",
    ]
    assert [chips.short_name(one, now) for one in (day(0), day(1), day(2))] == ["I dag", "I morgen", "Ons 25."]
    assert chips.span(WEEK) == "23.–29. november 2026"
    december = Week(starts_on=date(2026, 11, 30), ends_on=date(2026, 12, 6))
    assert chips.span(december) == "30. november 2026 – 6. desember 2026"


def test_a_day_is_told_lighthouse_first_and_then_by_the_hour(programmes: ProgrammeWorld, at: datetime) -> None:
    week = programmes.week(day_themes={day(0).isoformat(): "Maling og oppussing"})
    programmes.event(week, "Sent", starts=time(19))
    programmes.event(week, "Tidlig", starts=time(9), bring="Én ødelagt ting", district_code=None)
    programmes.event(week, "Stort", starts=time(12), is_lighthouse=True)
    programmes.event(week, "På skjerm", starts=time(9), is_digital=True, venue_name=None)
    found = listing.days(week, [day(0)], Chosen(), Now(day(0), time(15)), words({}, {}), {})
    assert [(one.on, one.theme) for one in found] == [(day(0), "Maling og oppussing")]
    assert [entry.title for entry in found[0].entries] == ["Stort", "Sent"]
    assert [entry.title for entry in found[0].over] == ["På skjerm", "Tidlig"]  # 9 to 12, and it is 15
    assert [(entry.begins, entry.until, entry.where) for entry in found[0].over] == [
        ("09.00", "–12.00", "På nett"),
        ("09.00", "–12.00", "Tøyen bibliotek"),
    ]
