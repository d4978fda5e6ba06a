"""The organisation's history says how the reports of a case stand; the next application is checked against it."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import GrantHistory, ReportStatus
from app.applications.models import Application
from app.clock import local
from app.extensions import db
from app.followup.grants.models import Grant
from app.followup.grants.queries import of_case
from app.followup.report import queries
from app.followup.report.models import Report, ReportState

WORST_FIRST = (ReportStatus.MISSING, ReportStatus.NOT_DUE, ReportStatus.LATE, ReportStatus.ON_TIME)
"""A case of several grants stands as the worst of them; while one is awaited, nothing is said of the rest."""


def settle(application: Application, at: datetime) -> None:
    """Have the history tell how the reports of this case stand at this moment. Safe to run again."""
    history = db.session.scalars(
        select(GrantHistory).where(
            GrantHistory.organisation_id == application.organisation_id,
            GrantHistory.case_reference == application.reference,
        )
    ).one_or_none()
    if history is None:
        return
    db.session.flush()
    grants = [grant for grant in of_case(application.id) if grant.cancelled_at is None]
    reports = queries.reports_of([grant.id for grant in grants])
    sent = queries.first_sent([grant.id for grant in grants])
    history.report_status = worst(
        status(grant, reports.get(grant.id), sent.get(grant.id), local(at).date()) for grant in grants
    )


def worst(statuses: Iterable[ReportStatus]) -> ReportStatus:
    """Nothing is due where there is no grant."""
    return min(statuses, key=WORST_FIRST.index, default=ReportStatus.NOT_DUE)


def status(grant: Grant, report: Report | None, first_sent_at: datetime | None, today: date) -> ReportStatus:
    """Of one grant. What was returned is awaited anew; what is written off never came, and is late if it does."""
    state = report.state if report is not None else ReportState.DRAFT
    if state is ReportState.WRITTEN_OFF:
        return ReportStatus.MISSING
    if state in queries.WITH_US and first_sent_at is not None:
        if report is not None and report.came_after_all:
            return ReportStatus.LATE
        due_on = queries.due_before(grant.id, first_sent_at, grant.report_due_on)
        return ReportStatus.ON_TIME if local(first_sent_at).date() <= due_on else ReportStatus.LATE
    return ReportStatus.MISSING if today > grant.report_due_on else ReportStatus.NOT_DUE
