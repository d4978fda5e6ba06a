"""The receipt: made once by the worker, told of, and found again after a crash."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.applications import jobs
from app.applications.letters import next_steps
from app.applications.models import Application
from app.extensions import db
from app.letters.models import Letter
from app.mail.models import Mail
from tests.world import World

SignIn = Callable[[Any], FlaskClient]


def sent(world: World) -> Application:
    kari = world.user()
    return world.application(world.organisation(kari), kari, world.round())


def test_made_once_and_told_of_once(world: World, app: Flask) -> None:
    application = sent(world)
    jobs.render_receipt.run(application.id)
    jobs.render_receipt.run(application.id)
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.kind, letter.case_reference, letter.version) == ("receipt", application.reference, 1)
    assert letter.content["link"] == f"http://localhost/soknader/{application.reference}"
    assert letter.content["application"] == application.versions[0].content
    mails = db.session.scalars(select(Mail).order_by(Mail.recipient)).all()
    assert [mail.recipient for mail in mails] == ["post@fiksekroken.example", "styret@fiksekroken.example"]


def test_the_page_says_that_it_is_being_made_and_then_has_it(world: World, sign_in: SignIn) -> None:
    application = sent(world)
    address = f"/soknader/{application.reference}/kvittering"
    browser = sign_in(application.organisation.memberships[0].user)
    assert "Kopien blir laget nå." in browser.get(address).text
    assert browser.get(f"/soknader/{application.reference}/kopi.pdf").status_code == 409
    jobs.render_receipt.run(application.id)
    assert "Last ned kopi (PDF)" in browser.get(address).text
    copy = browser.get(f"/soknader/{application.reference}/kopi.pdf")
    assert (copy.status_code, copy.mimetype, copy.data[:5]) == (200, "application/pdf", b"%PDF-")


def test_work_lost_in_a_crash_is_found_again(world: World, app: Flask) -> None:
    application = sent(world)
    assert jobs.missing_receipts(world.at + timedelta(minutes=4)) == 0
    assert jobs.missing_receipts(world.at + timedelta(minutes=6)) == 1
    with clock.frozen(world.at + timedelta(minutes=6)):
        app.extensions["jobs"].run_waiting()
    assert db.session.scalars(select(Letter.case_reference)).all() == [application.reference]
    assert jobs.missing_receipts(world.at + timedelta(minutes=7)) == 0


def test_nothing_is_made_for_a_draft(world: World) -> None:
    kari = world.user()
    application = world.application(world.organisation(kari), kari, world.round(), sent=False)
    jobs.render_receipt.run(application.id)
    assert db.session.scalars(select(Letter)).all() == []


def test_what_happens_now_has_weeks(world: World) -> None:
    assert next_steps(world.round()) == (
        "Vi sjekker at alt er med (uke 39).",
        "Vi vurderer søknaden sammen med de andre (uke 40).",
        "Dere får vedtak senest 9. oktober 2026.",
    )
