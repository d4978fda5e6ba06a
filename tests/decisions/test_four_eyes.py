"""Four eyes from recommendation to release: facts as they arise, and for each who may do what and why not."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.accounts.models import ApplicantType, Membership, RoleGrant, Superior, User
from app.applications.models import Application
from app.decisions import actions, queries, releasing
from app.decisions.models import Decision
from app.decisions.standing import deciders, standings
from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.policy import denial
from app.review import actions as review
from tests.counting import statements
from tests.decisions.stage import FULL, Stage

SignIn = Callable[[Any], FlaskClient]
DISQUALIFIED, DOUBT, IMPARTIAL = (
    ImpartialityAnswer.DISQUALIFIED,
    ImpartialityAnswer.DOUBT,
    ImpartialityAnswer.IMPARTIAL,
)
LEADER = "Lederen din, Lise Leder, er inhabil i saken. Du kan forberede den, men ikke vedta den."
OTHERS = " Disse kan vedta den: Per Moe."
URL = "http://localhost"


def led(stage: Stage, who: User, *roles: Role) -> User:
    """Lise leads this person."""
    lise = stage.world.user(*(roles or (Role.READER,)), name="Lise Leder")
    db.session.add(Superior(user_id=who.id, leader_id=lise.id))
    db.session.commit()
    return lise


def join(stage: Stage, who: User) -> None:
    db.session.add(Membership(user=who, organisation=stage.organisation, joined_at=stage.at))
    db.session.commit()


def answer(stage: Stage, application: Application, who: User, said: ImpartialityAnswer) -> None:
    review.declare(application, said, "Fetter." if said is not IMPARTIAL else None, by=who, at=stage.at)
    db.session.commit()


LEADERS: list[tuple[str, str | None]] = [
    ("nothing", None),
    ("is a member", LEADER),
    ("is a member of another with the number", LEADER),
    ("has said disqualified", LEADER),
    ("was found disqualified", LEADER),
    ("is in doubt", None),
    ("was in doubt, found impartial", None),
    ("is disqualified in another case", None),
    ("is the leader's leader", None),
]


def arrange(stage: Stage, application: Application, fact: str) -> None:
    """What holds for Lise, who leads Gro."""
    lise = led(stage, stage.gro, Role.CASE_HANDLER)
    if fact == "is a member":
        join(stage, lise)
    elif fact == "is a member of another with the number":
        assert stage.organisation.applicant_type is ApplicantType.VOLUNTARY
        stage.world.organisation(lise, name="Fiksekroken Oslo", orgnr=stage.organisation.orgnr)
    elif fact == "has said disqualified":
        answer(stage, application, lise, DISQUALIFIED)
    elif fact in {"is in doubt", "was found disqualified", "was in doubt, found impartial"}:
        answer(stage, application, lise, DOUBT)
    elif fact == "is disqualified in another case":
        answer(stage, stage.applied(), lise, DISQUALIFIED)
    elif fact == "is the leader's leader":
        above = stage.world.user(Role.READER, name="Øverst Leder")
        db.session.add(Superior(user_id=lise.id, leader_id=above.id))
        join(stage, above)
    if "found" in fact:
        settled = DISQUALIFIED if "disqualified" in fact else IMPARTIAL
        pia = stage.approver("Per Moe")
        answer(stage, application, pia, IMPARTIAL)
        review.settle(application, lise, settled, "Nær slekt eller ikke.", by=pia, at=stage.at)
        db.session.commit()


@pytest.mark.parametrize(("fact", "reason"), LEADERS)
def test_who_reports_to_a_disqualified_leader_does_not_decide(stage: Stage, fact: str, reason: str | None) -> None:
    application = stage.recommended()
    stage.declare(application)
    arrange(stage, application, fact)
    if fact != "was found disqualified" and reason:
        stage.approver("Per Moe")
    said = denial(actions.decide, application, by=stage.gro, at=stage.at)
    db.session.rollback()
    assert said == (reason + OTHERS if reason else None)


def test_who_reports_to_a_disqualified_leader_may_prepare(stage: Stage) -> None:
    """Hanne screens, assesses and recommends though her leader sits on the board."""
    join(stage, led(stage, stage.hanne))
    application = stage.recommended()
    latest = queries.latest_recommendation(application.id)
    assert latest is not None
    assert latest.made_by_name == "Hanne Holm"


def test_who_could_decide_are_the_approvers_that_nothing_shuts_out(stage: Stage) -> None:
    application = stage.recommended()
    member, doubting, disqualified = (stage.approver(name) for name in ("Mona Moe", "Tor Tvil", "Dag Dahl"))
    join(stage, member)
    answer(stage, application, doubting, DOUBT)
    answer(stage, application, disqualified, DISQUALIFIED)
    join(stage, led(stage, stage.approver("Una Under")))
    stage.hanne.role_grants.append(RoleGrant(role=Role.APPROVER, granted_at=stage.at))
    stage.approver("Per Moe")
    db.session.commit()
    assert deciders([application.id])[application.id] == ["Gro Gran", "Per Moe"]


def test_a_refusal_says_that_nobody_else_could(stage: Stage) -> None:
    application = stage.recommended()
    join(stage, stage.gro)
    assert denial(actions.decide, application, by=stage.gro, at=stage.at) == (
        "Du hører til Fiksekroken og er inhabil i saken."
        " Ingen andre godkjennere kan vedta den. Be administratoren om å gi noen rollen."
    )
    db.session.rollback()


def test_the_page_names_who_could_instead(stage: Stage, sign_in: SignIn) -> None:
    stage.recommended()
    join(stage, led(stage, stage.gro))
    stage.approver("Per Moe")
    page = sign_in(stage.gro).get("/staff/approval").text
    assert "OMB-2026-0001 Fiksekroken: " + LEADER + OTHERS in page


def test_standings_cost_the_same_for_one_case_and_for_three(stage: Stage) -> None:
    cases = [stage.recommended() for _ in range(3)]
    join(stage, led(stage, stage.gro))
    counts, gro = [], stage.gro
    for some in (cases[:1], cases):
        ids = [case.id for case in some]
        assert gro.roles
        with statements() as seen:
            found = standings(gro, ids)
        assert found[ids[0]].reports_to_disqualified == "Lise Leder"
        counts.append(len(seen))
    assert counts == [10, 10]


def test_the_usual_standing_is_four_statements(stage: Stage) -> None:
    ids, gro = [stage.recommended().id], stage.gro
    assert gro.roles
    with statements() as seen:
        standings(gro, ids)
    assert len(seen) == 4


PREPARED = (
    "Du har vært med og forberedt sak OMB-2026-0001. Gro Gran, som vedtok den, eller en annen godkjenner må frigi den."
)
RELEASERS: list[tuple[str, str | None]] = [
    ("who decided", None),
    ("another approver", None),
    ("an approver whose leader is disqualified", None),
    ("who recommended", PREPARED),
    ("who assessed", PREPARED),
    ("a member", "Du hører til Fiksekroken og er inhabil i saken."),
    ("disqualified", "Du har svart at du er inhabil i saken."),
    ("in doubt", "Du har meldt tvil om habilitet. Den må avgjøres først."),
    ("a handler", "Bare godkjennere kan frigi vedtak."),
    ("a reader", "Bare godkjennere kan frigi vedtak."),
    ("an administrator", "Bare godkjennere kan frigi vedtak."),
]


def releaser(stage: Stage, decision: Decision, who: str) -> User:
    if who == "who decided":
        return stage.gro
    if who == "who recommended":
        stage.hanne.role_grants.append(RoleGrant(role=Role.APPROVER, granted_at=stage.at))
        return stage.hanne
    if who in {"a handler", "a reader", "an administrator"}:
        role = {"a handler": Role.CASE_HANDLER, "a reader": Role.READER, "an administrator": Role.ADMINISTRATOR}[who]
        return stage.world.user(role, name="Per Moe")
    per = stage.approver("Per Moe")
    if who == "a member":
        join(stage, per)
    if who == "an approver whose leader is disqualified":
        join(stage, led(stage, per))
    if who in {"disqualified", "in doubt"}:
        answer(stage, decision.application, per, DISQUALIFIED if who == "disqualified" else DOUBT)
    return per


@pytest.mark.parametrize(("who", "reason"), RELEASERS)
def test_who_may_release(stage: Stage, who: str, reason: str | None) -> None:
    if who == "who assessed":
        decision, person = assessed_by_an_approver(stage)
    else:
        decision = stage.with_receipt(stage.decided())
        person = releaser(stage, decision, who)
        db.session.commit()
    references = [decision.application.reference]
    said = denial(releasing.plan, stage.round.id, references, stage.at, URL, by=person, at=stage.at)
    db.session.rollback()
    assert said == reason


def assessed_by_an_approver(stage: Stage) -> tuple[Decision, User]:
    both = stage.world.user(Role.CASE_HANDLER, Role.APPROVER, name="Per Moe")
    application = stage.assessed()
    answer(stage, application, both, IMPARTIAL)
    stage.assess(application.activities[0], 3, by=both)
    stage.recommend(application, FULL)
    stage.declare(application)
    decision = actions.decide(application, by=stage.gro, at=stage.at)
    db.session.commit()
    return stage.with_receipt(decision), both


def test_a_letter_that_another_must_release_is_listed_with_why(stage: Stage, sign_in: SignIn) -> None:
    decision = stage.with_receipt(stage.decided())
    who = releaser(stage, decision, "who recommended")
    db.session.commit()
    page = sign_in(who).get("/staff/releases").text
    assert "1 brev må en annen frigi" in page
    assert f"OMB-2026-0001 Fiksekroken: {PREPARED}" in page
    assert 'name="case"' not in page
    data = {"case": "OMB-2026-0001", "day": "2026-09-02", "hour": "09:00", "round": stage.round.slug}
    refused = sign_in(who).post("/staff/releases", data=data)
    assert (refused.status_code, PREPARED in refused.text) == (409, True)
