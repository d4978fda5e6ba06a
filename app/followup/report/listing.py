"""The list of a round's reports: where each stands, how late it is, and how many there are of each."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Row, and_, case, func, select
from sqlalchemy.orm import contains_eager

from app.applications.models import Application
from app.clock import local
from app.extensions import db
from app.followup.grants.models import Grant
from app.followup.report.models import Report, ReportState

PAGE = 100


class Shown(StrEnum):
    """What the list is narrowed to. The order is that in which it is worked through."""

    SUBMITTED = "submitted"
    LATE = "late"
    AWAITED = "awaited"
    APPROVED = "approved"
    WRITTEN_OFF = "written_off"


NAMES: dict[Shown, str] = {
    Shown.SUBMITTED: _l("Til gjennomlesning"),
    Shown.LATE: _l("Over fristen"),
    Shown.AWAITED: _l("Venter på rapport"),
    Shown.APPROVED: _l("Godkjent"),
    Shown.WRITTEN_OFF: _l("Avskrevet"),
}


@dataclass(frozen=True)
class Line:
    """One grant. `late_days`: how long its report is overdue; 0 where nothing is. `visitors` of what was sent."""

    grant: Grant
    state: ReportState
    late_days: int
    visitors: int | None
    is_counted: bool


def round_to_read() -> int | None:
    """The newest round in which a report waits to be read, by its primary key. One statement."""
    waiting = select(Grant.round_id).join(Report, Report.grant_id == Grant.id)
    found = waiting.where(Report.state == ReportState.SUBMITTED).order_by(Grant.round_id.desc()).limit(1)
    return db.session.scalar(found)


def _group(today: date) -> ColumnElement[str]:
    """Which of Shown a grant left-joined with its report belongs to."""
    return case(
        (Report.state == ReportState.SUBMITTED, Shown.SUBMITTED.value),
        (Report.state == ReportState.APPROVED, Shown.APPROVED.value),
        (Report.state == ReportState.WRITTEN_OFF, Shown.WRITTEN_OFF.value),
        (Grant.report_due_on < today, Shown.LATE.value),
        else_=Shown.AWAITED.value,
    )


def _stands(round_id: int) -> ColumnElement[bool]:
    return and_(Grant.round_id == round_id, Grant.cancelled_at.is_(None), Grant.accepted_nok > 0)


def counts(round_id: int, at: datetime) -> dict[Shown, int]:
    """How many of each. One statement."""
    group = _group(local(at).date())
    rows = db.session.execute(
        select(group, func.count())
        .select_from(Grant)
        .outerjoin(Report, Report.grant_id == Grant.id)
        .where(_stands(round_id))
        .group_by(group)
    )
    found = {Shown(name): count for name, count in rows}
    return {one: found.get(one, 0) for one in Shown}


def lines(round_id: int, shown: Shown | None, at: datetime, *, page: int = 1) -> list[Line]:
    """A hundred and one at most: the last only tells that there are more. Those to be read first, then by the day they
    are due. One statement."""
    today = local(at).date()
    group = _group(today)
    order = case({one.value: place for place, one in enumerate(Shown)}, value=group)
    found = (
        select(Grant, Report)
        .outerjoin(Report, Report.grant_id == Grant.id)
        .join(Grant.application)
        .join(Application.organisation)
        .join(Grant.activity)
        .where(_stands(round_id))
        .options(
            contains_eager(Grant.application).contains_eager(Application.organisation), contains_eager(Grant.activity)
        )
        .order_by(order, Grant.report_due_on, Grant.id)
        .limit(PAGE + 1)
        .offset((page - 1) * PAGE)
    )
    if shown is not None:
        found = found.where(group == shown.value)
    return [_line(row, today) for row in db.session.execute(found)]


def _line(row: Row[Grant, Report], today: date) -> Line:
    grant, report = row
    state = report.state if report is not None else ReportState.DRAFT
    is_sent = report is not None and state in (ReportState.SUBMITTED, ReportState.APPROVED)
    late = (today - grant.report_due_on).days if state in (ReportState.DRAFT, ReportState.RETURNED) else 0
    visitors = report.visitors if is_sent else None
    return Line(grant, state, max(0, late), visitors, is_sent and report.count_method is not None)


def chosen(text: str | None) -> Shown | None:
    """What the address asks for; everything where it asks for nothing that there is."""
    return Shown(text) if text in set(Shown) else None
