"""Somebody who leaves: what becomes free, what stays, and who cannot go."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.accounts import actions as accounts
from app.accounts.models import Superior, User
from app.applications import actions as applications
from app.applications.models import Status
from app.audit.models import AuditEvent
from app.extensions import db
from app.judging.models import Assessment
from app.review.models import Assignment
from tests.review.cases import declare, send
from tests.review.test_assignments import Office, given, propose, text
from tests.world import World

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def ada(world: World) -> User:
    return world.user(Role.ADMINISTRATOR, name="Ada Admin")


def kinds() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.kind).order_by(AuditEvent.number)))


def test_cases_and_assessments_become_free_and_what_was_sent_stays(office: Office, ada: User, sign_in: SignIn) -> None:
    sent, open_one, decided = office.case(), office.case(), office.case()
    for case in (sent, open_one, decided):
        applications.assign(case, office.jon, by=office.hanne, at=office.at)
        office.give(case, office.jon)
    declare(sent, office.jon)
    send(office.world, sent, office.jon, 4, 4, 4, 4, 4, 4)
    for row in decided.case_rows:
        row.status = Status.RELEASED
    decided.status = Status.RELEASED
    db.session.add(Superior(user_id=office.hanne.id, leader_id=office.jon.id))
    db.session.commit()
    client, path = sign_in(ada), f"/staff/people/{office.jon.public_id}/leave"
    page = text(client.get(path))
    assert "2 saker får ingen saksbehandler" in page
    assert "2 aktiviteter må vurderes av andre." in page
    assert client.post(path).location == "/staff/people"
    db.session.expire_all()
    assert office.jon.roles == frozenset()
    assert [case.handler_id for case in (sent, open_one, decided)] == [None, None, office.jon.id]
    assert [case.case_rows[0].handler_id for case in (sent, open_one)] == [None, None]
    assert given() == [("Fiksekveld 3", "Jon Dahl")]  # of a case that is finished: history
    assert db.session.scalars(select(Assessment)).one().sent_at == office.at
    assert str(sent.case_rows[0].score) == "75.0000"
    assert db.session.scalars(select(Superior)).all() == []
    reasons = set(db.session.scalars(select(Assignment.withdrawn_reason).where(Assignment.withdrawn_at.is_not(None))))
    assert reasons == {"Ikke lenger saksbehandler"}
    assert kinds()[-6:] == [
        "role_withdrawn",
        "handler_assigned",
        "handler_assigned",
        "assignment_withdrawn",
        "assignment_withdrawn",
        "staff_left",
    ]


def test_what_became_free_is_proposed_to_the_others(office: Office, ada: User, sign_in: SignIn) -> None:
    case = office.case()
    office.give(case, office.jon)
    accounts.leave_staff(office.jon, by=ada, at=office.at)
    db.session.commit()
    client = sign_in(office.hanne)
    assert "1 mangler vurderere." in text(client.get("/staff/assignments"))
    _page, fields = propose(client)
    client.post("/staff/assignments/proposal", data=fields)
    assert given() == [("Fiksekveld 1", "Hanne Holm")]


def test_an_administrator_who_assigns_goes_straight_to_the_assignments(office: Office, sign_in: SignIn) -> None:
    both = office.world.user(Role.ADMINISTRATOR, Role.APPROVER, name="Bo Berg")
    answer = sign_in(both).post(f"/staff/people/{office.jon.public_id}/leave")
    assert answer.location == "/staff/assignments"


def test_the_last_administrator_cannot_leave(ada: User, sign_in: SignIn) -> None:
    client, path = sign_in(ada), f"/staff/people/{ada.public_id}/leave"
    only = "Ada Admin er den eneste administratoren. Gi rollen til en annen først."
    assert only in client.get(path).text
    answer = client.post(path)
    assert (answer.status_code, only in answer.text) == (409, True)
    db.session.refresh(ada)
    assert ada.roles == {Role.ADMINISTRATOR}


def test_who_has_no_role_has_nothing_to_leave(office: Office, ada: User, sign_in: SignIn) -> None:
    answer = sign_in(ada).post(f"/staff/people/{office.kari.public_id}/leave")
    assert (answer.status_code, "Kari Nordmann har ingen rolle her." in answer.text) == (409, True)
    db.session.refresh(office.kari)
    assert office.kari.roles == {Role.APPLICANT}


def test_losing_the_role_alone_frees_the_same(office: Office, ada: User) -> None:
    case = office.case()
    applications.assign(case, office.jon, by=office.hanne, at=office.at)
    office.give(case, office.jon)
    accounts.grant_role(office.jon, Role.READER, by=ada, at=office.at)
    accounts.withdraw_role(office.jon, Role.READER, by=ada, at=office.at)
    db.session.commit()
    assert (case.handler_id, given()) == (office.jon.id, [("Fiksekveld 1", "Jon Dahl")])
    accounts.withdraw_role(office.jon, Role.CASE_HANDLER, by=ada, at=office.at)
    db.session.commit()
    assert (case.handler_id, given()) == (None, [])


def test_who_has_left_comes_no_further_than_an_applicant(office: Office, ada: User, sign_in: SignIn) -> None:
    client = sign_in(office.jon)
    assert client.get("/staff/mine").status_code == 200
    accounts.leave_staff(office.jon, by=ada, at=office.at)
    db.session.commit()
    assert client.get("/staff/mine").status_code == 403
