"""Whose case it is: everything that is somebody else's does not exist. And who gets a case to work on."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from app.access import Role
from app.accounts.models import Membership
from app.applications import actions, queries
from app.applications.models import Status
from app.audit.models import AuditEvent
from app.extensions import db
from app.policy import NotNow, NotPermitted
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
PAGES = ["", "/oppsummering", "/kvittering", "/kopi.pdf", "/trekk", "/endre"]
TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')
POSTS = ["/send", "/trekk", "/endre"]


@pytest.mark.parametrize("page", PAGES)
def test_somebody_elses_case_is_not_found(world: World, sign_in: SignIn, page: str) -> None:
    kari, stranger = world.user(), world.user(name="Ola Hansen")
    world.organisation(stranger, name="Byttegjengen", orgnr="100260026")
    application = world.application(world.organisation(kari), kari, world.round())
    browser = sign_in(stranger)
    theirs = browser.get(f"/soknader/{application.reference}{page}")
    none_such = browser.get(f"/soknader/OMB-2026-9999{page}")
    assert (theirs.status_code, none_such.status_code) == (404, 404)
    assert TOKEN.sub("", theirs.text) == TOKEN.sub("", none_such.text)


@pytest.mark.parametrize("page", POSTS)
def test_somebody_elses_case_is_not_changed(world: World, sign_in: SignIn, page: str) -> None:
    kari, stranger = world.user(), world.user(name="Ola Hansen")
    sent = page != "/send"
    application = world.application(world.organisation(kari), kari, world.round(), sent=sent)
    assert sign_in(stranger).post(f"/soknader/{application.reference}{page}").status_code == 404
    db.session.expire_all()
    assert application.status == ("submitted" if sent else "draft")


def test_every_member_may_send(world: World) -> None:
    kari, ola = world.user(), world.user(name="Ola Hansen")
    application = world.application(world.organisation(kari, ola), kari, world.round(), sent=False)
    actions.submit(application, by=ola, at=world.at)
    db.session.commit()
    assert application.versions[0].submitted_by_id == ola.id


def test_who_left_may_not(world: World) -> None:
    kari = world.user()
    organisation = world.organisation(kari)
    application = world.application(organisation, kari, world.round(), sent=False)
    db.session.delete(db.session.scalars(select(Membership)).one())
    db.session.commit()
    with pytest.raises(NotPermitted) as refusal:
        actions.submit(application, by=kari, at=world.at)
    assert refusal.value.reason == "Bare de som hører til Fiksekroken, kan gjøre dette."


def test_a_draft_is_nobodys_but_its_writers(world: World) -> None:
    kari = world.user()
    application = world.application(world.organisation(kari), kari, world.round(), sent=False)
    with pytest.raises(NoResultFound):
        queries.case(application.reference)
    actions.submit(application, by=kari, at=world.at)
    db.session.commit()
    assert queries.case(application.reference) is application


def test_a_case_handler_gets_a_case(world: World) -> None:
    kari, siri = world.user(), world.user(Role.CASE_HANDLER, name="Siri Berg")
    application = world.application(world.organisation(kari), kari, world.round())
    actions.assign(application, siri, by=siri, at=world.at)
    db.session.commit()
    assert (application.handler_id, application.case_rows[0].handler_id) == (siri.id, siri.id)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.kind == "handler_assigned")).one()
    assert (event.audience, event.fields) == ("staff", {"handler": "Siri Berg"})


def test_who_may_not_get_it(world: World) -> None:
    kari, siri = world.user(), world.user(Role.CASE_HANDLER, name="Siri Berg")
    member = world.user(Role.CASE_HANDLER, Role.APPLICANT, name="Mona Lie")
    application = world.application(world.organisation(kari, member), kari, world.round())
    with pytest.raises(NotPermitted):
        actions.assign(application, siri, by=kari, at=world.at)
    for person, sentence in (
        (kari, "Kari Nordmann er ikke saksbehandler."),
        (member, "Mona Lie hører til søkeren og kan ikke behandle saken."),
    ):
        with pytest.raises(NotNow) as refusal:
            actions.assign(application, person, by=siri, at=world.at)
        assert refusal.value.reason == sentence
    application.status = Status.RELEASED
    with pytest.raises(NotNow) as refusal:
        actions.assign(application, siri, by=siri, at=world.at)
    assert refusal.value.reason == "Saken har status «Brev sendt» og kan ikke fordeles."
    db.session.rollback()
