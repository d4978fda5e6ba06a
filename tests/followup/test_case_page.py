"""The page of staff with all that happens in a case after its letter."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.followup.payment.planning import plan_due
from tests.counting import statements
from tests.followup.payment_stage import confirmed, planned
from tests.followup_world import FollowupStage

SignIn = Callable[[Any], FlaskClient]


@pytest.mark.parametrize("activities", [1, 3])
def test_it_takes_twelve_statements_however_many_grants(stage: FollowupStage, sign_in: SignIn, activities: int) -> None:
    titles = [{"title": f"Fiksekveld {number}"} for number in range(activities)]
    [grant, *_others] = stage.accepted(activities=titles)
    stage.account()
    plan_due(stage.at)
    db.session.commit()
    client = sign_in(stage.hanne)
    path = f"/staff/cases/{grant.application.reference}/grants"
    with statements() as seen:
        page = client.get(path).text
    assert (len(seen), page.count("Vi har ikke kontonummer"), page.count("Klar")) == (12, 0, activities)


def test_what_was_paid_and_is_not_needed_is_suggested_as_on_the_list(stage: FollowupStage, sign_in: SignIn) -> None:
    [payment] = planned(stage)
    confirmed(stage, payment)
    payment.grant.cancelled_at = stage.at
    db.session.commit()
    client = sign_in(stage.hanne)
    path = f"/staff/cases/{payment.grant.application.reference}/grants"
    with statements() as seen:
        page = client.get(path).text
    assert (len(seen), "Aktiviteten ble ikke holdt" in page) == (12, True)
    assert "Aktiviteten ble ikke holdt" in client.get("/staff/recoveries").text
