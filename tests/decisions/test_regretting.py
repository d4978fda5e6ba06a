"""A decision is taken back until it is told of, and leaves a record."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.applications.models import Status
from app.decisions import actions, regretting, releasing
from app.decisions.models import Decision, RecommendationStatus, RegrettedDecision
from app.extensions import db
from app.policy import NotNow, NotPermitted
from tests.decisions.stage import Stage, events

SignIn = Callable[[Any], FlaskClient]


def test_the_recommendation_waits_again_and_the_money_is_back(stage: Stage) -> None:
    decision = stage.decided()
    application, adopted = decision.application, decision.recommendation
    before = stage.round.available_nok
    regretting.take_back(application, by=stage.gro, at=stage.at)
    db.session.commit()
    assert (application.status, adopted.status) == (Status.RECOMMENDED, RecommendationStatus.SENT)
    assert (stage.round.available_nok - before, [row.decided_nok for row in application.case_rows]) == (5000, [None])
    assert events(application, "decision_taken_back") == [{"amount_nok": 5000}]
    kept = db.session.scalars(select(RegrettedDecision)).one()
    assert (kept.decided_by_id, kept.lines[0]["amount_nok"]) == (stage.gro.id, 5000)


def test_it_can_be_decided_again(stage: Stage) -> None:
    application = stage.decided().application
    regretting.take_back(application, by=stage.gro, at=stage.at)
    db.session.commit()
    actions.decide(application, by=stage.gro, at=stage.at)
    db.session.commit()
    assert [one.version for one in db.session.scalars(select(Decision))] == [1]
    assert application.status is Status.DECIDED


def test_what_the_applicant_has_is_reversed_not_taken_back(stage: Stage) -> None:
    application = stage.released().application
    with pytest.raises(NotNow) as refusal:
        regretting.take_back(application, by=stage.gro, at=stage.at)
    assert refusal.value.reason == "Vedtaket er sendt til søkeren. Det kan bare endres ved omgjøring."


def test_what_is_planned_is_stopped_first(stage: Stage) -> None:
    decision = stage.with_receipt(stage.decided())
    releasing.plan(
        stage.round.id, [decision.application.reference], stage.at, "http://localhost", by=stage.gro, at=stage.at
    )
    db.session.commit()
    with pytest.raises(NotNow) as refusal:
        regretting.take_back(decision.application, by=stage.gro, at=stage.at)
    assert refusal.value.reason == "Vedtaket er planlagt frigitt. Stopp frigivelsen først."
    db.session.rollback()


def test_it_is_not_the_handlers_to_take_back(stage: Stage) -> None:
    application = stage.decided().application
    with pytest.raises(NotPermitted):
        regretting.take_back(application, by=stage.hanne, at=stage.at)
    db.session.rollback()


def test_the_pages_offer_it_right_after(stage: Stage, sign_in: SignIn) -> None:
    application = stage.recommended()
    stage.declare(application)
    client = sign_in(stage.gro)
    decided = client.post("/staff/approval/decide", data={"case": f"{application.reference}:1"}).text
    assert f"/staff/approval/{application.reference}/take-back" in decided
    assert "Ta tilbake vedtaket" in client.get(f"/staff/cases/{application.reference}").text
    client.post(f"/staff/approval/{application.reference}/take-back")
    db.session.rollback()
    assert application.status is Status.RECOMMENDED
