"""The decision as the applicant reads it."""

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.formatting import HARD, THIN
from app.letters.models import LetterOpening
from tests.decisions.stage import FULL, PART, Stage, events

SignIn = Callable[[Any], FlaskClient]
PAGE = "/vedtak/OMB-2026-0001"


def test_before_release_there_is_nothing_to_see(stage: Stage, sign_in: SignIn) -> None:
    stage.decided()
    client = sign_in(stage.kari)
    assert [client.get(path).status_code for path in (PAGE, f"{PAGE}/brev.pdf")] == [404, 404]
    assert client.post(f"{PAGE}/klage", data={"text": "Nei."}).status_code == 404
    assert client.post(f"{PAGE}/svar", data={"line-1": "accepted"}).status_code == 404


def test_somebody_elses_decision_is_not_found(stage: Stage, sign_in: SignIn) -> None:
    stage.released()
    ola = stage.world.user(name="Ola Li")
    stage.world.organisation(ola, name="En annen", orgnr=None)
    client = sign_in(ola)
    assert [client.get(path).status_code for path in (PAGE, f"{PAGE}/brev.pdf")] == [404, 404]
    assert client.post(f"{PAGE}/klage", data={"text": "Nei."}).status_code == 404
    assert db.session.scalars(select(LetterOpening)).all() == []


def test_the_amount_comes_first_then_what_to_do_and_why(stage: Stage, sign_in: SignIn) -> None:
    stage.released(PART)
    page = sign_in(stage.kari).get(PAGE).text
    order = [
        f"3{THIN}000{HARD}kr",
        "Dette gjør dere nå",
        "innen tirsdag 15. september.",
        "Tar dere imot tilskuddet?",
        "Hvorfor ikke hele beløpet",
        "Vil dere klage?",
        "Slik er fristen regnet ut",
    ]
    places = [page.find(part) for part in order]
    assert -1 not in places
    assert places == sorted(places)


def test_several_activities_each_with_its_own(stage: Stage, sign_in: SignIn) -> None:
    stage.released(FULL, PART, activities=[{"title": "Verksted"}, {"title": "Byttekveld"}])
    page = sign_in(stage.kari).get(PAGE).text
    assert ("Hver aktivitet" in page, "<h3>Verksted</h3>" in page, "<h3>Byttekveld</h3>" in page) == (True,) * 3


def test_reading_is_kept_once_for_each_person(stage: Stage, sign_in: SignIn) -> None:
    decision = stage.released()
    client = sign_in(stage.kari)
    client.get(PAGE)
    client.get(PAGE)
    client.get(f"{PAGE}/brev.pdf")
    db.session.rollback()
    openings = db.session.scalars(select(LetterOpening)).all()
    assert [(opening.user_id, opening.by_party) for opening in openings] == [(stage.kari.id, True)]
    assert len(events(decision.application, "letter_opened")) == 1


def test_the_letter_is_the_file_that_was_issued(stage: Stage, sign_in: SignIn) -> None:
    stage.released()
    answer = sign_in(stage.kari).get(f"{PAGE}/brev.pdf")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")


def test_until_the_notice_is_sent_the_time_has_not_begun(stage: Stage, sign_in: SignIn) -> None:
    stage.released(told=False)
    page = sign_in(stage.kari).get(PAGE).text
    assert "Varselet er ikke sendt ennå. Fristen begynner å løpe når det er sendt" in page


def test_script_in_a_reason_is_shown_as_text(stage: Stage, sign_in: SignIn) -> None:
    import dataclasses

    stage.released(dataclasses.replace(FULL, reasons="<script>alert(1)</script>"))
    page = sign_in(stage.kari).get(PAGE).text
    assert "<script>alert(1)" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
