"""Who reports to whom."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.accounts import actions, queries
from app.accounts.models import User
from app.audit.models import AuditEvent
from app.extensions import db
from app.policy import denial
from tests.world import World

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture
def ada(world: World) -> User:
    return world.user(Role.ADMINISTRATOR, name="Ada Admin")


def test_an_administrator_sets_changes_and_removes_a_leader(world: World, ada: User, sign_in: SignIn) -> None:
    sara, gro = world.user(Role.CASE_HANDLER, name="Sara Sak"), world.user(Role.APPROVER, name="Gro Gran")
    client, path = sign_in(ada), f"/staff/people/{sara.public_id}"
    found = []
    for leader in (gro, gro, ada, None):
        assert client.post(path, data={"leader": leader.public_id if leader else ""}).status_code == 302
        db.session.expire_all()
        found.append(queries.leader_of(sara.id))
    assert found == [gro, gro, ada, None]
    told = select(AuditEvent.fields).where(AuditEvent.kind == "leader_set").order_by(AuditEvent.number)
    assert [fields["leader"] for fields in db.session.scalars(told)] == ["Gro Gran", "Ada Admin", "–"]
    client.post(path, data={"leader": gro.public_id})
    assert "Leder: Gro Gran" in client.get("/staff/people").text
    assert client.post(path, data={"leader": sara.public_id}).status_code == 422
    assert client.get("/staff/people/finnes-ikke").status_code == 404


def test_nobody_leads_themselves_or_those_above_them(world: World, ada: User) -> None:
    one, two, three = (world.user(Role.CASE_HANDLER, name=name) for name in ("En", "To", "Tre"))
    actions.set_leader(two, one, by=ada, at=world.at)
    actions.set_leader(three, two, by=ada, at=world.at)
    db.session.commit()
    outsider = world.user(name="Kari Nordmann")
    facts = [(one, one), (one, two), (one, three), (two, three), (one, outsider), (three, one)]
    assert [denial(actions.set_leader, who, leader, by=ada, at=world.at) for who, leader in facts] == [
        "Ingen er sin egen leder.",
        "To rapporterer selv til En.",
        "Tre rapporterer selv til En.",
        "Tre rapporterer selv til To.",
        "Kari Nordmann har ingen rolle her.",
        None,
    ]
    db.session.rollback()


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.CASE_HANDLER, Role.APPROVER, Role.READER])
def test_only_an_administrator_says_who_leads(world: World, role: Role) -> None:
    somebody = world.user(role, name="Siri Moe")
    reason = "Bare en administrator kan invitere medarbeidere og gi roller."
    assert denial(actions.set_leader, somebody, None, by=somebody, at=world.at) == reason
    assert denial(actions.leave_staff, somebody, by=somebody, at=world.at) == reason
