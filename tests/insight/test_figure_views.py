"""Figures kept by hand, and a year as everybody reads it."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from app import clock
from app.access import SYSTEM, Role
from app.accounts.models import User
from app.audit.models import AuditEvent
from app.extensions import db
from app.insight.figures import all_figures
from app.insight.loading import load_history
from tests.conftest import MORNING
from tests.counting import statements
from tests.world import World

NEW = "/staff/insight/figures/new"
TYPED = {
    "year": "2025",
    "kind": "page_views",
    "value": "48 000",
    "value_text": "ca. 48 000",
    "count_method": "estimated",
    "source": "Webanalysen for klimaoslo.no, hentet 1. desember 2025",
}


@pytest.fixture
def handler(world: World) -> User:
    return world.user(Role.CASE_HANDLER)


def test_a_figure_is_added_with_its_source_and_removed(handler: User, sign_in: Any) -> None:
    client = sign_in(handler)
    assert client.get(NEW).status_code == 200
    assert client.post(NEW, data=TYPED).status_code == 302
    [figure] = all_figures()
    assert (figure.year, figure.kind, figure.shown, figure.about) == (2025, "page_views", "48\u202f000", "anslått")
    page = client.get("/nokkeltall/2025").text
    assert "ca. 48 000" in page
    assert TYPED["source"] in page
    assert client.post(f"/staff/insight/figures/{figure.public_id}/remove").status_code == 302
    assert client.post(f"/staff/insight/figures/{figure.public_id}/remove").status_code == 404
    assert all_figures() == []
    kinds = [event.kind for event in db.session.query(AuditEvent).order_by(AuditEvent.number)]
    assert kinds[-2:] == ["key_figure_added", "key_figure_removed"]


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"value": "", "value_text": ""}, 409, "Skriv et tall, eller hva kilden sier."),
        ({"value": "mange"}, 422, "Skriv et tall, for eksempel 48 000 eller 12,5."),
        ({"value": "-5"}, 422, "Skriv et tall, for eksempel 48 000 eller 12,5."),
        ({"value_to": "10"}, 409, "Det høyeste tallet må være minst like stort som det laveste."),
        ({"kind": "press"}, 409, "Denne typen har ingen tall. Skriv hva kilden sier."),
        ({"count_method": "not_counted"}, 409, "Det som ikke er talt, har ingen tall."),
        ({"source": "  "}, 422, "Skriv hvor tallet kommer fra."),
        ({"kind": ""}, 422, "Velg hva tallet teller."),
        ({"year": "1999"}, 422, "Skriv et år fra 2014."),
    ],
)
def test_refused_and_kept(handler: User, sign_in: Any, changes: dict[str, str], status: int, sentence: str) -> None:
    answer = sign_in(handler).post(NEW, data={**TYPED, **changes})
    assert (answer.status_code, sentence in answer.text) == (status, True)
    assert TYPED["source"] in answer.text or "source" in changes
    assert all_figures() == []


def test_the_report_is_loaded_from_the_page(handler: User, world: World, sign_in: Any) -> None:
    client = sign_in(handler)
    offer = "Hent dem inn"
    assert offer in client.get("/staff/insight/figures").text
    client.post("/staff/insight/figures/history")
    page = client.get("/staff/insight/figures").text
    assert (len(all_figures()), offer in page) == (117, False)
    assert page.count(">Fjern<") == 117 + 1  # the column's heading
    assert ">Fjern<" not in sign_in(world.user(Role.READER)).get("/staff/insight/figures").text


@pytest.mark.parametrize(("year", "status"), [(1999, 404), (2013, 404), (2014, 200), (2027, 200), (2028, 404)])
def test_a_year_without_figures_says_so(client: FlaskClient, at: Any, year: int, status: int) -> None:
    answer = client.get(f"/nokkeltall/{year}")
    assert answer.status_code == status
    assert ("Ingen har ført tall for dette året." in answer.text) == (status == 200)


def test_few_statements_however_many_figures(client: FlaskClient) -> None:
    counted = []
    for _once in range(2):
        with statements() as seen:
            assert client.get("/nokkeltall").status_code == 200
            assert client.get("/nokkeltall/2024").status_code == 200
        counted.append(len(seen))
        load_history(SYSTEM, MORNING)
        db.session.commit()
    assert counted == [6, 6]
    assert clock.now().year == 2026
