"""The wheel of the year: when things are due, what is done, who is reminded, and the drawing."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.accounts.models import User
from app.campaign import drawing, wheel
from app.campaign.jobs import remind_due
from app.campaign.models import YearTask, YearTaskDone
from app.campaign.wheel import Entry, State, date_of, state_of
from app.extensions import db
from app.mail.models import Mail
from app.policy import NotPermitted
from tests.counting import statements
from tests.programme_world import ProgrammeWorld
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
MONDAY = date(2026, 11, 23)


@pytest.fixture
def admin(world: World) -> User:
    made = world.user(Role.ADMINISTRATOR, name="Ada Adm")
    wheel.load(made, world.at)
    db.session.commit()
    return made


def test_the_dates_of_2026_are_those_of_the_suggested_calendar(admin: User) -> None:
    found = {entry.task.code: entry.on.isoformat() for entry in wheel.entries(2026, date(2026, 1, 1))}
    assert found == {
        "banners": "2026-05-01",
        "announce": "2026-06-30",
        "round_opens": "2026-08-17",
        "round_closes": "2026-09-20",
        "reviewed": "2026-10-02",
        "letters": "2026-10-09",
        "nominations_close": "2026-10-11",
        "programme_text": "2026-10-16",
        "accept": "2026-10-23",
        "appeals_end": "2026-10-30",
        "jury_scores": "2026-11-01",
        "jury_meeting": "2026-11-04",
        "week": "2026-11-23",
        "handover": "2026-11-29",
        "reports": "2027-01-15",
        "figures": "2027-02-28",
    }
    assert wheel.load(admin, datetime(2026, 9, 1, tzinfo=UTC)) == 0


def test_the_weeks_own_monday_counts_before_black_fridays(admin: User, programmes: ProgrammeWorld) -> None:
    programmes.week(date(2027, 11, 15))
    found = {entry.task.code: entry.on for entry in wheel.entries(2027, date(2027, 1, 1))}
    assert (found["week"], found["banners"]) == (date(2027, 11, 15), date(2027, 5, 1))


@pytest.mark.parametrize(
    ("month", "day", "counted", "year", "expected"),
    [
        (2, 29, None, 2027, date(2027, 2, 28)),
        (2, 29, None, 2028, date(2028, 2, 29)),
        (None, None, -1, 2026, date(2026, 11, 22)),
        (None, None, 53, 2026, date(2027, 1, 15)),
    ],
)
def test_a_date(month: int | None, day: int | None, counted: int | None, year: int, expected: date) -> None:
    task = YearTask(code="x", title="x", month=month, day=day, days_from_week=counted)
    assert date_of(task, year, MONDAY) == expected


@pytest.mark.parametrize(
    ("today", "is_done", "expected"),
    [
        (date(2026, 4, 9), False, State.AHEAD),
        (date(2026, 4, 10), False, State.SOON),
        (date(2026, 5, 1), False, State.SOON),
        (date(2026, 5, 2), False, State.LATE),
        (date(2026, 5, 2), True, State.DONE),
    ],
)
def test_a_state(today: date, is_done: bool, expected: State) -> None:
    assert state_of(date(2026, 5, 1), is_done, 21, today) is expected


def test_last_years_wheel_turns_until_march() -> None:
    days = (date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 1))
    assert [wheel.year_at(day) for day in days] == [2026, 2026, 2027]


def test_every_administrator_is_reminded_once_by_day_and_not_of_what_is_done(world: World, admin: User) -> None:
    world.user(Role.ADMINISTRATOR, name="Bo Adm")
    world.user(Role.CASE_HANDLER, name="Hanne Holm")
    night, morning = datetime(2026, 4, 10, 4, 59, tzinfo=UTC), datetime(2026, 4, 10, 5, 0, tzinfo=UTC)
    assert [remind_due(night), remind_due(morning), remind_due(morning), remind_due(morning + timedelta(days=3))] == [
        0,
        2,
        0,
        0,
    ]
    db.session.commit()
    mail = db.session.scalars(select(Mail).order_by(Mail.id)).first()
    assert mail is not None
    assert mail.subject == "Husk: Søk om banneroppheng på Karl Johan, senest 1. mai 2026"
    assert mail.body == (
        "Hei!\n\n«Søk om banneroppheng på Karl Johan» skal være gjort 1. mai 2026.\n\n"
        "Det må søkes innen 1. mai hvert år. Bannerne er laget for å brukes om igjen.\n\n"
        "Er det gjort? Kryss det av i årshjulet:\n\nhttp://localhost/staff/year?aar=2026\n\n"
        "Hilsen Ombruk\nhttp://localhost\n"
    )
    announce = db.session.scalars(select(YearTask).where(YearTask.code == "announce")).one()
    wheel.finish(announce, 2026, by=admin, at=morning)
    assert remind_due(datetime(2026, 6, 10, 8, tzinfo=UTC)) == 0
    db.session.commit()


def test_done_and_undone_on_the_page_with_who_and_when(world: World, admin: User, sign_in: SignIn) -> None:
    hanne = world.user(Role.CASE_HANDLER, name="Hanne Holm")
    task = db.session.scalars(select(YearTask).where(YearTask.code == "banners")).one()
    client, place = sign_in(hanne), f"/staff/year/2026/tasks/{task.public_id}"
    page = client.get("/staff/year").text
    assert "<h1>Årshjulet 2026</h1>" in page
    assert page.count("year-task--late") == 3  # the first of September: banners, announcing, opening
    for _twice in range(2):
        assert client.post(f"{place}/done").location == "/staff/year?aar=2026"
    page = client.get("/staff/year").text
    assert "1 av 16 er gjort." in page
    assert "Hanne Holm 1. september 2026" in page
    assert "Hanne Holm" not in client.get("/staff/year?aar=2027").text.split("<main")[1]
    client.post(f"{place}/reopen")
    assert db.session.scalars(select(YearTaskDone)).all() == []


def test_the_page_takes_as_many_statements_for_three_tasks_as_for_sixteen(admin: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    with statements() as sixteen:
        client.get("/staff/year")
    for task in db.session.scalars(select(YearTask).where(YearTask.id > 3)):
        task.is_active = False
    db.session.commit()
    with statements() as three:
        assert client.get("/staff/year").text.count('class="year-task ') == 3
    assert len(three) == len(sixteen) <= 8


TASK = {"title": "Bestill lokale", "text": "", "remind_days": "7", "is_active": "y"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "1"}, "Skriv både dag og måned."),
        ({}, "Skriv enten en fast dato eller dager fra uka."),
        ({"day": "1", "month": "5", "days_from_week": "3"}, "Skriv enten en fast dato eller dager fra uka."),
        ({"day": "31", "month": "4"}, "Den datoen finnes ikke."),
        ({"day": "1", "month": "5", "title": " "}, "Skriv hva som skal gjøres."),
    ],
)
def test_a_task_without_one_date_is_refused_at_the_field(
    admin: User, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    answer = sign_in(admin).post("/staff/year/tasks/new", data={**TASK, **typed})
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_a_task_is_added_and_changed_and_put_away(admin: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    assert client.post("/staff/year/tasks/new", data={**TASK, "days_from_week": "-200"}).status_code == 302
    task = db.session.scalars(select(YearTask).where(YearTask.code == "bestill_lokale")).one()
    assert "200 dager før mandagen i uka" in client.get("/staff/year/tasks").text
    resting = {name: text for name, text in TASK.items() if name != "is_active"}
    fixed = {**resting, "day": "2", "month": "3", "days_from_week": ""}
    client.post(f"/staff/year/tasks/{task.public_id}", data=fixed)
    assert "2. mars hvert år" in client.get("/staff/year/tasks").text
    assert "Bestill lokale" not in client.get("/staff/year").text


def test_a_case_handler_changes_no_task(world: World) -> None:
    with pytest.raises(NotPermitted):
        wheel.load(world.user(Role.CASE_HANDLER), world.at)


def entry(on: date) -> Entry:
    return Entry(YearTask(code=on.isoformat(), title="x"), on, None, State.AHEAD)


def test_no_mark_of_the_drawing_hides_another() -> None:
    days = [date(2026, 10, 2), date(2026, 10, 9), date(2026, 10, 9), date(2026, 10, 11), date(2026, 5, 1)]
    spots = drawing.spots([entry(day) for day in sorted(days)])
    nearest = min(
        math.dist((one.x, one.y), (other.x, other.y)) for one in spots for other in spots if one.number < other.number
    )
    assert nearest >= 24 - 1  # a mark is 24 wide
    assert all(math.dist((spot.x, spot.y), (180, 180)) < drawing.OUTER - 12 for spot in spots)


def test_the_year_goes_with_the_clock_from_the_top() -> None:
    assert [drawing.point(drawing.angle(date(2026, month, 1)), 100) for month in (1, 4, 7, 10)] == [
        (180.0, 80.0),
        (280.0, 180.0),
        (180.0, 280.0),
        (80.0, 180.0),
    ]
