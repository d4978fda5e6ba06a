"""Withdrawing a case when the applicant has asked in writing."""

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

from app.access import Role
from app.applications.models import Status
from app.extensions import db
from tests.world import World

SignIn = Callable[[Any], FlaskClient]


def test_withdrawing_on_request(world: World, sign_in: SignIn) -> None:
    kari, siri = world.user(), world.user(Role.CASE_HANDLER, name="Siri Berg")
    application = world.application(world.organisation(kari), kari, world.round())
    address = f"/staff/cases/{application.reference}/withdraw"
    browser = sign_in(siri)
    assert "Bare når søkeren har bedt skriftlig om det." in browser.get(address).text
    assert browser.post(address).status_code == 302
    db.session.expire_all()
    assert application.status is Status.WITHDRAWN
    assert "Søknaden er allerede trukket." in browser.get(address).text
