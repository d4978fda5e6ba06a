"""Send a report, and what we do with it: return, approve, write off, move the day, ask for receipts. Who acts and when
are arguments (domain.md 4.1, T22-T25)."""

from datetime import date, datetime

from app.access import Actor
from app.accounts.models import User
from app.audit.actions import record
from app.extensions import db
from app.followup.grants.models import Grant
from app.followup.grants.reopening import reopen
from app.followup.report import asking, drafting, freezing, history, policy, queries, telling, workflow
from app.followup.report.models import Report, ReportExtension, ReportState, ReportVersion, ReportWriteOff


def submit(report: Report, *, is_sure: bool = False, by: User, at: datetime) -> ReportVersion:
    """Send it as it is saved; the version is frozen. `is_sure`: an unlikely number of visitors is right. Raises
    NotComplete naming what lacks. The receipt is printed by a job after the commit. One that was written off is read
    like any other, and the case goes on if it had ended."""
    grant, nobody_waited = report.grant, report.state is ReportState.WRITTEN_OFF
    sure = is_sure or _was_sure(report)
    policy.can_submit(by, report, asking.asked(report, grant), at, is_sure=sure)
    freezing.settle(report, grant)
    report.version += 1
    report.submitted_at, report.submitted_by_name = at, by.name
    workflow.move(report, ReportState.SUBMITTED, "report_submitted", by=by, at=at, version=report.version)
    made = ReportVersion(
        report_id=report.id,
        number=report.version,
        content=freezing.frozen(report, grant),
        submitted_by_id=by.id,
        submitted_at=at,
    )
    db.session.add(made)
    if nobody_waited:
        reopen(grant.application, at)
    history.settle(grant.application, at)
    return made


def _was_sure(report: Report) -> bool:
    """The same number was sent before, and asked about then."""
    newest = queries.version_of(report) if report.version else None
    return newest is not None and bool(newest.content["visitors"] == report.visitors)


def send_back(report: Report, reason: str, due_on: date | None, *, public_url: str, by: User, at: datetime) -> None:
    """What is missing, and a new last day. The party is told."""
    policy.can_return(by, report, reason, due_on, at)
    assert due_on is not None
    report.returned_reason, report.returned_at = reason.strip(), at
    report.is_confirmed = False
    workflow.move(report, ReportState.RETURNED, "report_returned", by=by, at=at, due_on=due_on)
    _move_day(report.grant, due_on, reason, by, at)
    telling.tell("returned", report.grant, public_url, at, reason=report.returned_reason, version=report.version)
    history.settle(report.grant.application, at)


def approve(report: Report, *, by: User, at: datetime) -> None:
    """The thanks are printed by a job after the commit."""
    policy.can_approve(by, report)
    report.approved_by_id, report.approved_by_name, report.approved_at = by.id, by.name, at
    workflow.move(report, ReportState.APPROVED, "report_approved", by=by, at=at)
    history.settle(report.grant.application, at)


def write_off(grant: Grant, report: Report | None, reason: str, *, by: User, at: datetime) -> Report:
    """We no longer wait for it, for a reason that is kept; the party may send it all the same. `grant` is locked by its
    query."""
    policy.can_write_off(by, grant, report, reason, at)
    if report is None:
        report = drafting.blank(grant, at)
        db.session.add(report)
        db.session.flush()
    report.written_off_reason, report.is_confirmed = reason.strip(), False
    db.session.add(
        ReportWriteOff(report_id=report.id, reason=report.written_off_reason, by_id=by.id, by_name=by.name, at=at)
    )
    workflow.move(report, ReportState.WRITTEN_OFF, "report_written_off", by=by, at=at)
    history.settle(grant.application, at)
    return report


def extend(
    grant: Grant, report: Report | None, due_on: date | None, reason: str, *, public_url: str, by: User, at: datetime
) -> None:
    """Another last day, with the reason kept. The party is told."""
    policy.can_extend(by, grant, report, reason, due_on, at)
    assert due_on is not None
    _move_day(grant, due_on, reason, by, at)
    fields = {"activity": grant.activity.position, "due_on": due_on}
    record("report_extended", by=by, at=at, case=grant.application.reference, **fields)
    telling.tell("extended", grant, public_url, at)
    history.settle(grant.application, at)


def _move_day(grant: Grant, due_on: date, reason: str, by: User, at: datetime) -> None:
    db.session.add(
        ReportExtension(
            grant_id=grant.id,
            from_day=grant.report_due_on,
            to_day=due_on,
            reason=reason.strip(),
            by_id=by.id,
            by_name=by.name,
            at=at,
        )
    )
    grant.report_due_on = due_on


def ask_receipts(grant: Grant, report: Report | None, *, public_url: str, by: Actor, at: datetime) -> None:
    """A sample: the party is asked to send them."""
    policy.can_ask_receipts(by, grant, report)
    assert report is not None
    report.receipts_asked_at = at
    record("receipts_asked", by=by, at=at, case=grant.application.reference, activity=grant.activity.position)
    telling.tell("receipts", grant, public_url, at)
