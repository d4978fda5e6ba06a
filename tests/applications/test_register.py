"""Registering what came by post or e-mail."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app import clock
from app.access import Role
from app.accounts.models import Organisation
from app.applications.models import Application
from app.audit.models import AuditEvent
from app.extensions import db
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
AFTER_CLOSING = datetime(2026, 9, 25, 10, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\nscanned letter\n%%EOF"


def typed(**changes: Any) -> dict[str, Any]:
    values = {
        "channel": "post",
        "received_on": "2026-09-21",
        "received_time": "09:30",
        "contact_name": "Olga Vik",
        "contact_email": "olga@byttegjengen.example",
        "title": "Byttedag på torget",
        "description": "Vi bytter klær og bøker.",
        "category": "sharing",
        "district_code": "030103",
        "is_free": "yes",
        "is_open": "",
        "sessions-0-held_on": "2026-11-25",
        "sessions-0-starts": "12:00",
        "sessions-0-ends": "16:00",
        "expected_participants": "60",
        "sought_nok": "5 000",
        "expenses-0-group_code": "material",
        "expenses-0-text": "Bord",
        "expenses-0-amount_nok": "5000",
        "original": (io.BytesIO(PDF), "søknad.pdf"),
        **changes,
    }
    return {name: value for name, value in values.items() if value is not None}


def post(world: World, sign_in: SignIn, *, organisation: str, **changes: Any) -> TestResponse:
    handler = world.user(Role.CASE_HANDLER, name="Siri Berg")
    browser = sign_in(handler)
    with clock.frozen(AFTER_CLOSING):
        return browser.post(f"/staff/register?organisation={organisation}", data=typed(**changes))


def only_application() -> Application:
    db.session.expire_all()
    return db.session.scalars(select(Application)).one()


def test_a_late_letter_becomes_a_case(world: World, sign_in: SignIn) -> None:
    world.round()
    known = world.organisation(name="Byttegjengen")
    answer = post(world, sign_in, organisation=known.public_id)
    found = only_application()
    assert (answer.status_code, answer.location) == (302, f"/staff/cases/{found.reference}")
    assert (found.status, found.channel, found.organisation_id) == ("submitted", "post", known.id)
    assert found.received_at == datetime(2026, 9, 21, 7, 30, tzinfo=UTC)
    assert found.submitted_at == AFTER_CLOSING
    activity = found.activities[0]
    assert (activity.title, activity.sought_nok, activity.is_free, activity.is_open) == (
        "Byttedag på torget",
        5000,
        True,
        None,
    )
    assert [(row.held_on.isoformat(), row.place) for row in activity.sessions if row.held_on] == [("2026-11-25", None)]
    assert [(line.group_code, line.text, line.amount_nok) for line in activity.budget_lines] == [
        ("material", "Bord", 5000)
    ]
    assert [(file.filename, file.is_original) for file in found.attachments] == [("søknad.pdf", True)]
    assert found.versions[0].content["channel"] == "post"


def test_its_event(world: World, sign_in: SignIn) -> None:
    world.round()
    post(world, sign_in, organisation=world.organisation().public_id, channel="email")
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.kind == "application_registered")).one()
    assert event.fields == {"channel": "e-post", "received_at": "2026-09-21T07:30:00+00:00"}
    assert event.actor_name == "Siri Berg"


def test_a_new_applicant(world: World, sign_in: SignIn) -> None:
    world.round()
    answer = post(world, sign_in, organisation="new", applicant_type="informal", name="Naboene i Åsengata")
    assert answer.status_code == 302
    made = db.session.scalars(select(Organisation)).one()
    assert (made.name, made.applicant_type, made.memberships) == ("Naboene i Åsengata", "informal", [])


def test_a_new_applicant_with_a_number_that_cannot_be(world: World, sign_in: SignIn) -> None:
    world.round()
    answer = post(
        world, sign_in, organisation="new", applicant_type="voluntary", name="Byttegjengen", orgnr="123456789"
    )
    assert answer.status_code == 409
    assert '<a href="#orgnr">' in answer.text
    assert 'value="Byttedag på torget"' in answer.text  # nothing typed is lost
    assert db.session.scalar(select(func.count(Application.id))) == 0
    assert db.session.scalar(select(func.count(Organisation.id))) == 0


def test_the_original_is_required(world: World, sign_in: SignIn) -> None:
    world.round()
    answer = post(world, sign_in, organisation=world.organisation().public_id, original=None)
    assert answer.status_code == 409
    assert "Legg ved originalen." in answer.text
    assert db.session.scalar(select(func.count(Application.id))) == 0


def test_a_file_that_is_not_what_it_says(world: World, sign_in: SignIn) -> None:
    world.round()
    original = (io.BytesIO(b"MZ a program"), "brev.pdf")
    answer = post(world, sign_in, organisation=world.organisation().public_id, original=original)
    assert answer.status_code == 409
    assert '<a href="#original">' in answer.text


def test_it_cannot_have_come_tomorrow(world: World, sign_in: SignIn) -> None:
    world.round()
    tomorrow = (AFTER_CLOSING + timedelta(days=1)).date().isoformat()
    answer = post(world, sign_in, organisation=world.organisation().public_id, received_on=tomorrow)
    assert answer.status_code == 409
    assert "Søknaden kan ikke være mottatt etter nå." in answer.text


def test_what_must_be_typed(world: World, sign_in: SignIn) -> None:
    world.round()
    known = world.organisation()
    answer = post(
        world, sign_in, organisation=known.public_id, title="", contact_name="", channel=None, sought_nok="mye"
    )
    assert answer.status_code == 422
    for field in ("title", "contact_name", "channel", "sought_nok"):
        assert f'<a href="#{field}">' in answer.text


def test_a_member_leaves_it_to_another(world: World, sign_in: SignIn) -> None:
    world.round()
    siri = world.user(Role.CASE_HANDLER, name="Siri Berg")
    known = world.organisation(siri)
    with clock.frozen(AFTER_CLOSING):
        answer = sign_in(siri).post(f"/staff/register?organisation={known.public_id}", data=typed())
    assert answer.status_code == 403
    assert "Du hører til søkeren. En annen saksbehandler må registrere søknaden." in answer.text
    assert db.session.scalar(select(func.count(Application.id))) == 0


def test_finding_the_applicant(world: World, sign_in: SignIn) -> None:
    world.round()
    world.organisation(name="Fiksekroken Tøyen")
    world.organisation(name="Byttegjengen", orgnr="100260026")
    browser = sign_in(world.user(Role.CASE_HANDLER))
    assert "Fiksekroken Tøyen" in browser.get("/staff/register?q=tøyen").text
    assert "Byttegjengen" in browser.get("/staff/register?q=100 260 026").text
    nothing = browser.get("/staff/register?q=100%25").text
    assert "Ingen treff" in nothing
    assert "organisation=new" in nothing


def test_only_case_handlers_register(world: World, sign_in: SignIn) -> None:
    world.round()
    assert sign_in(world.user()).get("/staff/register").status_code == 403
