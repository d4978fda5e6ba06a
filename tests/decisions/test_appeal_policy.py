"""Who may act on an appeal, and the sentence that says who could instead; and what may not be done twice or at all."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.access import Role
from app.accounts.models import Superior, User
from app.decisions.appeals import actions as appeal_actions
from app.decisions.appeals import queries as appeal_queries
from app.decisions.appeals import reversal as appeal_reversal
from app.decisions.appeals.actions import Decided
from app.decisions.appeals.models import AppealResult, AppealStatus
from app.decisions.appeals.policy import worsening_warning
from app.decisions.reversals import reversing
from app.decisions.reversals.models import ChangeStatus
from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.policy import NotComplete, NotNow, NotPermitted
from app.review import actions as review
from tests.decisions.appeals import DISMISSAL, FORWARDING, IN_TIME, TOO_LATE, URL, Appeals, fresh
from tests.decisions.stage import FULL, PART, REJECTION, events

SignIn = Callable[[Any], FlaskClient]
CASE = "OMB-2026-0001"
CONFIRMED = Decided(AppealResult.CONFIRMED, IN_TIME.date(), "Vedtaket står.", "Enige.")


def test_who_prepared_the_decision_does_not_handle_the_appeal_and_is_told_who_could(appeals: Appeals) -> None:
    handling = appeals.received()
    with pytest.raises(NotPermitted) as refusal:
        appeal_actions.take(handling, by=appeals.stage.hanne, at=IN_TIME)
    assert refusal.value.reason == "Du var med på vedtaket det er klaget på. Disse kan: Nils Nes."


def test_who_reports_to_a_disqualified_leader_does_not_either(appeals: Appeals) -> None:
    handling = appeals.received()
    case = handling.appeal.decision.application
    boss = appeals.stage.approver("Berit Berg")
    ivar = appeals.stage.world.user(Role.CASE_HANDLER, name="Ivar Ias")
    review.declare(case, ImpartialityAnswer.DISQUALIFIED, "Min bror.", by=boss, at=IN_TIME)
    db.session.add(Superior(user_id=appeals.nils.id, leader_id=boss.id))
    db.session.commit()
    with pytest.raises(NotPermitted) as refusal:
        appeal_actions.take(handling, by=appeals.nils, at=IN_TIME)
    expected = "Lederen din er inhabil i saken, og da kan ikke du forberede klagen. Disse kan: Ivar Ias."
    assert refusal.value.reason == expected
    assert ivar.name == "Ivar Ias"


def test_nobody_is_named_where_nobody_could(appeals: Appeals) -> None:
    handling = appeals.received()
    db.session.delete(appeals.nils.role_grants[0])
    db.session.commit()
    with pytest.raises(NotPermitted) as refusal:
        appeal_actions.take(handling, by=appeals.stage.hanne, at=IN_TIME)
    assert refusal.value.reason.endswith("Ingen andre kan ta den nå. Be administratoren om å gi noen rollen.")


def test_neither_the_writer_nor_who_decided_approves_the_statement(appeals: Appeals) -> None:
    handling = appeals.upheld()
    with pytest.raises(NotPermitted) as decided:
        appeal_actions.approve(handling, URL, by=appeals.stage.gro, at=IN_TIME)
    assert decided.value.reason == "Du var med på vedtaket det er klaget på. Disse kan: Vera Vik."
    both = appeals.nils
    both.role_grants.append(type(both.role_grants[0])(role=Role.APPROVER, granted_at=IN_TIME))
    db.session.commit()
    with pytest.raises(NotPermitted) as written:
        appeal_actions.approve(handling, URL, by=both, at=IN_TIME)
    assert written.value.reason == "Du har skrevet vurderingen selv. Disse kan: Vera Vik."
    assert fresh(handling).status is AppealStatus.UPHELD


def test_only_the_one_who_took_it_works_on_it_until_it_is_given_to_another(appeals: Appeals) -> None:
    handling = appeals.taken()
    other = appeals.stage.world.user(Role.CASE_HANDLER, name="Ola Os")
    appeals.impartial(handling.appeal.decision, other)
    with pytest.raises(NotNow, match="Nils Nes har tatt klagen"):
        appeal_actions.take(handling, by=other, at=IN_TIME)
    with pytest.raises(NotPermitted, match="Nils Nes behandler klagen"):
        appeal_actions.propose(handling, FORWARDING, by=other, at=IN_TIME)
    appeal_actions.give_up(handling, by=appeals.vera, at=IN_TIME)
    appeal_actions.take(handling, by=other, at=IN_TIME)
    db.session.commit()
    assert (handling.status, handling.handler_name) == (AppealStatus.UNDER_REVIEW, "Ola Os")


def take_in_thread(app: Flask, gate: threading.Barrier, user_id: int, public_id: str) -> str | None:
    with app.app_context():
        user = db.session.get_one(User, user_id)
        assert user.roles
        db.session.commit()
        gate.wait()
        handling = appeal_queries.handling(public_id, for_change=True)
        try:
            appeal_actions.take(handling, by=user, at=IN_TIME)
        except NotNow as refusal:
            db.session.rollback()
            return refusal.reason
        db.session.commit()
        return None


def test_two_who_take_it_at_once_one_has_it_and_the_other_is_told(app: Flask, appeals: Appeals) -> None:
    handling = appeals.received(at=TOO_LATE)
    other = appeals.stage.world.user(Role.CASE_HANDLER, name="Ola Os")
    appeals.impartial(handling.appeal.decision, other)
    public_id, people, gate = handling.appeal.public_id, [appeals.nils.id, other.id], threading.Barrier(2)
    db.session.commit()
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(take_in_thread, app, gate, person, public_id) for person in people]
        outcomes = [run.result() for run in runs]
    won = fresh(appeal_queries.handling(public_id)).handler_name
    assert sorted(outcomes, key=str) == sorted([None, f"{won} har tatt klagen."], key=str)


# --- late ------------------------------------------------------------------------------------------------------------


def test_twenty_two_days_after_it_is_late_and_can_be_taken_up_with_a_reason(appeals: Appeals) -> None:
    handling = appeals.taken(at=TOO_LATE)
    assert (handling.status, handling.appeal.in_time) == (AppealStatus.LATE, False)
    appeal_actions.take_up_late(handling, "Varselet gikk til feil adresse.", by=appeals.nils, at=TOO_LATE)
    db.session.commit()
    assert (handling.status, handling.taken_up_reason) == (
        AppealStatus.UNDER_REVIEW,
        "Varselet gikk til feil adresse.",
    )
    assert len(events(handling.appeal.decision.application, "late_appeal_taken_up")) == 1


def test_never_after_a_year(appeals: Appeals) -> None:
    year = timedelta(days=366)
    handling = appeals.taken(at=appeals.stage.at + year)
    with pytest.raises(NotNow) as refusal:
        appeal_actions.take_up_late(handling, "Særlige grunner.", by=appeals.nils, at=appeals.stage.at + year)
    assert refusal.value.reason.startswith("Det er gått mer enn ett år siden vedtaket.")
    appeal_actions.propose(handling, DISMISSAL, by=appeals.nils, at=appeals.stage.at + year)
    assert handling.status is AppealStatus.DISMISSAL_PREPARED
    db.session.rollback()


def test_one_in_time_is_not_dismissed(appeals: Appeals) -> None:
    handling = appeals.taken()
    with pytest.raises(NotNow, match="Til behandling"):
        appeal_actions.propose(handling, DISMISSAL, by=appeals.nils, at=IN_TIME)


def test_a_dismissal_is_appealed_with_a_period_of_its_own_and_changed(appeals: Appeals) -> None:
    before = appeals.dismissed()
    later = TOO_LATE + timedelta(days=10)
    handling = appeals.received(at=later, decision=before.appeal.decision)
    assert (handling.about_id, handling.appeal.in_time) == (before.appeal_id, True)
    with pytest.raises(NotPermitted, match="Du var med på vedtaket"):
        appeal_actions.take(handling, by=appeals.nils, at=later)  # who proposed the dismissal
    ola = appeals.stage.world.user(Role.CASE_HANDLER, name="Ola Os")
    appeals.impartial(before.appeal.decision, ola)
    appeal_actions.take(handling, by=ola, at=later)
    with pytest.raises(NotNow, match="gjelder avvisningen"):
        appeal_reversal.prepare(handling, {}, "Feil.", grants_all=True, by=ola, at=later)
    appeal_actions.take_up_dismissed(handling, by=ola, at=later)
    db.session.commit()
    assert (fresh(handling).status, fresh(before).status) == (AppealStatus.REVERSED_FULLY, AppealStatus.UNDER_REVIEW)


# --- once, and not too late ------------------------------------------------------------------------------------------


def test_the_answer_is_registered_once(appeals: Appeals) -> None:
    handling = appeals.forwarded()
    appeal_actions.answer(handling, CONFIRMED, None, URL, by=appeals.nils, at=IN_TIME)
    db.session.commit()
    with pytest.raises(NotNow, match="registrert allerede, av Nils Nes"):
        appeal_actions.answer(handling, CONFIRMED, None, URL, by=appeals.nils, at=IN_TIME)
    assert (len(handling.letters), handling.status) == (2, AppealStatus.CLOSED)


@pytest.mark.parametrize("days", [-1, 1])
def test_the_answer_is_neither_before_the_forwarding_nor_in_the_future(appeals: Appeals, days: int) -> None:
    handling = appeals.forwarded()
    said = Decided(AppealResult.CONFIRMED, IN_TIME.date() + timedelta(days), "Står.", "Enige.")
    with pytest.raises(NotComplete) as refusal:
        appeal_actions.answer(handling, said, None, URL, by=appeals.nils, at=IN_TIME)
    assert set(refusal.value.missing) == {"decided_on"}


def test_a_change_to_the_partys_harm_is_warned_of(app: Flask, appeals: Appeals) -> None:
    handling = appeals.forwarded()
    assert "Ingen melding er ført." in (worsening_warning(handling, None) or "")
    assert worsening_warning(handling, IN_TIME.date() + timedelta(days=30)) is None
    assert "senest 10. desember 2026" in (worsening_warning(handling, IN_TIME.date() + timedelta(days=100)) or "")


def test_only_a_change_is_worse(appeals: Appeals) -> None:
    handling = appeals.forwarded()
    said = Decided(AppealResult.CONFIRMED, IN_TIME.date(), "Står.", "Enige.", is_worse=True)
    with pytest.raises(NotComplete) as refusal:
        appeal_actions.answer(handling, said, None, URL, by=appeals.nils, at=IN_TIME)
    assert set(refusal.value.missing) == {"is_worse"}


def test_withdrawn_after_forwarding_the_body_is_to_be_told(appeals: Appeals) -> None:
    handling = appeals.forwarded()
    appeal_actions.withdraw(handling, by=appeals.stage.kari, at=IN_TIME)
    db.session.commit()
    with pytest.raises(NotNow, match="Klagen er trukket allerede"):
        appeal_actions.withdraw(handling, by=appeals.stage.kari, at=IN_TIME)
    with pytest.raises(NotNow, match="Trukket"):
        appeal_actions.answer(handling, CONFIRMED, None, URL, by=appeals.nils, at=IN_TIME)
    assert [one.what for one in appeal_queries.waiting(IN_TIME)] == ["Si fra til klageinstansen at klagen er trukket"]
    appeal_actions.tell_body(handling, by=appeals.nils, at=IN_TIME)
    db.session.commit()
    assert appeal_queries.waiting(IN_TIME) == []


def test_what_is_decided_is_not_withdrawn(appeals: Appeals) -> None:
    handling = appeals.dismissed()
    with pytest.raises(NotNow, match="avgjort og kan ikke trekkes"):
        appeal_actions.withdraw(handling, by=appeals.stage.kari, at=TOO_LATE)


def test_withdrawn_while_a_new_decision_waits_the_proposal_falls(appeals: Appeals) -> None:
    handling = appeals.taken()
    line = handling.appeal.decision.lines[0]
    made = appeal_reversal.prepare(
        handling, {line.activity_id: FULL}, "Klagen er riktig.", grants_all=True, by=appeals.nils, at=IN_TIME
    )
    db.session.commit()
    appeal_actions.withdraw(handling, by=appeals.stage.kari, at=IN_TIME)
    db.session.commit()
    assert (made.status, handling.status) == (ChangeStatus.WITHDRAWN, AppealStatus.WITHDRAWN)


def test_a_returned_proposal_brings_the_appeal_back_and_an_approved_one_ends_it(appeals: Appeals) -> None:
    handling = appeals.taken()
    line = handling.appeal.decision.lines[0]
    appeals.stage.declare(handling.appeal.decision.application, by=appeals.vera)
    said = {line.activity_id: FULL}
    first = appeal_reversal.prepare(handling, said, "Enige.", grants_all=True, by=appeals.nils, at=IN_TIME)
    reversing.send_back(first, "Skriv mer.", by=appeals.vera, at=IN_TIME)
    db.session.commit()
    assert fresh(handling).status is AppealStatus.UNDER_REVIEW
    again = appeal_reversal.prepare(handling, said, "Enige, fordi …", grants_all=True, by=appeals.nils, at=IN_TIME)
    reversing.approve(again, by=appeals.vera, at=IN_TIME)
    db.session.commit()
    assert fresh(handling).status is AppealStatus.REVERSED_FULLY


def test_a_decision_that_was_made_anew_already_is_not_reversed_by_the_next_appeal(appeals: Appeals, app: Flask) -> None:
    """Two appeals of the same decision: the first leads to a new one, which the second does not touch."""
    first = appeals.taken()
    second = appeals.received(at=IN_TIME + timedelta(minutes=1), decision=first.appeal.decision)
    line, decision = first.appeal.decision.lines[0], first.appeal.decision
    appeals.stage.declare(decision.application, by=appeals.vera)
    made = appeal_reversal.prepare(
        first, {line.activity_id: PART}, "Enige i noe.", grants_all=True, by=appeals.nils, at=IN_TIME
    )
    new = reversing.approve(made, by=appeals.vera, at=IN_TIME)
    db.session.commit()
    assert new.version == 2
    new.letter_id, new.released_at = decision.letter_id, IN_TIME
    db.session.commit()
    appeal_actions.take(second, by=appeals.nils, at=IN_TIME)
    with pytest.raises(NotNow) as refusal:
        appeal_reversal.prepare(
            second, {line.activity_id: FULL}, "Enige.", grants_all=True, by=appeals.nils, at=IN_TIME
        )
    assert refusal.value.reason.startswith("Vedtaket det er klaget på, er gjort om allerede (vedtak nummer 2).")
    appeal_actions.close(second, by=appeals.nils, at=IN_TIME)
    db.session.commit()
    assert second.status is AppealStatus.CLOSED


def test_one_that_is_not_decided_is_not_closed(appeals: Appeals) -> None:
    handling = appeals.taken()
    with pytest.raises(NotNow, match="Klagen er ikke avgjort"):
        appeal_actions.close(handling, by=appeals.nils, at=IN_TIME)


@pytest.mark.parametrize("path", ["", "/trekk", "/merknad"])
def test_somebody_elses_appeal_is_not_found(appeals: Appeals, sign_in: SignIn, path: str) -> None:
    handling = appeals.forwarded()
    stranger = sign_in(appeals.stage.world.user(name="Per Pil"))
    url = f"/vedtak/{CASE}/klage/{handling.appeal.public_id}{path}"
    assert stranger.get(url).status_code == 404
    if path:
        assert stranger.post(url, data={"text": "Jeg også."}).status_code == 404
    assert fresh(handling).status is AppealStatus.FORWARDED


def test_an_appeal_of_another_case_is_not_found_under_this_one(appeals: Appeals, sign_in: SignIn) -> None:
    handling = appeals.forwarded()
    appeals.stage.released(REJECTION)
    with clock.frozen(IN_TIME):
        answer = sign_in(appeals.stage.kari).get(f"/vedtak/OMB-2026-0002/klage/{handling.appeal.public_id}")
    assert answer.status_code == 404


def test_who_has_not_said_they_are_impartial_sees_nothing(appeals: Appeals, sign_in: SignIn) -> None:
    handling = appeals.received()
    new = appeals.stage.world.user(Role.CASE_HANDLER, name="Ola Os")
    with clock.frozen(IN_TIME):
        page = sign_in(new).get(f"/staff/cases/{CASE}/appeals")
        taken = sign_in(new).post(f"/staff/appeals/{handling.appeal.public_id}/take")
    assert (page.status_code, taken.status_code, "Vi er uenige" in page.text) == (409, 409, False)
