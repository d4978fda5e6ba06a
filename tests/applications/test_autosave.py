"""A field is saved as it is left, with JavaScript."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.accounts.models import User
from app.applications.models import Application
from app.extensions import db
from tests.applications.form import SignIn, fields_of, fill, url
from tests.counting import statements
from tests.world import World

Save = Callable[..., Any]


@pytest.fixture
def save(draft: Application, kari: User, sign_in: SignIn) -> Save:
    def post(path: str, value: Any, revision: Any = 0, by: User | None = None) -> Any:
        client = sign_in(by or kari)
        return client.post(
            f"/soknader/{draft.reference}/felt", json={"path": path, "value": value, "revision": revision}
        )

    return post


def test_a_field_is_saved_as_it_is_left(draft: Application, save: Save) -> None:
    answer = save("a1.title", "Fiksekveld")
    assert (answer.status_code, answer.json) == (200, {"saved_at": "10.00", "revision": 1})
    db.session.expire_all()
    assert draft.activities[0].title == "Fiksekveld"


def test_the_answer_suggests_an_amount(save: Save) -> None:
    save("a1.session_count", "2")
    assert save("a1.expected_participants", "48").json["suggestion"] == {
        "amount_nok": 5000,
        "reason": "48 deltakere, 2 økter → 5\N{NARROW NO-BREAK SPACE}000",
    }


def test_the_answer_warns_of_what_is_not_supported(save: Save) -> None:
    assert save("a1.is_free", "no").json["warnings"]["is_free"] == (
        "Aktiviteten er ikke gratis. Ordningen støtter bare det som er gratis for dem som kommer."
    )
    assert "sessions" in save("a1.s1.held_on", "2026-12-24").json["warnings"]


def test_a_refused_field_says_why(draft: Application, save: Save) -> None:
    answer = save("a1.sought_nok", "mye")
    assert (answer.status_code, answer.json) == (422, {"error": "Skriv beløpet i hele kroner, bare med siffer."})


def test_a_conflict_tells_who_wrote_what(draft: Application, save: Save, ola: User) -> None:
    save("a1.is_free", "yes", by=ola)
    answer = save("a1.is_free", "no")
    assert answer.status_code == 409
    assert answer.json == {
        "conflict": {
            "by": "Ola Hansen",
            "revision": 1,
            "sentence": "Ola Hansen endret dette kl. 10.00 mens du skrev. Teksten din er ikke lagret ennå.",
            "shown": "Ja",
            "theirs": "yes",
        }
    }
    assert save("a1.is_free", "no", revision=1).status_code == 200


@pytest.mark.parametrize(
    "body", [None, [], {}, {"path": "a1.title"}, {"path": 1, "value": "x"}, {"path": "a1.title", "value": 1}]
)
def test_an_odd_body_is_refused(draft: Application, kari: User, sign_in: SignIn, body: Any) -> None:
    response = sign_in(kari).post(
        f"/soknader/{draft.reference}/felt", data=json.dumps(body), content_type="application/json"
    )
    assert response.status_code == 400


@pytest.mark.parametrize("path", ["status", "a1.subject_id", "a7.title", "../a1.title"])
def test_a_path_that_never_was_is_not_found(save: Save, path: str) -> None:
    assert save(path, "x").status_code == 404


def test_after_closing_the_answer_says_so(world: World, draft: Application, save: Save) -> None:
    draft.round.opens_at, draft.round.closes_at = world.at.replace(year=2024), world.at.replace(year=2025)
    db.session.commit()
    answer = save("a1.title", "For sent")
    assert (answer.status_code, list(answer.json)) == (409, ["error"])


def test_the_posts_of_the_form_are_cheap(draft: Application, kari: User, save: Save, sign_in: SignIn) -> None:
    fill(draft, kari, sought_nok="10000", session_count="3", expected_participants="200")
    db.session.expire_all()
    with statements() as one_field:
        assert save("a1.s1.held_on", "2026-11-24").status_code == 200
    assert len(one_field) <= 12
    client = sign_in(kari)
    fields = fields_of(client.get(url(draft, "aktivitet-1")))
    db.session.expire_all()
    with statements() as whole_page:
        client.post(url(draft, "aktivitet-1"), data={**fields, "a1.title": "Fiksekveld", "_do": "next"})
    assert len(whole_page) <= 12
