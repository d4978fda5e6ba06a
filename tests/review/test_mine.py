"""What a person has to assess: which come next, which never do, and «send og neste»."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.applications.models import Status
from app.extensions import db
from app.review.queries import next_to_assess, to_assess
from tests.counting import statements
from tests.review.cases import DISQUALIFIED, DOUBT, declare, score, send
from tests.review.test_assignments import Office, text
from tests.review.test_views import sheet
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
GOOD = (4, 4, 4, 4, 4, 4)


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def references(office: Office) -> list[str]:
    return [one.reference for one in to_assess(office.jon, office.round.id)]


def following(office: Office) -> str | None:
    found = next_to_assess(office.jon, office.round.id)
    return found[0] if found else None


def test_where_nothing_is_given_everybody_has_everything(office: Office) -> None:
    first, second = office.case(), office.case()
    office.case(status=Status.SCREENING)
    assert references(office) == [first.reference, second.reference]


def test_where_something_is_given_each_has_their_own(office: Office) -> None:
    first, second = office.case(), office.case()
    office.give(second, office.jon)
    office.give(first, office.hanne)
    assert references(office) == [second.reference]


@pytest.mark.parametrize("answer", [DISQUALIFIED, DOUBT])
def test_what_one_is_tied_to_never_comes(office: Office, answer: Any) -> None:
    declared, own, other = office.case(), office.case(office.jon), office.case()
    declare(declared, office.jon, answer=answer, reason="Fetter.")
    assert own.reference not in references(office)
    assert (references(office), following(office)) == ([other.reference], other.reference)


def test_the_one_that_fewest_have_assessed_comes_next_and_then_the_first_received(office: Office) -> None:
    first, second, third = office.case(), office.case(), office.case()
    declare(first, office.hanne, office.jon)
    send(office.world, first, office.hanne, *GOOD)
    order = [following(office)]
    for case in (second, third):
        declare(case, office.jon)
        send(office.world, case, office.jon, *GOOD)
        order.append(following(office))
    send(office.world, first, office.jon, *GOOD)
    order.append(following(office))
    assert order == [second.reference, third.reference, first.reference, None]


def test_the_next_is_one_statement(office: Office) -> None:
    office.case()
    round_id, jon = office.round.id, office.jon
    assert jon.id
    with statements() as seen:
        next_to_assess(jon, round_id)
    assert len(seen) == 1


def test_send_and_next_goes_to_the_next_and_at_last_to_the_list(office: Office, sign_in: SignIn) -> None:
    cases = [office.case(), office.case()]
    declare(cases[0], office.jon)
    declare(cases[1], office.jon)
    client = sign_in(office.jon)
    assert client.get("/staff/mine/next").location == f"/staff/cases/{cases[0].reference}#scores-1"
    button = '<button class="pkt-btn pkt-btn--medium pkt-btn--secondary" type="submit" name="send" value="next"'
    assert button in client.get(f"/staff/cases/{cases[0].reference}").text
    places = []
    for case in cases:
        data = sheet(case, *"444444") | {"send": "next"}
        answer = client.post(f"/staff/cases/{case.reference}/activities/1/scores", data=data)
        places.append((answer.status_code, answer.location))
        db.session.expire_all()
    assert places == [
        (302, f"/staff/cases/{cases[1].reference}#scores-1"),
        (302, "/staff/mine?runde=ombruksuka-2026"),
    ]
    page = text(client.get("/staff/mine"))
    assert "Du har ikke flere å vurdere nå." in page
    assert "Sendt av deg (2)" in page


def test_what_cannot_be_sent_stays_where_it_is(office: Office, sign_in: SignIn) -> None:
    first, _second = office.case(), office.case()
    declare(first, office.jon)
    data = sheet(first, "4", "4", "4", "4", "4", "") | {"send": "next"}
    answer = sign_in(office.jon).post(f"/staff/cases/{first.reference}/activities/1/scores", data=data)
    assert answer.status_code == 409


def test_the_own_list_says_what_is_begun_waits_and_is_sent(office: Office, sign_in: SignIn) -> None:
    begun, waiting, sent = office.case(), office.case(status=Status.SUPPLEMENT), office.case()
    for case in (begun, waiting, sent):
        office.give(case, office.jon)
    declare(begun, office.jon)
    declare(sent, office.jon)
    send(office.world, sent, office.jon, *GOOD)
    score(office.world, begun, office.jon, *GOOD)
    page = text(sign_in(office.jon).get("/staff/mine"))
    assert "Du har 1 aktivitet å vurdere nå." in page
    order = [page.index(words) for words in ("Påbegynt", "Kan ikke vurderes nå", "Venter på søker", "Sendt av deg (1)")]
    assert order == sorted(order)
