"""The week of a year: made once, copied with its days moved, and counted whenever it is changed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.campaign import weeks
from app.clock import at_oslo
from app.extensions import db
from app.policy import NotComplete, NotPermitted
from tests.programme_world import ProgrammeWorld
from tests.world import World

OWNER = {"municipality": "Oslo kommune", "owner_unit": "Klimaetaten", "contact_email": "uka@oslo.example"}


def test_a_new_week_has_days_counted_from_its_monday(world: World) -> None:
    ada = world.user(Role.ADMINISTRATOR)
    week = weeks.create(date(2027, 11, 22), OWNER, by=ada, at=world.at)
    db.session.commit()
    assert (week.name, week.starts_on, week.ends_on) == ("Ombruksuka 2027", date(2027, 11, 22), date(2027, 11, 28))
    assert week.programme_opens_at == at_oslo(date(2027, 10, 25), 9)
    assert (week.registration_opens_on, week.registration_closes_on) == (date(2027, 7, 25), date(2027, 11, 12))


def test_a_year_has_one_week(world: World, programmes: ProgrammeWorld) -> None:
    programmes.week()
    with pytest.raises(NotComplete) as refused:
        weeks.create(date(2026, 11, 16), OWNER, by=world.user(Role.ADMINISTRATOR), at=world.at)
    assert refused.value.missing == {"monday": "2026 har sin uke allerede."}


def test_a_copy_moves_every_day_and_keeps_the_hour(world: World, programmes: ProgrammeWorld) -> None:
    source = programmes.week(
        day_themes={"2026-11-27": "Grønn fredag"}, programme_opens_at=at_oslo(date(2026, 10, 19), 9)
    )
    made = weeks.copy(source, date(2027, 11, 22), by=world.user(Role.ADMINISTRATOR), at=world.at)
    db.session.commit()
    assert made.day_themes == {"2027-11-26": "Grønn fredag"}
    assert made.programme_opens_at == at_oslo(date(2027, 10, 18), 9)
    assert (made.intro, made.revision) == (source.intro, 0)


def test_a_change_counts_and_says_what_differs(world: World, programmes: ProgrammeWorld) -> None:
    week = programmes.week()
    ada = world.user(Role.ADMINISTRATOR)
    assert weeks.change(week, {"intro": "Ny", "name": week.name}, by=ada, at=world.at) == ["intro"]
    assert weeks.change(week, {"intro": "Ny"}, by=ada, at=world.at) == []
    db.session.commit()
    assert week.revision == 1
    with pytest.raises(NotPermitted):
        weeks.change(week, {"intro": "Nei"}, by=world.user(Role.CASE_HANDLER), at=world.at)


def test_weeks_that_share_a_day_with_a_span(programmes: ProgrammeWorld) -> None:
    week = programmes.week()
    assert weeks.weeks_with(date(2026, 11, 29), date(2026, 12, 1)) == [week]
    assert weeks.weeks_with(date(2026, 11, 30), date(2026, 12, 1)) == []


def test_the_settings_are_shown_changed_and_refused_at_their_fields(
    world: World, programmes: ProgrammeWorld, sign_in: Callable[[Any], FlaskClient]
) -> None:
    week = programmes.week(day_themes={"2026-11-27": "Grønn fredag"})
    client = sign_in(world.user(Role.ADMINISTRATOR))
    page = client.get("/staff/weeks/2026/settings").text
    assert "27.11.2026: Grønn fredag" in page
    typed = {
        **{name: getattr(week, name) for name in ("name", "municipality", "owner_unit", "contact_email")},
        "starts_on": "2026-11-23",
        "ends_on": "2026-11-29",
        "registration_opens_on": "2026-08-01",
        "registration_closes_on": "2026-11-20",
        "programme_opens_at": "2026-10-19T09:00",
        "day_themes": "28.11.2026: Gi bort",
    }
    refused = client.post("/staff/weeks/2026/settings", data={**typed, "ends_on": "2026-11-20", "day_themes": "fredag"})
    assert refused.status_code == 422
    assert "Siste dag må være etter første dag." in refused.text
    assert "Skriv dag, kolon og tema, som 27.11.2026: Grønn fredag. Se «fredag»." in refused.text
    assert client.post("/staff/weeks/2026/settings", data=typed).status_code == 302
    db.session.rollback()
    assert (week.day_themes, week.revision) == ({"2026-11-28": "Gi bort"}, 1)


def test_a_new_week_is_made_like_the_last(
    world: World, programmes: ProgrammeWorld, sign_in: Callable[[Any], FlaskClient]
) -> None:
    programmes.week()
    client = sign_in(world.user(Role.ADMINISTRATOR))
    assert 'value="2027-11-22"' in client.get("/staff/weeks/new").text
    refused = client.post("/staff/weeks/new", data={"monday": "2027-11-23", "source": "2026"})
    assert (refused.status_code, "Velg en mandag." in refused.text) == (422, True)
    made = client.post("/staff/weeks/new", data={"monday": "2027-11-22", "source": "2026"})
    assert made.location == "/staff/weeks/2027"
    assert "Ombruksuka 2027" in client.get(made.location).text
