"""Feeds, read back by a calendar library and by whoever reads JSON."""

import json
import re
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar, Event

from app import clock
from app.accounts.models import District
from app.campaign.models import Week
from app.clock import OSLO
from app.config import ROOT
from app.extensions import db
from app.programme import calendar, feeds
from app.programme.models import EventStatus, ProgrammeSession
from app.programme.published import published
from app.programme.words import words
from tests.counting import statements
from tests.programme_world import MONDAY, ProgrammeWorld


def calendar_at(client: FlaskClient, path: str) -> Calendar:
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8")
    found = Calendar.from_ical(answer.data)
    assert isinstance(found, Calendar)
    return found


def entries(found: Calendar) -> list[Event]:
    return [one for one in found.walk("VEVENT") if isinstance(one, Event)]


@pytest.fixture
def week(programmes: ProgrammeWorld) -> Week:
    db.session.add(District(code="030101", name="Gamle Oslo", position=1))
    db.session.commit()
    return programmes.week()


def told(one: Event) -> dict[str, str]:
    return {name: str(one[name]) for name in ("SUMMARY", "STATUS", "SEQUENCE", "LOCATION", "URL", "UID")}


def test_a_calendar_reads_the_programme(client: FlaskClient, programmes: ProgrammeWorld, week: Week) -> None:
    event = programmes.event(week, "Fiksekveld; med, tegn", slug="fiks", day=1, bring="Én ødelagt ting")
    found = calendar_at(client, "/program/2026.ics")
    assert [str(found[name]) for name in ("X-WR-CALNAME", "METHOD", "VERSION")] == ["Ombruksuka 2026", "PUBLISH", "2.0"]
    [one] = entries(found)
    assert told(one) == {
        "SUMMARY": "Fiksekveld; med, tegn",
        "STATUS": "CONFIRMED",
        "SEQUENCE": "0",
        "LOCATION": "Tøyen bibliotek, Hagegata 28, 0653 Oslo",
        "URL": "http://localhost/program/2026/fiks",
        "UID": f"{event.public_id}-1@ombruk",
    }
    assert str(one["DESCRIPTION"]) == (
        "Ta med noe som er ødelagt, så fikser vi det sammen.\nTa med: Én ødelagt ting\nArrangør: Fiksekroken\n"
        "http://localhost/program/2026/fiks"
    )
    assert (one["DTSTART"].params["TZID"], one["DTSTAMP"].dt) == ("Europe/Oslo", programmes.at)
    assert (one.start, one.end) == (datetime(2026, 11, 24, 17, tzinfo=OSLO), datetime(2026, 11, 24, 20, tzinfo=OSLO))
    assert found.get_missing_tzids() == set()
    [zone] = found.timezones
    assert zone.to_tz().utcoffset(datetime(2026, 11, 24, 17)) == ZoneInfo("Europe/Oslo").utcoffset(
        datetime(2026, 11, 24)
    )


def test_a_moved_and_a_cancelled_event_keep_their_names(
    client: FlaskClient, programmes: ProgrammeWorld, week: Week
) -> None:
    event = programmes.event(week, "Fiks", slug="fiks")
    [before] = entries(calendar_at(client, "/program/2026/fiks.ics"))
    event.sessions[:] = [ProgrammeSession(week_id=week.id, held_on=MONDAY + timedelta(3), starts=time(12))]
    event.sequence, week.revision = 1, week.revision + 1
    db.session.commit()
    [moved] = entries(calendar_at(client, "/program/2026/fiks.ics"))
    assert (moved["UID"], int(moved["SEQUENCE"]), moved.start.date()) == (before["UID"], 1, date(2026, 11, 26))
    assert "DTEND" not in moved
    event.status, event.cancelled_because = EventStatus.CANCELLED, "Kurslederen er syk."
    event.sequence, week.revision = 2, week.revision + 1
    db.session.commit()
    [gone] = entries(calendar_at(client, "/program/2026.ics"))
    assert (gone["UID"], str(gone["STATUS"]), str(gone["SUMMARY"])) == (before["UID"], "CANCELLED", "Avlyst: Fiks")
    assert str(gone["DESCRIPTION"]).startswith("Kurslederen er syk.\n")
    assert client.get("/program/2026/fiks.ics").headers["Content-Disposition"] == "attachment; filename=fiks.ics"


def test_whole_days_nights_and_several_times(client: FlaskClient, programmes: ProgrammeWorld, week: Week) -> None:
    event = programmes.event(week, "Fiks", slug="fiks", is_digital=True, venue_name=None, url="https://a.example")
    event.sessions[:] = [
        ProgrammeSession(week_id=week.id, held_on=MONDAY),
        ProgrammeSession(week_id=week.id, held_on=MONDAY + timedelta(1), starts=time(22), ends=time(1)),
    ]
    db.session.commit()
    whole, night = entries(calendar_at(client, "/program/2026.ics"))
    assert (whole.start, whole.end) == (MONDAY, MONDAY + timedelta(1))
    assert (night.start, night.end) == (datetime(2026, 11, 24, 22, tzinfo=OSLO), datetime(2026, 11, 25, 1, tzinfo=OSLO))
    assert [str(one["LOCATION"]) for one in (whole, night)] == ["https://a.example"] * 2
    [only] = entries(calendar_at(client, "/program/2026.ics?dag=2026-11-24"))
    assert only["UID"] == night["UID"] == f"{event.public_id}-2@ombruk"


def test_another_site_reads_the_programme_as_promised(
    client: FlaskClient, programmes: ProgrammeWorld, week: Week
) -> None:
    event = programmes.event(
        week, "Fiks", slug="fiks", district_code="030101", accessibility=["step_free"], contact_email="k@sted.example"
    )
    programmes.event(week, "Bytt", day=2, activity_types=["swap"])
    answer = client.get("/program/2026.json?bydel=030101&type=repair")
    assert answer.content_type == "application/json; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(answer.text) == {
        "version": 1,
        "week": {
            "year": 2026,
            "name": "Ombruksuka 2026",
            "starts_on": "2026-11-23",
            "ends_on": "2026-11-29",
            "day_themes": {},
            "url": "http://localhost/program/2026",
            "publisher": "Oslo kommune",
            "revision": 2,
        },
        "events": [
            {
                "id": event.public_id,
                "url": "http://localhost/program/2026/fiks",
                "status": "scheduled",
                "cancelled_because": None,
                "title": "Fiks",
                "summary": "Ta med noe som er ødelagt, så fikser vi det sammen.",
                "description": None,
                "organiser": "Fiksekroken",
                "category": None,
                "types": [{"code": "repair", "name": "Reparasjon"}],
                "is_lighthouse": False,
                "is_digital": False,
                "is_indoor": None,
                "venue": "Tøyen bibliotek",
                "address": "Hagegata 28",
                "postal_code": "0653",
                "district": {"code": "030101", "name": "Gamle Oslo"},
                "website": None,
                "audience": None,
                "bring": None,
                "signup": None,
                "capacity": None,
                "accessibility": [{"code": "step_free", "name": "Trinnfri inngang"}],
                "accessibility_note": None,
                "image": None,
                "times": [
                    {
                        "date": "2026-11-23",
                        "starts_at": "2026-11-23T17:00:00+01:00",
                        "ends_at": "2026-11-23T20:00:00+01:00",
                        "place": None,
                    }
                ],
                "sequence": 0,
                "changed_at": programmes.at.isoformat(),
            }
        ],
    }
    assert json.loads(client.get("/program/2026.json?type=leasing").text)["events"] == []


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("dag=tull", "dag: en dag fra 2026-11-23 til 2026-11-29\n"),
        ("dag=2026-11-30", "dag: en dag fra 2026-11-23 til 2026-11-29\n"),
        ("bydel=ukjent", "bydel: en av 030101\n"),
        ("type=x%22%25", "type: en av reuse, used_sale, redesign, "),
    ],
)
def test_a_choice_that_is_none_is_refused_in_words(client: FlaskClient, week: Week, asked: str, line: str) -> None:
    for feed in ("json", "ics"):
        answer = client.get(f"/program/2026.{feed}?{asked}")
        assert (answer.status_code, answer.mimetype, answer.text[: len(line)]) == (400, "text/plain", line)


def test_a_feed_asked_for_a_thousand_times_is_written_once(
    client: FlaskClient, programmes: ProgrammeWorld, week: Week
) -> None:
    programmes.event(week, "Fiks", slug="fiks")
    for path in ("/program/2026.ics", "/program/2026.json", "/program/2026/fiks.ics"):
        first = client.get(path)
        whole = first.data
        assert first.headers["Cache-Control"] == "public, max-age=60"
        for _again in range(20):
            db.session.expire_all()
            with statements() as sent:
                assert client.get(path).data == whole
            assert len(sent) == 1
        with statements() as sent:
            known = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (known.status_code, known.data, len(sent)) == (304, b"", 1)
    with clock.frozen(programmes.at + timedelta(days=90)):  # a feed does not follow the clock
        assert client.get("/program/2026.ics", headers={"If-None-Match": "*"}).status_code == 304


def test_feeds_are_sent_piece_by_piece_and_one_changed_event_is_one_written_anew(
    client: FlaskClient, programmes: ProgrammeWorld, week: Week
) -> None:
    made = [programmes.event(week, f"Fiks {n}", day=n) for n in range(3)]
    calendar.entries.cache_clear()
    with client.get("/program/2026.ics", buffered=False) as answer:
        assert [piece.split(b"\r\n")[0] for piece in answer.response] == (
            [b"BEGIN:VCALENDAR", *[b"BEGIN:VEVENT"] * 3, b"END:VCALENDAR"]
        )
    assert calendar.entries.cache_info().misses == 3
    made[0].title, made[0].sequence, week.revision = "Fikset", 1, week.revision + 1
    db.session.commit()
    assert next(str(one["SUMMARY"]) for one in entries(calendar_at(client, "/program/2026.ics"))) == "Fikset"
    assert calendar.entries.cache_info().misses == 4
    with client.get("/program/2026.json", buffered=False) as answer:
        assert len(list(answer.response)) == 5


def test_every_field_of_the_feed_is_documented(programmes: ProgrammeWorld, week: Week) -> None:
    documented = (ROOT / "docs" / "programme-feeds.md").read_text(encoding="utf-8")
    event = published(programmes.event(week, "Fiks"), words({}, {}), "http://localhost/program/2026")
    whole: dict[str, Any] = json.loads("".join(feeds.feed(week, [event], "http://localhost/program/2026")))
    names = [*whole["week"], *whole["events"][0], *whole["events"][0]["times"][0]]
    assert [name for name in names if not re.search(rf"[.`{{ ]{name}\b", documented)] == []
