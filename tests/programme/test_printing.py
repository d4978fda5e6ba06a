"""The programme on paper: whole, the same for everybody, and printed once a revision."""

from datetime import datetime, time, timedelta

import pypdfium2
import pytest
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import District
from app.extensions import db
from app.programme import printing
from app.programme.models import EventStatus, ProgrammeSession
from app.programme.printing import Paper
from app.programme.published import Published, published
from app.programme.words import words
from tests.counting import statements
from tests.programme_world import ProgrammeWorld


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def test_a_crowd_prints_nothing(client: FlaskClient, programmes: ProgrammeWorld, at: datetime) -> None:
    week = programmes.week()
    programmes.event(week, "Fiksekveld", bring="Én ødelagt ting", is_lighthouse=True)
    programmes.event(week, "Byttekveld", day=1, status=EventStatus.CANCELLED)
    assert printing.print_due(at) == 2
    assert printing.print_due(at) == 0
    first = client.get("/program/2026/program-a4.pdf")
    assert (first.content_type, first.headers["Cache-Control"]) == ("application/pdf", "public, max-age=60")
    assert pages(first.data) == [
        "Oslo kommune Ombruksuka 2026 23.–29. november 2026 "
        "En uke med reparasjon, bytte og lån, gratis og åpen for alle. "
        "Alt er gratis og åpent for alle. Endringer og mer om hvert arrangement: localhost/program/2026 "
        "Mandag 23. november 17.00–20.00 Fiksekveld Fyrtårn · Tøyen bibliotek, Hagegata 28 "
        "Ta med noe som er ødelagt, så fikser vi det sammen. Ta med: Én ødelagt ting "
        "Tirsdag 24. november 17.00–20.00 Byttekveld Avlyst Tøyen bibliotek, Hagegata 28 "
        "localhost/program/2026 Oppdatert tirsdag 1. september 2026 kl. 10.00 · 1 av 1"
    ]
    size = pypdfium2.PdfDocument(client.get("/program/2026/program-a3.pdf").data).get_page_size(0)
    assert [round(side / 72 * 25.4) for side in size] == [297, 420]
    programmes.event(week, "Ny", day=2)
    db.session.expire_all()
    with statements() as sent:  # what is changed waits for the timer; nobody waits for the printer
        assert client.get("/program/2026/program-a4.pdf").data == first.data
    assert len(sent) == 1
    known = client.get("/program/2026/program-a4.pdf", headers={"If-None-Match": first.headers["ETag"]})
    assert known.status_code == 304
    with clock.frozen(at + timedelta(days=120)):
        assert printing.print_due(clock.now()) == 0  # the week is over
    assert client.get("/program/2026/program-a5.pdf").status_code == 404


def test_the_first_is_printed_when_it_is_asked_for(client: FlaskClient, programmes: ProgrammeWorld) -> None:
    programmes.week()
    assert pages(client.get("/program/2026/program-a4.pdf").data)[0].count("Ingen arrangementer her ennå.") == 1
    assert client.get("/program/2025/program-a4.pdf").status_code == 404


@pytest.mark.usefixtures("app")
def test_a_poster_is_one_page_and_tells_of_an_event_once(programmes: ProgrammeWorld, at: datetime) -> None:
    week = programmes.week()
    event = programmes.event(week, "Åpent verksted", summary="Vi skrur, syr og limer. " * 12)
    event.sessions += [
        ProgrammeSession(week_id=week.id, held_on=week.starts_on + timedelta(days=day), starts=time(17))
        for day in range(1, 7)
    ]
    for day in range(7):
        for number in range(3):
            programmes.event(week, f"Fiks {number}", day=day, summary="Ta med det som er ødelagt. " * 9)
    htmls = printing.typeset(week, Paper.A3, "http://localhost/program/2026", at)
    assert [html.count("Vi skrur") > 0 for html in htmls] == [True, True, False, False]
    [poster] = pages(printing.fitting(htmls))
    assert (poster.count("Åpent verksted"), poster.count("Vi skrur, syr og limer. Vi")) == (7, 0)


@pytest.mark.parametrize(("count", "tried"), [(45, 4), (46, 2), (90, 2), (91, 1)])
@pytest.mark.usefixtures("app")
def test_a_full_programme_is_tried_in_small_type_at_once(
    programmes: ProgrammeWorld, at: datetime, count: int, tried: int
) -> None:
    week = programmes.week()
    event = programmes.event(week)
    event.sessions[:] = [
        ProgrammeSession(week_id=week.id, held_on=week.starts_on, starts=time(10, n % 60)) for n in range(count)
    ]
    db.session.commit()
    tries = [len(printing.typeset(week, paper, "http://localhost/program/2026", at)) for paper in Paper]
    assert tries == [1, tried]


@pytest.mark.usefixtures("app")
def test_a_day_on_paper(programmes: ProgrammeWorld) -> None:
    db.session.add(District(code="online", name="På nett", position=1, is_online=True))
    db.session.commit()
    week = programmes.week()
    made = [
        programmes.event(week, "Sent", starts=time(19)),
        programmes.event(week, "På skjerm", starts=time(9), is_digital=True, venue_name=None, district_code="online"),
        programmes.event(week, "Stort", starts=time(12), is_lighthouse=True),
        programmes.event(week, "Løst"),
    ]
    made[3].sessions.clear()
    db.session.commit()
    events: list[Published] = [published(one, words({}, {}), "http://localhost/program/2026") for one in made]
    told = [
        (day.name, [(line.hours, line.event.title, line.where) for line in day.lines])
        for day in printing.by_day(week, events)
    ]
    assert told == [
        (
            "Mandag 23. november",
            [
                ("12.00–15.00", "Stort", "Tøyen bibliotek, Hagegata 28"),
                ("09.00–12.00", "På skjerm", "På nett"),
                ("19.00–22.00", "Sent", "Tøyen bibliotek, Hagegata 28"),
            ],
        ),
        ("Uten fast tid", [("", "Løst", "Tøyen bibliotek, Hagegata 28")]),
    ]
    assert not printing.is_current(week, Paper.A3)
