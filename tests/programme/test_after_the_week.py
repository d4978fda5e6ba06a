"""A programme whose week is over says so, says when the next one is, and offers no calendar for what has been."""

from datetime import date, timedelta

from flask.testing import FlaskClient

from app import clock
from app.clock import at_oslo
from app.extensions import db
from app.programme.models import ProgrammeSession
from tests.programme_world import MONDAY, ProgrammeWorld

NEXT = date(2027, 11, 22)
CALENDAR = "Legg i kalender"


def when(page: str) -> str:
    return page.partition('<p class="programme__when">')[2].partition("</p>")[0]


def test_a_week_that_is_over_says_so_and_when_the_next_is(client: FlaskClient, programmes: ProgrammeWorld) -> None:
    week = programmes.week()
    programmes.event(week)
    with clock.frozen(at_oslo(week.ends_on, 23)):
        assert when(client.get("/program").text) == "23.–29. november 2026, gratis og åpent for alle"
    with clock.frozen(at_oslo(week.ends_on + timedelta(days=1), 0)):
        assert when(client.get("/program").text) == "23.–29. november 2026. Uka er over, dette var programmet."
        programmes.week(NEXT, programme_opens_at=None)
        assert client.get("/program/2027").status_code == 404
    with clock.frozen(at_oslo(week.ends_on + timedelta(days=2), 0)):
        assert when(client.get("/program").text) == (
            "23.–29. november 2026. Uka er over, dette var programmet. Neste er Ombruksuka 2027, 22.–28. november 2027."
        )


def test_an_event_is_over_after_its_last_day(client: FlaskClient, programmes: ProgrammeWorld) -> None:
    event = programmes.event(programmes.week(), slug="fiks")
    event.sessions.append(ProgrammeSession(week_id=event.week_id, held_on=MONDAY + timedelta(days=2)))
    db.session.commit()
    told = []
    for days in (0, 2, 3):
        with clock.frozen(at_oslo(MONDAY + timedelta(days=days), 23)):
            page = client.get("/program/2026/fiks").text
            told.append((CALENDAR in page, "Arrangementet er over." in page))
    assert told == [(True, False), (True, False), (False, True)]
