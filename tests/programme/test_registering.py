"""An event without money: registered in a short form, settled by the desk, in the same programme as what is funded."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.access import Role
from app.campaign.weeks import week_of
from app.extensions import db
from app.mail.models import Mail
from app.programme.coverage import coverage, without
from app.programme.models import EventOrigin, EventStatus, ProgrammeEvent
from tests.counting import statements
from tests.followup_world import FollowupStage
from tests.programme_world import ProgrammeWorld
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
PAGE = "/program/2026/meld-pa"
TOLD = {
    "title": "Byttemarked for leker",
    "summary": "Ta med en leke, og bytt den i en annen.",
    "organiser": "Lekegruppa",
    "activity_types": ["swap"],
    "sessions-0-held_on": "2026-11-24",
    "sessions-0-starts": "17:00",
    "sessions-0-ends": "19:00",
    "venue_name": "Velhuset",
    "district_code": "030101",
    "signup": "drop_in",
    "is_free": "y",
    "is_open": "y",
    "contact_name": "Lise Leke",
    "contact_email": "lise@lek.example",
}


@pytest.fixture
def hanne(world: World, programmes: ProgrammeWorld) -> Any:
    """A case handler, in a house with a round and a week."""
    world.round()
    programmes.week()
    return world.user(Role.CASE_HANDLER, name="Hanne Holm")


def only() -> ProgrammeEvent:
    db.session.rollback()
    return db.session.scalars(select(ProgrammeEvent)).one()


def mails() -> list[tuple[str, str]]:
    return [(mail.recipient, mail.subject) for mail in db.session.scalars(select(Mail).order_by(Mail.id))]


def link() -> str:
    body = db.session.scalars(select(Mail.body).where(Mail.key.like("programme-registered%"))).one()
    found = re.search(r"http://localhost(/program/endre/\S+)", body)
    assert found
    return found[1]


def test_it_is_registered_approved_changed_and_cancelled(hanne: Any, client: FlaskClient, sign_in: SignIn) -> None:
    assert client.post(PAGE, data=TOLD).location == "/program/2026/takk"
    event = only()
    assert (event.status, event.origin, event.slug) == ("proposed", EventOrigin.REGISTERED, "byttemarked-for-leker")
    assert [(one.held_on, one.starts.hour) for one in event.sessions if one.starts] == [(date(2026, 11, 24), 17)]
    own = link()
    client.post(own, data={**TOLD, "venue_name": "Samfunnshuset"})
    assert (only().venue_name, event.week.revision) == ("Samfunnshuset", 0)

    staff = sign_in(hanne)
    address = f"/staff/programme/2026/{event.public_id}"
    assert staff.post(f"{address}/approve").status_code == 302
    assert (only().status, event.week.revision) == (EventStatus.APPROVED, 1)
    client.post(own, data={**TOLD, "venue_name": "Kirka"})
    assert (only().venue_name, only().proposal) == ("Samfunnshuset", {"venue_name": "Kirka"})
    assert "<strong>Kirka" in staff.get(address).text
    staff.post(f"{address}/accept-change")
    assert (only().venue_name, only().proposal, only().sequence) == ("Kirka", None, 1)
    client.post(f"{own}/trekk", data={"reason": "Vi er syke."})
    event = only()
    assert (event.status, event.cancelled_because, event.sequence) == ("cancelled", "Vi er syke.", 2)
    assert client.post(own, data=TOLD).status_code == 409
    assert mails() == [
        ("lise@lek.example", "Vi har fått arrangementet deres: Byttemarked for leker"),
        ("lise@lek.example", "Arrangementet deres er med i programmet: Byttemarked for leker"),
        ("lise@lek.example", "Endringen står i programmet: Byttemarked for leker"),
    ]


def test_it_is_refused_with_a_reason(hanne: Any, client: FlaskClient, sign_in: SignIn) -> None:
    client.post(PAGE, data=TOLD)
    address, staff = f"/staff/programme/2026/{only().public_id}", sign_in(hanne)
    empty = staff.post(f"{address}/refuse", data={"reason": " "})
    assert (empty.status_code, "Skriv hvorfor." in empty.text) == (422, True)
    staff.post(f"{address}/refuse", data={"reason": "Det er ikke gratis."})
    assert (only().status, only().answer) == (EventStatus.REFUSED, "Det er ikke gratis.")
    again = staff.post(f"{address}/approve")
    assert (again.status_code, "Arrangementet er behandlet." in again.text) == (409, True)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": " "}, "Skriv hva det heter."),
        ({"sessions-0-held_on": ""}, "Velg dag."),
        ({name: "" for name in TOLD if name.startswith("sessions")}, "Velg minst én dag."),
        ({"sessions-0-starts": ""}, "Skriv når det begynner."),
        ({"sessions-0-starts": "25:99"}, "Skriv klokkeslettet slik: 17.00."),
        ({"sessions-0-held_on": "2026-12-24"}, "Velg en dag i uka."),
        ({"sessions-1-starts": "11:00"}, "Velg dag."),
        ({"title": "x" * 81}, "Teksten er for lang: høyst 80 tegn."),
        ({"activity_types": ["tull"]}, "Velg fra lista."),
        ({"accessibility": ["tull"]}, "Velg fra lista."),
        ({"capacity": "mange"}, "Skriv et helt tall, bare sifre."),
        ({"postal_code": "９９９９"}, "Skriv fire sifre."),
        ({"sessions-0-ends": "16:00"}, "Slutten må være etter begynnelsen."),
        ({"activity_types": ["swap", "repair", "reuse", "course"]}, "Velg høyst tre."),
        ({"venue_name": ""}, "Skriv hvor det er, eller kryss av for at det er på nett."),
        ({"is_free": ""}, "Ombruksuka er gratis. Kryss av hvis det stemmer."),
        ({"url": "javascript:alert(1)"}, "Skriv hele adressen, den begynner med https://."),
        ({"capacity": "0"}, "Skriv et tall fra 1 til 20 000."),
        ({"postal_code": "12"}, "Skriv fire sifre."),
        ({"contact_email": "lise"}, "Skriv en e-postadresse, for eksempel kari@eksempel.no."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(
    hanne: Any, client: FlaskClient, typed: dict[str, Any], sentence: str
) -> None:
    page = client.post(PAGE, data={**TOLD, **typed})
    assert (page.status_code, sentence in page.text) == (422, True)
    assert TOLD["summary"] in page.text
    assert db.session.scalars(select(ProgrammeEvent)).all() == []


def test_an_evening_may_end_after_midnight_and_a_clock_be_written_by_hand(hanne: Any, client: FlaskClient) -> None:
    client.post(PAGE, data={**TOLD, "sessions-0-starts": "21.30", "sessions-0-ends": "01:00"})
    assert [(one.starts, one.ends) for one in only().sessions] == [(time(21, 30), time(1))]


def test_registration_has_its_days_and_its_limits(hanne: Any, client: FlaskClient, at: Any) -> None:
    with clock.frozen(at + timedelta(days=120)):
        late = client.post(PAGE, data=TOLD)
    assert (late.status_code, "Fristen for å melde på var 26. november 2026." in late.text) == (409, True)
    codes = [client.post(PAGE, data=TOLD).status_code for _each in range(4)]
    assert codes == [302, 302, 302, 409]
    assert client.get("/program/endre/finnes-ikke").status_code == 404


def test_the_desk_adds_a_lighthouse_event_and_hides_an_internal_one(hanne: Any, sign_in: SignIn) -> None:
    staff = sign_in(hanne)
    own = {name: value for name, value in TOLD.items() if not name.startswith(("is_", "contact"))}
    staff.post("/staff/programme/2026/new", data={**own, "is_lighthouse": "y"})
    event = only()
    assert (event.origin, event.status, event.is_lighthouse) == (EventOrigin.OWN, EventStatus.APPROVED, True)
    staff.post(f"/staff/programme/2026/{event.public_id}/mark", data={"internal": "1"})
    assert only().is_internal is True
    staff.post(f"/staff/programme/2026/{event.public_id}/write", data={**own, "title": "Leker byttes"})
    event = only()
    assert (event.title, event.slug, event.is_lighthouse) == ("Leker byttes", "byttemarked-for-leker", False)


def test_a_funded_activity_is_not_written_at_the_desk(world: World, sign_in: SignIn) -> None:
    stage = FollowupStage(world)
    ProgrammeWorld(world.at).week()
    stage.grant()
    page = sign_in(stage.hanne).get(f"/staff/programme/2026/{only().public_id}/write")
    assert (page.status_code, "Den endres ved at søkeren melder endring." in page.text) == (409, True)


def test_districts_without_anything_are_named(hanne: Any, programmes: ProgrammeWorld) -> None:
    week = week_of(2026)
    programmes.event(week, district_code="030101")
    programmes.event(week, "Avlyst", day=1, district_code="030102", status=EventStatus.CANCELLED)
    found = coverage(week)
    assert [(one.name, one.events) for one in found if one.events] == [("Gamle Oslo", 1)]
    assert len(without(found)) == len(found) - 1 == 16


def test_the_desk_asks_the_same_however_much_there_is(hanne: Any, programmes: ProgrammeWorld, sign_in: SignIn) -> None:
    staff, week = sign_in(hanne), week_of(2026)
    programmes.event(week, day=1)
    with statements() as seen:
        staff.get("/staff/programme/2026")
    first = len(seen)
    for day in (2, 3):
        programmes.event(week, day=day)
    with statements() as seen:
        staff.get("/staff/programme/2026")
    assert len(seen) == first <= 8
