"""The front page: what anyone sees before, while and after a round is open."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from app import clock
from app.rounds.models import RoundStatus
from tests.counting import statements
from tests.programme_world import ProgrammeWorld
from tests.world import World


def test_the_open_round_with_tiers_deadline_and_days_left(client: FlaskClient, world: World) -> None:
    world.round()
    page = client.get("/").text
    assert "<h1>Tilskudd til Ombruksuka</h1>" in page
    assert 'Ombruksuka 2026 <span class="nowrap">· 23.–29. november 2026</span>' in page
    assert [amount in page for amount in ("2\u202f500\u00a0kr", "5\u202f000\u00a0kr", "10\u202f000\u00a0kr")] == [
        True
    ] * 3
    assert "søndag 20. september" in page
    assert "19 dager igjen" in page
    assert 'href="/soknader/ny"' in page


def test_the_last_day_is_counted_in_oslo(client: FlaskClient, world: World) -> None:
    world.round()
    with clock.frozen(datetime(2026, 9, 19, 21, 59, 59, tzinfo=UTC)):
        assert "1 dag igjen" in client.get("/").text
    with clock.frozen(datetime(2026, 9, 19, 22, 0, 0, tzinfo=UTC)):
        assert "Siste dag er i dag" in client.get("/").text


def test_the_rubric_is_the_real_one(client: FlaskClient, world: World) -> None:
    grant_round = world.round()
    page = client.get("/").text
    assert grant_round.rubric is not None
    for criterion in grant_round.rubric.criteria:
        assert f'<span>{criterion.name}</span> <span class="criterion__weight">{criterion.weight} %</span>' in page
        assert f"<li>{criterion.anchors[4].sentence}</li>" in page


def test_an_announced_round_says_when_it_opens_and_cannot_be_started(client: FlaskClient, world: World) -> None:
    world.round(status=RoundStatus.ANNOUNCED)
    with clock.frozen(datetime(2026, 8, 1, 8, 0, tzinfo=UTC)):
        page = client.get("/").text
    assert "mandag 17. august" in page
    assert "Start søknaden" not in page


def test_a_closed_round_says_when_answers_come(client: FlaskClient, world: World) -> None:
    world.round(status=RoundStatus.CLOSED)
    with clock.frozen(datetime(2026, 9, 21, 8, 0, tzinfo=UTC)):
        page = client.get("/").text
    assert "Fristen er ute" in page
    assert "Dere som har søkt, får svar innen 9. oktober 2026." in page
    assert "Start søknaden" not in page


def test_a_round_past_its_deadline_is_closed_even_if_the_timer_is_late(client: FlaskClient, world: World) -> None:
    world.round(status=RoundStatus.OPEN)
    with clock.frozen(datetime(2026, 9, 20, 22, 0, 0, tzinfo=UTC)):
        assert "Fristen er ute" in client.get("/").text


def test_without_any_round_there_is_still_a_page(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Det er ingen åpen runde nå." in answer.text


def visible(page: str, code: str) -> bool:
    return f'<li data-fit-reason="{code}">' in page


def test_it_fits_when_all_four_are_ticked(client: FlaskClient, world: World) -> None:
    world.round()
    page = client.get("/?svar=1&ja=free&ja=open&ja=week&ja=place").text
    assert "<div data-fit-yes>" in page
    assert "<div data-fit-no hidden>" in page


def test_it_says_why_it_does_not_fit_and_what_else_there_is(client: FlaskClient, world: World) -> None:
    world.round()
    page = client.get("/?svar=1&ja=open&ja=place").text
    assert "<div data-fit-no>" in page
    assert [visible(page, code) for code in ("free", "open", "week", "place")] == [True, False, True, False]
    assert "<strong>Aktiviteten må skje 23.–29. november 2026.</strong> Kan dere flytte noe av den" in page


def test_a_round_that_allows_an_entry_fee_does_not_ask_about_it(client: FlaskClient, world: World) -> None:
    from app.extensions import db

    world.round().requires_free_entry = False
    db.session.commit()
    page = client.get("/?svar=1&ja=open&ja=week&ja=place").text
    assert "Det er gratis å komme" not in page
    assert "<div data-fit-yes>" in page


def test_the_page_takes_few_statements(client: FlaskClient, world: World, programmes: ProgrammeWorld) -> None:
    world.round()
    programmes.week()
    with statements() as seen:
        client.get("/")
    assert len(seen) <= 8


NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "opens", "expected"),
    [
        (NOW, None, ["Programmet er ikke klart ennå."]),
        (NOW, datetime(2026, 10, 26, 8, tzinfo=UTC), ["Programmet kommer mandag 26. oktober."]),
        (NOW, NOW, ["Se programmet"]),
        (datetime(2026, 11, 23, 8, tzinfo=UTC), NOW, ["Se programmet", "23.–29. november 2026 · nå"]),
        (datetime(2026, 11, 30, 8, tzinfo=UTC), NOW, ["Se programmet", "over for denne gang"]),
    ],
)
def test_the_week_says_when_it_is_and_whether_there_is_a_programme(
    client: FlaskClient, programmes: ProgrammeWorld, at: datetime, opens: datetime | None, expected: list[str]
) -> None:
    programmes.week(programme_opens_at=opens)
    with clock.frozen(at):
        page = client.get("/").text
    said = ["Programmet er ikke", "Programmet kommer", "Se programmet", "november 2026 · nå", "over for denne gang"]
    assert [sentence in page for sentence in expected] == [True] * len(expected)
    assert sum(sentence in page for sentence in said) == len(expected)


def test_before_there_is_any_week_one_can_still_ask_to_be_told(client: FlaskClient) -> None:
    page = client.get("/").text
    assert ("Når er neste gang?" in page, 'href="/varsle-meg"' in page) == (True, True)
