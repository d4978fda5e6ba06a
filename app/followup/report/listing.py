"""The list of a round's reports: where each stands, how late it is, and how many there are of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager

from app.applications.models import Application
from app.clock import local
from app.extensions import db
from app.followup.grants.models import Grant
from app.followup.report.models import Report, ReportState
from app.followup.report.queries import WITH_US

PAGE = 100
PLACE = re.compile(r"([0-4])\.([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]{1,9})")


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
    """One grant. `late_days`: how long its report is overdue; 0 where nothing is. `visitors` of what was sent.
    `after_all`: it came when it had been written off."""

    grant: Grant
    state: ReportState
    late_days: int
    visitors: int | None
    is_counted: bool
    after_all: bool


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
    """Of a grant left-joined with its report. What came after all stands, also where nothing was ever paid."""
    has_money = or_(Grant.accepted_nok > 0, Report.state.in_(WITH_US))
    return and_(Grant.round_id == round_id, Grant.cancelled_at.is_(None), has_money)


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


@dataclass(frozen=True)
class Place:
    """A grant's place in the list: its group in the order of Shown, the day its report is due, and its key."""

    group: int
    due_on: date
    grant_id: int

    def __str__(self) -> str:
        return f"{self.group}.{self.due_on:%Y-%m-%d}.{self.grant_id}"


def place(text: str | None) -> Place | None:
    """The place that an address names, or None for anything that is none."""
    found = PLACE.fullmatch(text or "")
    try:
        return Place(int(found[1]), date.fromisoformat(found[2]), int(found[3])) if found else None
    except ValueError:  # the 31st of February
        return None


@dataclass(frozen=True)
class Page:
    """Some lines in order; `before` and `after` are where the pages beside it begin, or None at the ends."""

    lines: Sequence[Line]
    before: Place | None
    after: Place | None


def page(
    round_id: int, shown: Shown | None, at: datetime, *, after: Place | None = None, before: Place | None = None
) -> Page:
    """A hundred grants: the first ones, or those just after or just before a place. Those to be read first, then by the
    day they are due. One statement (two when the page before turns out to be the first)."""
    today = local(at).date()
    if before is not None:
        rows = _rows(round_id, shown, today, before, backwards=True)
        if len(rows) <= PAGE:
            return page(round_id, shown, at)
        return _page(rows[PAGE - 1 :: -1], today, has_before=True, has_after=True)
    rows = _rows(round_id, shown, today, after)
    return _page(rows[:PAGE], today, has_before=after is not None, has_after=len(rows) > PAGE)


def _page(rows: Sequence[Row[Grant, Report, int]], today: date, *, has_before: bool, has_after: bool) -> Page:
    ends = [Place(row[2], row[0].report_due_on, row[0].id) for row in (rows[0], rows[-1])] if rows else []
    return Page(
        [_line(row, today) for row in rows],
        before=ends[0] if ends and has_before else None,
        after=ends[1] if ends and has_after else None,
    )


def _rows(
    round_id: int, shown: Shown | None, today: date, start: Place | None, *, backwards: bool = False
) -> Sequence[Row[Grant, Report, int]]:
    """One more than a page shows, from `start` (which is left out) on."""
    group = _group(today)
    order = case({one.value: number for number, one in enumerate(Shown)}, value=group)
    keys = (order, Grant.report_due_on, Grant.id)
    found = (
        select(Grant, Report, order.label("place"))
        .outerjoin(Report, Report.grant_id == Grant.id)
        .join(Grant.application)
        .join(Application.organisation)
        .join(Grant.activity)
        .where(_stands(round_id))
        .options(
            contains_eager(Grant.application).contains_eager(Application.organisation), contains_eager(Grant.activity)
        )
        .order_by(*(key.desc() if backwards else key for key in keys))
        .limit(PAGE + 1)
    )
    if shown is not None:
        found = found.where(group == shown.value)
    if start is not None:
        values = (start.group, start.due_on, start.grant_id)
        found = found.where(tuple_(*keys) < values if backwards else tuple_(*keys) > values)
    return db.session.execute(found).all()


def _line(row: Row[Grant, Report, int], today: date) -> Line:
    grant, report, _place = row
    state = report.state if report is not None else ReportState.DRAFT
    is_sent = report is not None and state in (ReportState.SUBMITTED, ReportState.APPROVED)
    late = (today - grant.report_due_on).days if state in (ReportState.DRAFT, ReportState.RETURNED) else 0
    visitors = report.visitors if is_sent else None
    is_counted = is_sent and report.count_method is not None
    return Line(grant, state, max(0, late), visitors, is_counted, is_sent and report.came_after_all)


def chosen(text: str | None) -> Shown | None:
    """What the address asks for; everything where it asks for nothing that there is."""
    return Shown(text) if text in set(Shown) else None
