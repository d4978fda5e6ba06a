"""What anybody sees of the programme: only what is approved, today first, the same address for good."""

import json
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import html5lib
import pytest
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import District
from app.clock import at_oslo
from app.extensions import db
from app.programme import crowd
from app.programme.models import EventStatus, ProgrammeEvent, ProgrammeSession
from tests.counting import statements
from tests.programme_world import MONDAY, ProgrammeWorld
from tests.test_pages import faults, text
from tests.world import World

H = "{http://www.w3.org/1999/xhtml}"
NOON = at_oslo(MONDAY, 12)


@pytest.fixture
def districts(app: Any) -> None:
    parts = (("030101", "Gamle Oslo"), ("030103", "Sagene"), ("030106", "Ullern"))
    db.session.add_all(District(code=code, name=name, position=n) for n, (code, name) in enumerate(parts))
    db.session.add(District(code="online", name="På nett", position=9, is_online=True))
    db.session.commit()


def tree(page: str) -> Any:
    assert "\n".join(faults(page)) == ""
    return html5lib.parse(page)


def of_class(root: Any, name: str) -> list[Any]:
    return [node for node in root.iter() if name in (node.get("class") or "").split()]


def days(page: str) -> dict[str, list[str]]:
    """The days of a page, with the names of what is told of each."""
    return {
        text(next(day.iter(f"{H}h2"))): [text(name) for name in day.iter(f"{H}h3")]
        for day in of_class(tree(page), "day")
    }


def spoken(node: Any) -> str:
    """A node's words with a space between its parts."""
    return " ".join(" ".join(node.itertext()).split())


def test_the_newest_public_week_is_shown_and_what_is_not_public_is_not_there(
    client: FlaskClient, programmes: ProgrammeWorld
) -> None:
    none = client.get("/program")
    assert text(of_class(tree(none.text), "lead")[0]) == (
        "Datoene for neste Ombruksuke er ikke satt ennå. Når programmet er klart, står det her."
    )
    week = programmes.week(programme_opens_at=at_oslo(date(2026, 10, 16), 9))
    programmes.event(week, "Hemmelig")
    ahead = client.get("/program")
    assert text(of_class(tree(ahead.text), "lead")[0]) == (
        "Ombruksuka 2026 er mandag 23. november til søndag 29. november. "
        "Programmet kommer her fredag 16. oktober kl. 09.00."
    )
    assert [client.get(f"/program/2026{rest}").status_code for rest in ("", "/kart", "/hemmelig-0", ".ics")] == [
        404
    ] * 4
    assert (none.headers["Cache-Control"], ahead.headers["Cache-Control"]) == ("no-store", "no-store")
    old = programmes.week(date(2025, 11, 24))
    programmes.event(old, "I fjor")
    assert days(client.get("/program").text) == {"Mandag 24. november": ["I fjor"]}
    with clock.frozen(NOON):
        assert days(client.get("/program").text) == {"I dag, mandag 23. november": ["Hemmelig"]}
        assert days(client.get("/program/2025").text) == {"Mandag 24. november": ["I fjor"]}


def test_only_what_is_approved_leaves_a_trace(client: FlaskClient, programmes: ProgrammeWorld) -> None:
    """Pages and feeds are the same to the last byte whatever waits, was refused, or is for the municipality's own."""
    week = programmes.week()
    programmes.event(week, "Fiksekveld")
    paths = (
        "/program/2026",
        "/program/2026/kart",
        "/program/2026/fiksekveld-0",
        "/program/2026.ics",
        "/program/2026.json",
    )
    revision = week.revision
    before = {path: client.get(path).data for path in paths}
    for status in (EventStatus.PROPOSED, EventStatus.REFUSED, EventStatus.WITHDRAWN):
        programmes.event(week, status.value, status=status, answer="Nei.", contact_email="kari@sted.example")
    programmes.event(week, "Internt", is_internal=True)
    assert week.revision == revision + 4
    week.revision = revision + 100  # nothing kept may answer
    db.session.commit()
    after = {path: client.get(path).data.replace(b'"revision":101', b'"revision":1') for path in paths}
    assert after == before
    assert [client.get(f"/program/2026/{slug}-0").status_code for slug in ("proposed", "internt")] == [404, 404]


def test_today_comes_first_and_what_has_ended_goes_aside(client: FlaskClient, programmes: ProgrammeWorld) -> None:
    week = programmes.week()
    for number, (name, hour) in enumerate((("I går", 18), ("Morgen", 8), ("Kveld", 18), ("I morgen", 12))):
        programmes.event(week, name, day=(0, 1, 1, 2)[number], starts=time(hour))
    with clock.frozen(at_oslo(MONDAY + timedelta(1), 12)):
        page = client.get("/program").text
        assert days(page) == {
            "I dag, tirsdag 24. november": ["Kveld", "Morgen"],
            "I morgen, onsdag 25. november": ["I morgen"],
        }
        assert [text(next(node.iter(f"{H}summary"))) for node in of_class(tree(page), "day__over")] == [
            "Ferdig for i dag (1)"
        ]
        assert days(client.get("/program/2026?dag=i-morgen").text) == {"I morgen, onsdag 25. november": ["I morgen"]}
        assert days(client.get("/program/2026?dag=2026-11-23").text) == {"Mandag 23. november": ["I går"]}


@pytest.mark.usefixtures("districts")
def test_choices_are_links_that_keep_each_other_and_say_how_many(
    client: FlaskClient, programmes: ProgrammeWorld
) -> None:
    week = programmes.week()
    programmes.event(week, "Fiks", district_code="030101")
    programmes.event(week, "Bytt", day=2, district_code="030103", activity_types=["swap", "repair"])
    page = client.get("/program/2026?type=repair&bydel=030103").text
    assert days(page) == {"Onsdag 25. november": ["Bytt"]}
    links = {text(one).replace("antall: ", ""): one.get("href") for one in of_class(tree(page), "chip")}
    assert links["Gamle Oslo 1"] == "/program/2026?bydel=030101&type=repair"
    assert links["Alle bydeler"] == "/program/2026?type=repair"
    assert links["Ons 25. 1"] == "/program/2026?dag=2026-11-25&bydel=030103&type=repair"
    assert links["Bytte 1"] == "/program/2026?bydel=030103&type=swap"
    assert "Ullern 0" not in links
    odd = client.get("/program/2026?bydel=030103&type='drop&dag=2026-12-24&fra=nyhetsbrev")
    assert (odd.status_code, odd.location) == (302, "/program/2026?bydel=030103")
    assert days(client.get("/program/2026?bydel=030106").text) == {}
    tiles = {
        text(one): one.get("href")
        for one in of_class(tree(client.get("/program/2026/kart?type=repair").text), "tile__link")
    }
    assert tiles == {
        "Ullern 0 arrangementer": "/program/2026?bydel=030106&type=repair",
        "Sagene 1 arrangement": "/program/2026?bydel=030103&type=repair",
        "Gamle Oslo 1 arrangement": "/program/2026?bydel=030101&type=repair",
        "På nett 0 arrangementer": "/program/2026?bydel=online&type=repair",
    }


def everything(programmes: ProgrammeWorld, **changes: Any) -> ProgrammeEvent:
    """An event that says all there is to say."""
    told: dict[str, Any] = {
        "district_code": "030101",
        "bring": "Én ødelagt ting",
        "signup": "sign_up",
        "capacity": 40,
        "accessibility": ["step_free", "hearing_loop"],
        "accessibility_text": "Heis fra gata.",
        "audience_text": "Familier",
        "url": "https://fiksekroken.example/pamelding",
        "description": "Seks bord.",
        "is_lighthouse": True,
        "is_indoor": True,
    }
    return programmes.event(programmes.week(), day=1, **{**told, **changes})


def facts(page: str) -> dict[str, str]:
    rows = of_class(tree(page), "about__row")
    return {text(next(row.iter(f"{H}dt"))): spoken(next(row.iter(f"{H}dd"))) for row in rows}


@pytest.mark.usefixtures("districts")
def test_an_events_page_says_what_one_must_know(client: FlaskClient, programmes: ProgrammeWorld) -> None:
    everything(programmes)
    page = client.get("/program/2026/fiksekveld-1").text
    assert facts(page) == {
        "Når": "tirsdag 24. november kl. 17.00–20.00",
        "Hvor": "Tøyen bibliotek, Hagegata 28, 0653 Oslo Gamle Oslo Inne",
        "Ta med": "Én ødelagt ting",
        "Påmelding": "Ja, meld deg på Plass til 40 samtidig",
        "Særlig for": "Familier",
        "Tilgjengelighet": "Trinnfri inngang Teleslynge Heis fra gata.",
        "Arrangør": "Fiksekroken https://fiksekroken.example/pamelding",
        "Type": "Reparasjon",
    }
    assert text(of_class(tree(page), "share__line")[0]) == (
        "Fiksekveld, tirsdag 24. november kl. 17.00–20.00, Tøyen bibliotek. http://localhost/program/2026/fiksekveld-1"
    )
    assert [text(one) for one in of_class(tree(page), "event__mark")] == ["Fyrtårn"]
    assert [one.get("href") for one in of_class(tree(page), "pkt-btn--primary")] == ["/program/2026/fiksekveld-1.ics"]


def json_ld(page: str) -> list[Any]:
    scripts = [node for node in html5lib.parse(page).iter(f"{H}script") if node.get("type") == "application/ld+json"]
    return [json.loads(node.text) for node in scripts]


@pytest.mark.usefixtures("districts")
def test_machines_read_the_same_event(client: FlaskClient, programmes: ProgrammeWorld) -> None:
    everything(programmes)
    [told] = json_ld(client.get("/program/2026/fiksekveld-1").text)
    address = "http://localhost/program/2026"
    assert told == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Fiksekveld",
        "url": f"{address}/fiksekveld-1",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "description": "Seks bord.",
        "startDate": "2026-11-24T17:00:00+01:00",
        "endDate": "2026-11-24T20:00:00+01:00",
        "location": {
            "@type": "Place",
            "name": "Tøyen bibliotek",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": "Oslo",
                "addressCountry": "NO",
                "streetAddress": "Hagegata 28",
                "postalCode": "0653",
            },
        },
        "organizer": {"@type": "Organization", "name": "Fiksekroken", "url": "https://fiksekroken.example/pamelding"},
        "isAccessibleForFree": True,
        "inLanguage": "nb",
        "superEvent": {
            "@type": "Event",
            "name": "Ombruksuka 2026",
            "url": address,
            "startDate": "2026-11-23",
            "endDate": "2026-11-29",
            "location": {"@type": "City", "name": "Oslo"},
        },
        "keywords": "Reparasjon",
        "maximumAttendeeCapacity": 40,
    }


@pytest.mark.usefixtures("districts")
def test_a_cancelled_event_stays_and_says_so_everywhere(client: FlaskClient, programmes: ProgrammeWorld) -> None:
    everything(programmes, status=EventStatus.CANCELLED, cancelled_because="Kurslederen er syk.")
    page = client.get("/program/2026/fiksekveld-1").text
    assert spoken(of_class(tree(page), "alert__body")[0]) == (
        "Arrangementet er avlyst Kurslederen er syk. Se hva annet som skjer"
    )
    assert [one["eventStatus"] for one in json_ld(page)] == ["https://schema.org/EventCancelled"]
    assert of_class(tree(page), "pkt-btn--primary") == []
    [row] = of_class(tree(client.get("/program/2026").text), "event--cancelled")
    assert [spoken(one) for one in of_class(row, "event__marks")] == ["Avlyst Fyrtårn"]


def test_what_an_organiser_writes_is_text_and_its_address_a_web_page(
    client: FlaskClient, programmes: ProgrammeWorld
) -> None:
    event = programmes.event(
        programmes.week(), "</script><script>alert(1)</script>", slug="x", url="javascript:alert(1)"
    )
    event.summary = "<!--<script>&amp;\u2028"
    event.sessions.append(ProgrammeSession(week_id=event.week_id, held_on=MONDAY + timedelta(2)))
    db.session.commit()
    page = client.get("/program/2026/x").text
    [told] = json_ld(page)
    assert (told["name"], told["description"]) == ("</script><script>alert(1)</script>", "<!--<script>&amp;\u2028")
    assert (told["startDate"], told["endDate"]) == ("2026-11-23T17:00:00+01:00", "2026-11-25")
    assert [one["startDate"] for one in told["subEvent"]] == ["2026-11-23T17:00:00+01:00", "2026-11-25"]
    assert "url" not in told["organizer"]
    sources = [node.get("src") or node.get("type") for node in html5lib.parse(page).iter(f"{H}script")]
    assert [source.partition("?")[0] for source in sources] == ["/static/js/share_line.js", "application/ld+json"]
    assert "javascript:" not in page
    assert days(client.get("/program").text)["Mandag 23. november"] == ["</script><script>alert(1)</script>"]


def test_a_page_asks_the_database_as_often_for_three_events_as_for_one(
    client: FlaskClient, programmes: ProgrammeWorld
) -> None:
    week = programmes.week()
    counts = []
    for names in (("En",), ("To", "Tre")):
        for name in names:
            programmes.event(week, name, day=len(counts))
        seen: list[int] = []
        for path in ("/program/2026", "/program/2026/kart", "/program/2026/en-0"):
            db.session.expire_all()
            with statements() as sent:
                assert client.get(path).status_code == 200
            seen.append(len(sent))
        counts.append(seen)
    assert counts == [[6, 1, 4], [6, 1, 4]]  # the map has its frame from the list


def test_a_page_is_written_once_and_not_sent_to_whoever_has_it(
    client: FlaskClient, programmes: ProgrammeWorld, world: World, sign_in: Callable[[Any], FlaskClient]
) -> None:
    week = programmes.week()
    programmes.event(week, "Fiks")
    first = client.get("/program/2026")
    told = first.headers
    assert (told["Cache-Control"], told["Vary"]) == ("public, max-age=60", "Cookie")
    db.session.expire_all()
    with statements() as sent:
        again = client.get("/program/2026", headers={"If-None-Match": told["ETag"]})
    assert (again.status_code, again.data, again.headers["ETag"], len(sent)) == (304, b"", told["ETag"], 1)
    with statements() as sent:
        assert client.get("/program/2026").data == first.data
    assert len(sent) == 1
    programmes.event(week, "Bytt")
    changed = client.get("/program/2026", headers={"If-None-Match": told["ETag"]})
    assert (changed.status_code, days(changed.text)) == (200, {"Mandag 23. november": ["Bytt", "Fiks"]})
    with clock.frozen(NOON):  # «i dag» is another page
        assert client.get("/program/2026").headers["ETag"] != changed.headers["ETag"]
    own = sign_in(world.user()).get("/program/2026", headers={"If-None-Match": changed.headers["ETag"]})
    assert (own.status_code, own.headers["Cache-Control"], "ETag" in own.headers) == (200, "no-store", False)
    assert "Logg ut" in own.text
    assert "Logg ut" not in client.application.test_client().get("/program/2026").text


def test_a_crowd_asks_the_database_once_a_second(
    client: FlaskClient,
    programmes: ProgrammeWorld,
    world: World,
    sign_in: Callable[[Any], FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader, anybody = sign_in(world.user()), client.application.test_client()
    client.application.config["TESTING"] = False
    week = programmes.week()
    programmes.event(week, "Fiks")
    watch = [100.0]
    monkeypatch.setattr(crowd, "monotonic", lambda: watch[0])
    first = anybody.get("/program/2026")
    programmes.event(week, "Bytt")
    with statements() as sent:
        same = [anybody.get("/program/2026") for _ in range(3)]
        head = anybody.head("/program/2026")
        known = anybody.get("/program/2026", headers={"If-None-Match": first.headers["ETag"]})
    assert sent == []
    assert [(page.status_code, page.data, dict(page.headers)) for page in same] == [
        (200, first.data, dict(first.headers))
    ] * 3
    assert (head.data, head.headers["Content-Length"]) == (b"", first.headers["Content-Length"])
    assert (known.status_code, known.data) == (304, b"")
    assert days(anybody.get("/program/2026?type=repair").text) != days(first.text)
    assert "Logg ut" in reader.get("/program/2026").text
    assert anybody.post("/program/2026").status_code == 405
    watch[0] += 1.1
    assert days(anybody.get("/program/2026").text) == {"Mandag 23. november": ["Bytt", "Fiks"]}
