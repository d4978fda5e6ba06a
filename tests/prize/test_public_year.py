"""What anybody reads of a year: before, while and after nominations are taken, and nothing of the jury's work."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app import clock
from app.extensions import db
from app.prize.models import PrizeStatus
from app.prize.nominations.models import NominationStatus
from app.prize.verdict import handing, sealing
from tests.counting import statements
from tests.prize import papers
from tests.prize.verdict_world import NONCE, Judged
from tests.prize_world import PrizeWorld
from tests.world import World

P = PrizeStatus
SECRET = [status for status in P if status not in (P.PUBLISHED, P.ARCHIVED, P.CANCELLED)]


def main(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_before_any_year_is_announced(client: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.PLANNED, announced=False)
    assert "Årets pris er ikke kunngjort ennå." in client.get("/ombruksprisen").text
    assert client.get("/ombruksprisen/2026").status_code == 404
    assert "Ombruksprisen" not in client.get("/").text


def test_an_open_year_says_what_who_how_and_when(client: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.PLANNED, prize_nok=10_000)
    page = main(client.get("/ombruksprisen").text)
    assert "<h1>Ombruksprisen 2026</h1>" in page
    assert '<p class="lead">Reparasjon og redesign av møbler og inventar</p>' in page
    assert 'href="/ombruksprisen/nominer"' in page
    assert '<p class="deadline__day">mandag 21. september</p>' in page
    assert "20 dager igjen" in page
    assert "være ferdig senest 20. september 2026" in page
    assert "<li>Redesign og reparasjon (under 250 000 kr eks. mva.)</li>" in page
    assert "Annen avtale, eller utenfor avtalene" not in page
    assert "<li>Jeg er innbygger</li>" in page
    assert "Det er lov å nominere seg selv. Juryen får vite det." in page
    assert "og 10\u202f000\N{NO-BREAK SPACE}kr" in page
    assert re.findall(r"<summary class=\"criterion__title\"><span>(.*?)</span> <span.*?>(.*?)</span>", page) == [
        ("Sirkulær gevinst", "25 %"),
        ("Kvalitet i løsningen", "20 %"),
        ("Overføringsverdi", "20 %"),
        ("Nyskaping", "15 %"),
        ("Sosial og lokal verdi", "10 %"),
        ("Dokumentasjon", "10 %"),
    ]
    assert "<li>Metoden er så åpen at andre kan etterprøve den.</li>" in page
    assert "<li>Utviklings- og kompetanseetaten</li>" in page


def test_residents_are_not_asked_where_they_may_not_nominate(client: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.PLANNED, residents_may_nominate=False, requires_agreement=False)
    page = main(client.get("/ombruksprisen/2026").text)
    assert ["Jeg er innbygger" in page, "Jeg var med på prosjektet" in page] == [False, True]
    assert "en av avtalene" not in page


def test_before_it_opens_and_after_the_deadline_nobody_is_asked_to_nominate(
    client: FlaskClient, prizes: PrizeWorld
) -> None:
    prize = prizes.prize(P.PLANNED)
    with clock.frozen(prize.opens_at - timedelta(seconds=1)):
        page = main(client.get("/ombruksprisen").text)
    assert ["Åpner for nominasjoner" in page, "Nominer et prosjekt" in page] == [True, False]
    with clock.frozen(prize.closes_at + timedelta(seconds=1)):
        page = main(client.get("/ombruksprisen").text)
    assert ["Fristen er ute" in page, "Nominer et prosjekt" in page] == [True, False]


def test_the_day_of_the_handover_is_a_surprise(client: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.EMBARGO)
    page = client.get("/ombruksprisen").text
    assert ["26. november" in page, "12. oktober" in page, "8. oktober" in page] == [False] * 3
    assert "Vinneren kåres av juryen og blir overrasket på jobben. Etterpå står den her." in page


@pytest.mark.parametrize("status", SECRET)
def test_the_page_is_the_same_however_far_the_jury_is(
    client: FlaskClient, prizes: PrizeWorld, status: PrizeStatus
) -> None:
    prize = prizes.prize(P.PLANNED)
    before, front = client.get("/ombruksprisen").text, client.get("/").text
    prizes.jury(prize)
    prizes.nomination(prize, "Spisesalen", status=NominationStatus.QUALIFIED)
    prize.status = status
    db.session.commit()
    assert client.get("/ombruksprisen").text == before
    assert client.get("/").text == front


@pytest.fixture
def judged(prizes: PrizeWorld) -> Judged:
    return papers.ranked(prizes)


def test_nobody_reads_who_won_before_it_is_published(client: FlaskClient, prizes: PrizeWorld, judged: Judged) -> None:
    before = client.get("/ombruksprisen").text
    papers.written(prizes, judged)
    papers.confirm_all(prizes, judged)
    assert client.get("/ombruksprisen").text == before
    sealing.seal_verdict(judged.prize, nonce=NONCE, by=judged.secretary, at=prizes.at)
    db.session.commit()
    assert client.get("/ombruksprisen").text == before
    handing.hand_over(judged.prize, by=judged.secretary, at=prizes.at)
    db.session.commit()
    assert client.get("/ombruksprisen").text == before
    assert judged.verdict.winner.project not in before


def test_the_published_winner_stands_first_and_stays_there(
    client: FlaskClient, prizes: PrizeWorld, judged: Judged
) -> None:
    papers.published(prizes, papers.written(prizes, judged))
    for status in (P.PUBLISHED, P.ARCHIVED):
        judged.prize.status = status
        db.session.commit()
        page = main(client.get("/ombruksprisen/2026").text)
        assert '<h2 class="winner__title" id="winner-title">Prosjekt 1</h2>' in page
        assert papers.SENTENCE in page
        assert "<li><strong>Prosjekt 2</strong>, Prosjekt 2 sykehjem</li>" in page
        assert "Prosjekt 3" not in page
        assert ["Fristen er ute" in page, "Hvem kan nominere" in page] == [False, False]
        assert 'href="/ombruksprisen/2026/presse"' in page


def test_a_published_checksum_is_linked_until_the_winner_is(
    client: FlaskClient, prizes: PrizeWorld, judged: Judged
) -> None:
    papers.sealed(prizes, papers.written(prizes, judged))
    link = '<a href="/ombruksprisen/2026/forsegling">Kåringen er forseglet. Slik kan alle sjekke den etterpå.</a>'
    assert link not in client.get("/ombruksprisen").text
    sealing.publish_commitment(judged.prize, by=judged.secretary, at=prizes.at)
    db.session.commit()
    assert link in client.get("/ombruksprisen").text


def test_a_cancelled_year_is_not_there(client: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.CANCELLED)
    assert client.get("/ombruksprisen/2026").status_code == 404
    assert "Årets pris er ikke kunngjort ennå." in client.get("/ombruksprisen").text


def test_the_newest_year_stands_first_and_the_others_are_linked(client: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.PLANNED)
    prizes.prize(P.LOCKED, year=2025, reference="PRIS-2025", name="Forrige pris")
    page = client.get("/ombruksprisen").text
    assert "<h1>Ombruksprisen 2026</h1>" in page
    assert '<a href="/ombruksprisen/2025">Forrige pris</a>' in page
    assert "<h1>Forrige pris</h1>" in client.get("/ombruksprisen/2025").text


def test_the_front_page_of_the_grants_leads_there(client: FlaskClient, prizes: PrizeWorld, world: World) -> None:
    prizes.prize(P.PLANNED)
    for page in (client.get("/").text, world.round() and client.get("/").text):
        assert '<h2 id="prisen">Ombruksprisen 2026</h2>' in page
        assert "Nominer det innen mandag 21. september kl. 10.00." in page
        assert 'href="/ombruksprisen/2026"' in page


def test_the_page_takes_few_statements(client: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.PLANNED)
    db.session.rollback()
    db.session.expire_all()
    with statements() as seen:
        client.get("/ombruksprisen")
    assert len(seen) <= 8
