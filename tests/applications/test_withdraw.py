"""Withdrawing and reopening: from which status, by whom, and what is left."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.applications import actions, policy, worklist
from app.applications.models import Application, CaseRow, CaseTally, Status
from app.audit.models import AuditEvent
from app.extensions import db
from app.policy import NotAllowed, NotNow, NotPermitted
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
DECIDED_ON = "Søknaden er ferdig vurdert og kan ikke trekkes her. Ta kontakt med Klimaetaten."
BEGUN = "Vi har begynt å behandle søknaden. Ta kontakt med Klimaetaten hvis noe må endres."

WITHDRAW: dict[Status, str | None] = {
    Status.DRAFT: "Søknaden er ikke sendt, så det er ingenting å trekke.",
    Status.SUBMITTED: None,
    Status.WITHDRAWN: "Søknaden er allerede trukket.",
    Status.SCREENING: None,
    Status.SUPPLEMENT: None,
    Status.ELIGIBLE: None,
    Status.REVIEW: None,
    Status.RECOMMENDED: DECIDED_ON,
    Status.DECIDED: DECIDED_ON,
    Status.RELEASED: DECIDED_ON,
    Status.CLOSED: DECIDED_ON,
    Status.ARCHIVED: DECIDED_ON,
}
REOPEN: dict[Status, str | None] = {
    **dict.fromkeys(Status, BEGUN),
    Status.DRAFT: "Søknaden er en kladd. Dere kan endre den nå.",
    Status.SUBMITTED: None,
    Status.WITHDRAWN: "Søknaden er trukket. Start en ny hvis dere vil søke likevel.",
}


def sent(world: World, **changes: Any) -> Application:
    kari = world.user()
    return world.application(world.organisation(kari), kari, world.round(), **changes)


def member(application: Application) -> Any:
    return application.organisation.memberships[0].user


def put_in(application: Application, status: Status) -> None:
    application.status = status
    worklist.refresh_status(application)
    db.session.commit()


def refusal(check: Any, *args: Any) -> str | None:
    try:
        check(*args)
    except NotNow as refused:
        return refused.reason
    return None


def test_withdrawing_from_every_status(world: World) -> None:
    application = sent(world)
    found = {}
    for status in Status:
        put_in(application, status)
        found[status] = refusal(policy.can_withdraw, member(application), application)
    assert found == WITHDRAW


def test_reopening_from_every_status(world: World) -> None:
    application = sent(world)
    found = {}
    for status in Status:
        put_in(application, status)
        found[status] = refusal(policy.can_reopen, member(application), application, world.at)
    assert found == REOPEN


def test_who_may_withdraw_and_reopen(world: World) -> None:
    application = sent(world)
    stranger = world.user(name="Ola Hansen")
    handler = world.user(Role.CASE_HANDLER, name="Siri Berg")
    approver = world.user(Role.APPROVER, name="Per Dal")
    may = {}
    for person in (member(application), stranger, handler, approver):
        answers = []
        for check in (
            lambda by: policy.can_withdraw(by, application),
            lambda by: policy.can_reopen(by, application, world.at),
        ):
            try:
                check(person)
                answers.append(True)
            except NotPermitted:
                answers.append(False)
        may[person.name] = answers
    assert may == {
        "Kari Nordmann": [True, True],
        "Ola Hansen": [False, False],
        "Siri Berg": [True, False],
        "Per Dal": [False, False],
    }


def test_withdrawn_on_the_page(world: World, sign_in: SignIn) -> None:
    application = sent(world)
    reference = application.reference
    browser = sign_in(member(application))
    assert "Det kan ikke gjøres om." in browser.get(f"/soknader/{reference}/trekk").text
    assert application.status == "submitted"  # looking changes nothing
    answer = browser.post(f"/soknader/{reference}/trekk", follow_redirects=True)
    assert "Dere har trukket søknaden. Den blir ikke behandlet." in answer.text
    db.session.expire_all()
    assert application.status == "withdrawn"
    assert [row.status for row in application.case_rows] == ["withdrawn"]


def test_a_case_handler_withdraws_on_written_request(world: World) -> None:
    application = sent(world)
    actions.withdraw(application, by=world.user(Role.CASE_HANDLER, name="Siri Berg"), at=world.at)
    db.session.commit()
    assert application.status == "withdrawn"


def test_reopened_and_sent_again_is_version_two(world: World, sign_in: SignIn) -> None:
    application = sent(world)
    reference = application.reference
    browser = sign_in(member(application))
    browser.post(f"/soknader/{reference}/endre")
    db.session.expire_all()
    assert (application.status, application.submitted_at, application.received_at) == ("draft", None, None)
    assert db.session.scalars(select(CaseRow)).all() == []
    assert application.truth_confirmed is False  # what is changed is confirmed anew
    assert [version.number for version in application.versions] == [1]

    application.activities[0].title = "Fiksekveld for alle"
    db.session.commit()
    browser.post(f"/soknader/{reference}/send", data={"signatory_confirmed": "y", "truth_confirmed": "y"})
    db.session.expire_all()
    assert application.status == "submitted"
    assert [(version.number, version.content["activities"][0]["title"]) for version in application.versions] == [
        (1, "Fiksekveld på Tøyen"),
        (2, "Fiksekveld for alle"),
    ]
    assert [row.title for row in application.case_rows] == ["Fiksekveld for alle"]
    tallies = db.session.scalars(select(CaseTally).where(CaseTally.activities > 0)).all()
    assert [(tally.status, tally.activities, tally.sought_nok) for tally in tallies] == [("submitted", 1, 5000)]


def test_reopening_after_the_deadline_is_refused(world: World) -> None:
    application = sent(world)
    late = application.round.closes_at + timedelta(seconds=1)
    with pytest.raises(NotAllowed) as refused:
        actions.reopen(application, by=member(application), at=late)
    assert "20. september 2026 kl. 23.59.59" in refused.value.reason
    assert application.status == "submitted"


def test_the_events(world: World) -> None:
    application = sent(world)
    actions.reopen(application, by=member(application), at=world.at)
    application.signatory_confirmed = application.truth_confirmed = True
    actions.submit(application, by=member(application), at=world.at)
    actions.withdraw(application, by=member(application), at=world.at)
    db.session.commit()
    kinds = db.session.scalars(
        select(AuditEvent.kind)
        .where(AuditEvent.kind.startswith("application_"), AuditEvent.kind != "application_moved")
        .order_by(AuditEvent.number)
    ).all()
    assert kinds == [
        "application_submitted",
        "application_reopened",
        "application_submitted",
        "application_withdrawn",
    ]


def test_once_the_round_is_closed_sent_cases_go_to_screening(world: World) -> None:
    application = sent(world)
    assert actions.start_screening(application.round, at=world.at + timedelta(days=30)) == 1
    db.session.commit()
    assert (application.status, application.case_rows[0].status) == ("screening", "screening")
    assert actions.start_screening(application.round, at=world.at + timedelta(days=30)) == 0
