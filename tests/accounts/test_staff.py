"""Staff: invited, given roles, relieved of them; and never left without an administrator."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.accounts import actions, password, policy, queries
from app.accounts.links import Site
from app.accounts.models import User
from app.audit.models import AuditEvent
from app.extensions import db
from app.policy import denial
from tests.accounts.test_links import links_sent
from tests.conftest import MORNING
from tests.counting import statements
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
SARA = {"name": "Sara Sak", "email": "sara@oslo.example", "title": "rådgiver", "role": "case_handler"}
SITE = Site("http://localhost", "Ombruk")


@pytest.fixture
def administrator(world: World) -> User:
    return world.user(Role.ADMINISTRATOR, name="Anne Admin")


def events() -> list[tuple[str, dict[str, Any]]]:
    return [(one.kind, one.fields) for one in db.session.scalars(select(AuditEvent).order_by(AuditEvent.number))]


def test_an_invited_person_has_the_role_and_comes_in_by_the_link(
    app: Flask, administrator: User, sign_in: SignIn
) -> None:
    assert sign_in(administrator).post("/staff/people", data=SARA).status_code == 302
    sara = queries.user_by_email("sara@oslo.example")
    assert sara is not None
    assert (sara.name, sara.title, sara.roles, sara.confirmed_at) == ("Sara Sak", "rådgiver", {Role.CASE_HANDLER}, None)
    assert events() == [("staff_invited", {"role": "case_handler", "user": sara.public_id})]
    assert "Invitert, har ikke svart" in sign_in(administrator).get("/staff/people").text
    hers = app.test_client()
    assert hers.post(links_sent()[0]).headers["Location"] == "/konto"
    assert hers.post("/konto/passord", data={"password": "tre gode ord"}).status_code == 302
    db.session.refresh(sara)
    assert sara.confirmed_at == MORNING
    assert password.matches("tre gode ord", sara.password_hash)


def test_an_invitation_that_is_sent_again_replaces_the_first(app: Flask, administrator: User, sign_in: SignIn) -> None:
    client = sign_in(administrator)
    client.post("/staff/people", data=SARA)
    sara = queries.user_by_email("sara@oslo.example")
    assert sara is not None
    assert client.post(f"/staff/people/{sara.public_id}/invitation").status_code == 302
    first, second = links_sent()
    assert [app.test_client().get(link).status_code for link in (first, second)] == [410, 200]


def test_nobody_is_invited_to_the_same_role_twice(administrator: User, sign_in: SignIn) -> None:
    client = sign_in(administrator)
    client.post("/staff/people", data=SARA)
    answer = client.post("/staff/people", data={**SARA, "title": "noe annet"})
    assert (answer.status_code, "Sara Sak har rollen fra før." in answer.text) == (409, True)
    sara = queries.user_by_email("sara@oslo.example")
    assert sara is not None
    assert sara.title == "rådgiver"


def test_a_role_is_given_and_taken_back(world: World, administrator: User, sign_in: SignIn) -> None:
    sara = world.user(Role.CASE_HANDLER, name="Sara Sak")
    client = sign_in(administrator)
    path = f"/staff/people/{sara.public_id}/roles"
    assert client.post(path, data={"role": "approver", "act": "grant"}).status_code == 302
    assert client.post(path, data={"role": "case_handler", "act": "withdraw"}).status_code == 302
    db.session.refresh(sara)
    assert sara.roles == {Role.APPROVER}
    assert events() == [
        ("role_granted", {"role": "approver", "user": sara.public_id}),
        ("role_withdrawn", {"role": "case_handler", "user": sara.public_id}),
    ]
    assert client.post(path, data={"role": "emperor", "act": "grant"}).status_code == 404


def test_a_role_that_is_withdrawn_is_gone_from_the_next_page_on(
    app: Flask, world: World, administrator: User, sign_in: SignIn
) -> None:
    other = world.user(Role.ADMINISTRATOR, name="Bo Admin")
    client = sign_in(other)
    assert client.get("/staff/people").status_code == 200
    actions.withdraw_role(other, Role.ADMINISTRATOR, by=administrator, at=MORNING)
    db.session.commit()
    assert client.get("/staff/people").status_code == 403


ONLY_ONE = "Anne Admin er den eneste administratoren. Gi rollen til en annen først."


@pytest.mark.parametrize(("others", "reason"), [("none", ONLY_ONE), ("invited", ONLY_ONE), ("confirmed", None)])
def test_there_is_always_an_administrator(
    world: World, administrator: User, sign_in: SignIn, others: str, reason: str | None
) -> None:
    if others != "none":
        other = world.user(Role.ADMINISTRATOR, name="Bo Admin")
        other.confirmed_at = MORNING if others == "confirmed" else None
        db.session.commit()
    everyone = queries.staff_with(Role.ADMINISTRATOR)
    assert denial(policy.can_withdraw, administrator, administrator, Role.ADMINISTRATOR, everyone) == reason
    data = {"role": "administrator", "act": "withdraw"}
    answer = sign_in(administrator).post(f"/staff/people/{administrator.public_id}/roles", data=data)
    assert answer.status_code == (409 if reason else 302)


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        (Role.APPROVER, None),
        (Role.CASE_HANDLER, "Sara Sak har rollen fra før."),
        (Role.APPLICANT, "Denne rollen kan ikke gis her. Den får man ved å lage en konto."),
    ],
)
def test_which_roles_can_be_given(world: World, administrator: User, role: Role, reason: str | None) -> None:
    sara = world.user(Role.CASE_HANDLER, name="Sara Sak")
    assert denial(policy.can_grant, administrator, sara, role) == reason


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.CASE_HANDLER, Role.APPROVER, Role.READER])
def test_only_an_administrator_gives_roles(world: World, role: Role) -> None:
    somebody, sara = world.user(role), world.user(Role.CASE_HANDLER, name="Sara Sak")
    reason = "Bare en administrator kan invitere medarbeidere og gi roller."
    assert denial(policy.can_grant, somebody, sara, Role.APPROVER) == reason
    assert denial(policy.can_withdraw, somebody, sara, Role.CASE_HANDLER, []) == reason


def test_the_first_administrator_is_made_from_the_command_line(app: Flask, client: FlaskClient) -> None:
    link = actions.first_administrator("anne@oslo.example", "Anne Admin", site=SITE, at=MORNING)
    db.session.commit()
    assert link == "http://localhost" + links_sent()[0]
    assert client.post(links_sent()[0]).status_code == 302
    assert client.get("/staff/people").status_code == 200
    again = actions.first_administrator("anne@oslo.example", "Anne Admin", site=SITE, at=MORNING)
    db.session.commit()
    assert again != link
    assert [kind for kind, _ in events()] == ["staff_invited"]


def test_the_list_costs_the_same_with_more_people(world: World, administrator: User, sign_in: SignIn) -> None:
    counts = []
    client = sign_in(administrator)
    for name in ("Sara Sak", "Siri Sak"):
        world.user(Role.CASE_HANDLER, Role.APPROVER, name=name)
        db.session.remove()
        with statements() as seen:
            assert name in client.get("/staff/people").text
        counts.append(len(seen))
    assert counts == [3, 3]
