"""A case ends by itself when nothing in it is open, and never before."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.applications.models import Application, Status
from app.decisions.appeals.receiving import appeal
from app.extensions import db
from app.followup.changes import actions as changes
from app.followup.changes.differences import Wanted
from app.followup.closing import close_due
from app.followup.grants.models import GiveBack, Grant
from app.followup.report.models import ReportState
from tests.counting import statements
from tests.decisions.stage import FULL, REJECTION, events
from tests.followup.recovery_stage import claimed, paid, reported, warned
from tests.followup_world import FollowupStage

LAST_DAY = datetime(2026, 9, 22, 21, 59, tzinfo=UTC)  # told 1 September: three weeks, until midnight in Oslo
DAY_AFTER = datetime(2026, 9, 22, 22, 1, tzinfo=UTC)
Open = Callable[[FollowupStage, Grant], object]


def statuses() -> list[Status]:
    db.session.rollback()
    return list(db.session.scalars(select(Application.status).order_by(Application.id)))


def closed(at: datetime = DAY_AFTER) -> int:
    count = close_due(at)
    db.session.commit()
    return count


def test_a_rejection_ends_when_the_time_to_appeal_is_over(stage: FollowupStage) -> None:
    decision = stage.released(REJECTION)
    untold = stage.released(REJECTION, told=False)
    assert (closed(LAST_DAY), closed(), closed()) == (0, 1, 0)
    assert statuses() == [Status.CLOSED, Status.RELEASED]
    assert events(decision.application, "application_moved")[-1] == {"from": "released", "to": "closed"}
    assert untold.application.status is Status.RELEASED


def test_an_appeal_keeps_it_open(stage: FollowupStage) -> None:
    decision = stage.released(REJECTION)
    appeal(decision, "Nei.", None, public_url="http://localhost", by=stage.kari, at=stage.at)
    db.session.commit()
    assert (closed(), statuses()) == (0, [Status.RELEASED])


def test_a_grant_without_an_answer_keeps_it_open(stage: FollowupStage) -> None:
    stage.released(FULL)
    assert (closed(), statuses()) == (0, [Status.RELEASED])


def test_paid_and_reported_ends(stage: FollowupStage) -> None:
    grant = paid(stage)
    assert closed() == 0
    reported(grant, stage.at)
    assert (closed(), statuses()) == (1, [Status.CLOSED])
    assert db.session.scalars(select(GiveBack)).all() == []


@pytest.mark.parametrize(
    "opens",
    [
        lambda stage, grant: changes.notify(grant, Wanted("x", {"venue_name": "Torget"}), by=stage.kari, at=stage.at),
        warned,
        claimed,
    ],
)
def test_a_change_or_a_claim_keeps_it_open(stage: FollowupStage, opens: Open) -> None:
    grant = paid(stage)
    reported(grant, stage.at)
    opens(stage, grant)
    db.session.commit()
    assert closed() == 0


def test_money_that_ought_to_come_back_keeps_it_open(stage: FollowupStage) -> None:
    reported(paid(stage), stage.at, unused_nok=100)
    assert closed() == 0


def test_what_is_owed_keeps_it_open_and_what_was_not_needed_goes_back(stage: FollowupStage) -> None:
    stage.round.pays_before_report = False
    grant = stage.grant()
    report = reported(grant, stage.at, total_cost_nok=3000, unused_nok=2000)
    assert (closed(), stage.round.committed_nok) == (0, 5000)
    report.total_cost_nok = 0
    db.session.commit()
    assert (closed(), stage.round.committed_nok, grant.accepted_nok) == (1, 0, 0)


def test_what_is_called_off_or_let_go_needs_no_payment(stage: FollowupStage) -> None:
    cancelled, let_go = stage.grant(), stage.grant()
    cancelled.cancelled_at = stage.at
    reported(let_go, stage.at, ReportState.WRITTEN_OFF)
    assert (closed(), stage.round.committed_nok) == (2, 0)


def test_two_cases_cost_little_more_than_one(stage: FollowupStage) -> None:
    counts = []
    for _case in range(2):
        stage.released(REJECTION)
        with statements() as seen:
            close_due(DAY_AFTER)
        counts.append(len([one for one in seen if one.startswith("SELECT")]))
        db.session.rollback()
    assert counts[1] - counts[0] <= 4
    assert closed(DAY_AFTER + timedelta(days=1)) == 2
