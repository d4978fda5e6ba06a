"""A report that was written off is sent all the same: it is read like any other, and is late; why nobody waited for it
any more is kept. And the list of reports goes on by key."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.accounts.models import GrantHistory, ReportStatus
from app.applications.models import Status
from app.extensions import db
from app.followup.closing import close_due
from app.followup.grants.models import Grant
from app.followup.report import actions, listing, queries
from app.followup.report.listing import Place, Shown, place
from app.followup.report.models import ReportState, ReportWriteOff
from app.followup.report.policy import can_write
from tests.decisions.stage import events
from tests.followup.recovery_stage import paid
from tests.followup.test_report_desk import sent, written
from tests.followup_world import FollowupStage

SignIn = Callable[[Any], FlaskClient]
LATE = clock.at_oslo(date(2027, 2, 26), 12)
LATER = LATE + timedelta(days=30)


def written_off(stage: FollowupStage, grant: Grant, reason: str = "Foreningen er lagt ned.") -> None:
    actions.write_off(grant, queries.report_of(grant.id), reason, by=stage.gro, at=LATE)
    db.session.commit()


def history() -> ReportStatus:
    db.session.rollback()
    return db.session.scalars(select(GrantHistory.report_status)).one()


def test_it_is_sent_read_and_late_and_the_case_goes_on(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = paid(stage)
    reference = grant.application.reference
    own, desk = f"/tilskudd/{reference}/1/rapport", f"/staff/cases/{reference}/grants/1/report"
    written_off(stage, grant)
    assert (close_due(LATE), grant.application.status, history()) == (1, Status.CLOSED, ReportStatus.MISSING)
    close_due(LATE)
    db.session.commit()
    kari = sign_in(stage.kari)
    with clock.frozen(LATER):
        page = kari.get(own).text
        assert "Dere kan sende den likevel. Da regnes den som sendt for sent." in page
        assert "Foreningen er lagt ned." not in page
        assert "Send rapporten" in kari.get(f"/tilskudd/{reference}/1").text
        assert kari.post(own, data={"_do": "save", "learned": "Å lime."}).status_code == 302
    report = queries.own_report(grant.id)
    assert (report.state, report.learned, grant.application.status) == (
        ReportState.WRITTEN_OFF,
        "Å lime.",
        Status.CLOSED,
    )
    sent(stage, grant, LATER)
    assert (report.state, report.written_off_reason) == (ReportState.SUBMITTED, "Foreningen er lagt ned.")
    assert (history(), grant.application.status) == (ReportStatus.LATE, Status.RELEASED)
    moves = [(one["from"], one["to"]) for one in events(grant.application, "application_moved")][-2:]
    assert moves == [("released", "closed"), ("closed", "released")]
    with clock.frozen(LATER):
        hanne = sign_in(stage.hanne)
        page = hanne.get(desk).text
        assert [word in page for word in ("Sendt for sent", "Har vært avskrevet", "Foreningen er lagt ned.")] == [
            True
        ] * 3
        assert "Kom etter avskriving" in hanne.get("/staff/reports").text
        assert "Rapport som kom etter at den var avskrevet" in hanne.get("/staff/board").text
        assert hanne.post(f"{desk}/approve").status_code == 302
        assert "Rapport som kom etter at den var avskrevet" not in hanne.get("/staff/board").text
    assert (history(), close_due(LATER), grant.application.status) == (ReportStatus.LATE, 1, Status.CLOSED)


def test_what_came_in_time_and_did_not_do_is_late_when_it_comes_anew(stage: FollowupStage) -> None:
    grant = stage.grant()
    sent(stage, grant)
    written_off(stage, grant, "Tom rapport.")
    assert queries.own_report(grant.id).is_confirmed is False
    sent(stage, grant, LATER)
    assert history() is ReportStatus.LATE
    written_off(stage, grant, "Tom igjen.")
    assert history() is ReportStatus.MISSING
    reasons = [one.reason for one in queries.write_offs_of(queries.own_report(grant.id).id)]
    assert reasons == ["Tom rapport.", "Tom igjen."]
    assert len(db.session.scalars(select(ReportWriteOff)).all()) == 2


def test_where_the_money_went_back_it_is_in_the_list_all_the_same(stage: FollowupStage) -> None:
    """Of a round that pays after the report: nothing is paid, and the party is no longer one that never reported."""
    stage.round.pays_before_report = False
    grant = stage.grant()
    written_off(stage, grant)
    assert (close_due(LATE), grant.accepted_nok) == (1, 0)
    db.session.commit()
    assert listing.page(stage.round.id, None, LATE).lines == []
    written(stage, grant, LATER, cost_nok=0)
    sent(stage, grant, LATER, cost_nok=0)
    [line] = listing.page(stage.round.id, Shown.SUBMITTED, LATER).lines
    assert (line.grant.id, line.after_all, history()) == (grant.id, True, ReportStatus.LATE)


def test_an_activity_that_was_called_off_is_not_reported(stage: FollowupStage) -> None:
    grant = stage.grant()
    written_off(stage, grant)
    can_write(stage.kari, grant, queries.report_of(grant.id), LATER)
    grant.cancelled_at = LATER
    with pytest.raises(Exception, match="avlyst"):
        can_write(stage.kari, grant, queries.report_of(grant.id), LATER)


def test_the_list_goes_on_by_key(stage: FollowupStage, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    grants = stage.accepted(activities=[{"title": f"Kveld {number}", "sought_nok": 1000} for number in range(5)])
    grants[3].report_due_on = date(2026, 11, 1)
    sent(stage, grants[4], total_cost_nok=1000)
    at = clock.at_oslo(date(2026, 12, 1), 12)
    one = listing.page(stage.round.id, None, at)
    two = listing.page(stage.round.id, None, at, after=one.after)
    three = listing.page(stage.round.id, None, at, after=two.after)
    titles = [[line.grant.plan["title"] for line in page.lines] for page in (one, two, three)]
    assert titles == [["Kveld 4", "Kveld 3"], ["Kveld 0", "Kveld 1"], ["Kveld 2"]]
    assert (one.before, three.after) == (None, None)
    assert listing.page(stage.round.id, None, at, before=three.before) == two
    assert listing.page(stage.round.id, None, at, before=two.before) == one
    actions.approve(queries.own_report(grants[4].id), by=stage.hanne, at=at)  # what moves away shifts nobody
    db.session.commit()
    assert listing.page(stage.round.id, None, at, after=one.after).lines[0].grant.plan["title"] == "Kveld 0"
    client = sign_in(stage.hanne)
    with clock.frozen(at):
        page = client.get("/staff/reports").text
        onward = client.get(f"/staff/reports?runde={stage.round.slug}&etter={one.after}").text
    assert (f"etter={listing.page(stage.round.id, None, at).after}" in page, "for=" in onward) == (True, True)


@pytest.mark.parametrize(
    "text", ["", "x", "5.2027-01-17.1", "1.2027-02-31.1", "1.2027-01-17.-1", "1.2027-01-17.99999999999"]
)
def test_what_is_no_place_is_none(text: str) -> None:
    assert (place(text), place("1.2027-01-17.7")) == (None, Place(1, date(2027, 1, 17), 7))
