"""One act on many cases: tried without a trace, done where it may be, a result for each."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.accounts.models import User
from app.applications.models import Application
from app.audit.models import AuditEvent
from app.extensions import db
from app.review import batch
from app.review.batch import Act
from tests.counting import statements
from tests.review.cases import DOUBT, declare, handler
from tests.world import World

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture
def hanne(world: World) -> User:
    return handler(world)


@pytest.fixture
def cases(world: World) -> list[Application]:
    of_round, kari = world.round(), world.user()
    organisations = [world.organisation(kari, name=f"Forening {n}", orgnr=None) for n in range(3)]
    return [world.application(one, kari, of_round) for one in organisations]


def references(cases: list[Application]) -> list[str]:
    return [case.reference for case in cases]


def events() -> int:
    db.session.rollback()
    return db.session.query(AuditEvent).count()


@pytest.mark.parametrize("act", Act)
def test_a_trial_leaves_no_trace(world: World, hanne: User, cases: list[Application], act: Act) -> None:
    before = events()
    batch.trial(act, references(cases), by=hanne)
    db.session.commit()
    assert (events(), {case.handler_id for case in cases}) == (before, {None})


@pytest.mark.parametrize("act", Act)
def test_the_trial_says_what_then_happens(world: World, hanne: User, cases: list[Application], act: Act) -> None:
    declare(cases[0], hanne)
    declare(cases[1], hanne, answer=DOUBT, reason="Jeg kjenner styrelederen.")
    db.session.commit()
    tried = batch.trial(act, references(cases), by=hanne)
    done = batch.do(act, references(cases), by=hanne, at=world.at)
    db.session.commit()
    assert done == tried


def test_those_that_are_refused_say_why_and_the_others_are_done(
    world: World, hanne: User, cases: list[Application]
) -> None:
    declare(cases[1], hanne)
    db.session.commit()
    results = batch.do(Act.IMPARTIAL, references(cases), by=hanne, at=world.at)
    db.session.commit()
    assert [one.refusal for one in results] == [None, "Du har svart allerede.", None]


def test_nobody_answers_for_a_case_of_their_own(world: World, cases: list[Application]) -> None:
    berit = world.user(Role.CASE_HANDLER, Role.APPLICANT, name="Berit Bø")
    own = world.organisation(berit, name="Berits lag", orgnr=None)
    cases.append(world.application(own, berit, cases[0].round))
    refusals = [one.refusal for one in batch.do(Act.TAKE, references(cases), by=berit, at=world.at)]
    assert (refusals[:3], refusals[3]) == ([None] * 3, "Berit Bø hører til søkeren og kan ikke behandle saken.")
    assert [case.handler_id for case in cases] == [berit.id] * 3 + [None]


def test_only_what_is_explained_is_approved(world: World, hanne: User, cases: list[Application]) -> None:
    outside = world.application(
        cases[0].organisation,
        world.user(name="Pål"),
        cases[0].round,
        activities=[{"days": [date(2026, 12, 5)]}],
        sent=False,
    )
    assert outside.reference not in {one.reference for one in batch.trial(Act.APPROVE, [outside.reference], by=hanne)}
    batch.do(Act.IMPARTIAL, references(cases), by=hanne, at=world.at)
    results = batch.do(Act.APPROVE, references(cases), by=hanne, at=world.at)
    assert [one.refusal for one in results] == ["Saken har status «Innsendt». Dette kan ikke gjøres nå."] * 3


def test_the_pages_try_first_and_do_after(hanne: User, cases: list[Application], sign_in: SignIn) -> None:
    client = sign_in(hanne)
    chosen = client.get("/staff/cases/several").text
    assert all(reference in chosen for reference in references(cases))
    tried = client.post("/staff/batch", data={"act": "take", "case": references(cases)}).text
    assert "Prøve: 3 saker kan gjøres nå. Ingenting er endret ennå." in tried
    done = client.post("/staff/batch", data={"act": "take", "case": references(cases), "step": "do"}).text
    assert "Gjort i 3 saker." in done
    db.session.rollback()
    assert {case.handler_id for case in cases} == {hanne.id}


def test_what_is_no_act_is_refused(hanne: User, sign_in: SignIn) -> None:
    assert sign_in(hanne).post("/staff/batch", data={"act": "slett"}).status_code == 422


def test_a_trial_of_three_asks_as_much_as_one(world: World, hanne: User, cases: list[Application]) -> None:
    batch.trial(Act.APPROVE, references(cases), by=hanne)
    counted = []
    for some in (cases[:1], cases):
        chosen = references(some)
        db.session.expire_all()
        assert hanne.id
        with statements() as asked:
            batch.trial(Act.APPROVE, chosen, by=hanne)
        counted.append(len(asked))
    assert counted[0] == counted[1]
