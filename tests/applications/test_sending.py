"""Sending: in time by the server's clock, complete, confirmed, and once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app import clock
from app.applications import actions
from app.applications.models import Application, ApplicationVersion, CaseRow
from app.audit.models import AuditEvent
from app.extensions import db
from app.policy import NotComplete, NotNow
from tests.counting import statements
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
LAST_SECOND = datetime(2026, 9, 20, 21, 59, 59, tzinfo=UTC)  # 23.59.59 in Oslo
CONFIRMED = {"signatory_confirmed": "y", "truth_confirmed": "y"}


def draft(world: World, **changes: Any) -> Application:
    kari = world.user()
    return world.application(world.organisation(kari), kari, world.round(), sent=False, **changes)


def again(reference: str) -> Application:
    db.session.expire_all()
    return db.session.scalars(select(Application).where(Application.reference == reference)).one()


def test_a_sent_application_is_a_case(world: World) -> None:
    kari = world.user()
    application = world.application(world.organisation(kari), kari, world.round())
    assert (application.reference, application.status) == ("OMB-2026-0001", "submitted")
    assert (application.submitted_at, application.received_at) == (world.at, world.at)
    assert [(row.title, row.sought_nok, row.tier_nok) for row in application.case_rows] == [
        ("Fiksekveld på Tøyen", 5000, 5000)
    ]
    assert [version.number for version in application.versions] == [1]


def test_events_of_sending(world: World) -> None:
    kari = world.user()
    application = world.application(world.organisation(kari), kari, world.round())
    events = db.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.case_reference == application.reference, AuditEvent.kind.startswith("application_"))
        .order_by(AuditEvent.number)
    ).all()
    assert [(event.kind, event.actor_name, event.fields) for event in events] == [
        ("application_moved", "Kari Nordmann", {"from": "draft", "to": "submitted"}),
        ("application_submitted", "Kari Nordmann", {"version": 1}),
    ]


def test_the_last_second_is_in_time(world: World) -> None:
    application = draft(world)
    kari = application.organisation.memberships[0].user
    actions.submit(application, by=kari, at=LAST_SECOND + timedelta(microseconds=999_999))
    db.session.commit()
    assert application.status == "submitted"


def test_late_by_one_second_names_both_times(world: World) -> None:
    application = draft(world)
    kari = application.organisation.memberships[0].user
    with pytest.raises(NotNow) as refusal:
        actions.submit(application, by=kari, at=LAST_SECOND + timedelta(seconds=1))
    assert "20. september 2026 kl. 23.59.59" in refusal.value.reason
    assert "21. september 2026 kl. 00.00.00" in refusal.value.reason
    assert (application.status, application.versions) == ("draft", [])


def test_late_on_the_page_changes_nothing(world: World, sign_in: SignIn) -> None:
    application = draft(world, signatory_confirmed=False, truth_confirmed=False)
    reference = application.reference
    browser = sign_in(application.organisation.memberships[0].user)
    with clock.frozen(LAST_SECOND + timedelta(seconds=1)):
        answer = browser.post(f"/soknader/{reference}/send", data=CONFIRMED)
    assert answer.status_code == 409
    assert "23.59.59" in answer.text
    assert "00.00.00" in answer.text
    assert answer.text.count(" checked") == 2  # what was ticked is still ticked
    found = again(reference)
    assert (found.status, found.truth_confirmed, found.versions) == ("draft", False, [])


def test_sending_on_the_page(world: World, sign_in: SignIn) -> None:
    application = draft(world, signatory_confirmed=False, truth_confirmed=False)
    reference = application.reference
    browser = sign_in(application.organisation.memberships[0].user)
    answer = browser.post(f"/soknader/{reference}/send", data=CONFIRMED)
    assert (answer.status_code, answer.location) == (302, f"/soknader/{reference}/kvittering")
    assert again(reference).status == "submitted"
    page = browser.get(answer.location).text
    assert "9. oktober" in page
    assert "(uke 39)" in page


def test_a_second_click_makes_nothing_more(world: World, sign_in: SignIn) -> None:
    application = draft(world)
    reference = application.reference
    browser = sign_in(application.organisation.memberships[0].user)
    first = browser.post(f"/soknader/{reference}/send", data=CONFIRMED)
    second = browser.post(f"/soknader/{reference}/send", data=CONFIRMED)
    assert first.location == second.location == f"/soknader/{reference}/kvittering"
    assert db.session.scalar(select(func.count(ApplicationVersion.id))) == 1
    assert db.session.scalar(select(func.count(CaseRow.activity_id))) == 1
    sent = select(func.count(AuditEvent.number)).where(AuditEvent.kind == "application_submitted")
    assert db.session.scalar(sent) == 1


def test_what_is_not_confirmed_stands_at_its_field(world: World, sign_in: SignIn) -> None:
    application = draft(world)
    browser = sign_in(application.organisation.memberships[0].user)
    answer = browser.post(f"/soknader/{application.reference}/send", data={"truth_confirmed": "y"})
    assert answer.status_code == 409
    assert '<a href="#signatory_confirmed">' in answer.text


def test_a_warning_must_be_read_but_does_not_refuse(world: World, sign_in: SignIn) -> None:
    application = draft(world, activities=[{"is_free": False}])
    reference = application.reference
    browser = sign_in(application.organisation.memberships[0].user)
    refused = browser.post(f"/soknader/{reference}/send", data=CONFIRMED)
    assert (refused.status_code, again(reference).status) == (409, "draft")
    assert '<a href="#warnings_seen">' in refused.text
    browser.post(f"/soknader/{reference}/send", data={**CONFIRMED, "warnings_seen": "y"})
    found = again(reference)
    assert found.status == "submitted"
    assert [warning["code"] for warning in found.versions[0].content["warnings"]] == ["free_entry"]


def test_what_is_missing_is_named_by_its_path(world: World) -> None:
    application = draft(world, contact_phone=None, activities=[{}, {"title": None}])
    with pytest.raises(NotComplete) as refusal:
        actions.submit(application, by=application.organisation.memberships[0].user, at=world.at)
    assert refusal.value.missing == {
        "contact_phone": "Skriv telefonnummeret til kontaktpersonen.",
        "a2.title": "Skriv hva aktiviteten heter.",
    }


def test_the_page_links_what_is_missing_to_its_field(world: World, sign_in: SignIn) -> None:
    application = draft(world, contact_phone=None, activities=[{"title": None}])
    page = sign_in(application.organisation.memberships[0].user).get(f"/soknader/{application.reference}/oppsummering")
    assert f'href="/soknader/{application.reference}/steg/om-dere#contact_phone"' in page.text
    assert f'href="/soknader/{application.reference}/steg/aktivitet-1#a1-title"' in page.text


def test_no_more_applications_than_the_round_takes(world: World) -> None:
    grant_round, kari = world.round(), world.user()
    organisation = world.organisation(kari)
    grant_round.max_applications = 1
    world.application(organisation, kari, grant_round)
    second = world.application(organisation, kari, grant_round, sent=False)
    with pytest.raises(NotNow) as refusal:
        actions.submit(second, by=kari, at=world.at)
    assert refusal.value.reason == (
        "Fiksekroken har sendt så mange søknader som runden tillater (1). Trekk en av dem først."
    )


def test_sending_tells_the_rooms_above_in_the_same_transaction(world: World) -> None:
    told: list[tuple[str, datetime]] = []

    def note(application: Application, at: datetime) -> None:
        told.append((application.reference, at))

    actions.when_sent(note)
    try:
        kari = world.user()
        world.application(world.organisation(kari), kari, world.round())
    finally:
        actions._reactions.remove(note)
    assert told == [("OMB-2026-0001", world.at)]


def test_how_many_queries_sending_takes(world: World, sign_in: SignIn) -> None:
    kari, grant_round = world.user(), world.round()
    organisation = world.organisation(kari)
    browser = sign_in(kari)
    several = [{"title": f"Nummer {n}", "expenses": [("material", "Ting", 2500)] * 2} for n in range(3)]
    references = [
        world.application(organisation, kari, grant_round, sent=False, activities=activities).reference
        for activities in ([{}], [{}], several)
    ]
    counts = []
    for reference in references:
        db.session.remove()
        with statements() as seen:
            browser.post(f"/soknader/{reference}/send", data=CONFIRMED | {"warnings_seen": "y"})
        assert again(reference).status == "submitted"
        counts.append(len(seen))
    assert max(counts) <= 30
    assert counts[1] == counts[2]  # the first had no other case to be compared with


def test_script_is_shown_as_text(world: World, sign_in: SignIn) -> None:
    script = "<script>alert(1)</script>"
    application = draft(world, contact_name=script, activities=[{"title": script, "description": script}])
    browser = sign_in(application.organisation.memberships[0].user)
    page = browser.get(f"/soknader/{application.reference}/oppsummering").text
    assert script not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3
