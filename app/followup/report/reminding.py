"""What the clock says to those who have not reported (domain.md 4.1, T21 and T25): how to do it, the day after the
activity; a reminder the day after the last day and two weeks after; a warning that names the consequences after four.

Only the newest that is due is sent, so that a clock that stood still does not send three at once.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import InstrumentedAttribute

from app.access import SYSTEM
from app.audit.actions import record
from app.clock import local
from app.extensions import db
from app.followup.grants.models import Grant
from app.followup.report import history, queries, telling
from app.followup.report.models import ReminderStage, ReportReminder
from app.mail.actions import queue_all
from app.rounds.models import TextKind

LATE: tuple[tuple[int, ReminderStage], ...] = (
    (28, ReminderStage.WARNING),
    (14, ReminderStage.SECOND),
    (1, ReminderStage.FIRST),
)
"""So many days after the last day."""
NUMBERS = {ReminderStage.HOW: 0, ReminderStage.FIRST: 1, ReminderStage.SECOND: 2, ReminderStage.WARNING: 3}
CHUNK = 100
OLDEST = timedelta(days=200)
"""Nobody is reminded of what was due longer ago: it is written off, or claimed back."""


def stage(ends_on: date, due_on: date, today: date) -> tuple[ReminderStage, date] | None:
    """What is due today, and the day that it is of; None while the activity is not over."""
    for days, late in LATE:
        if today >= due_on + timedelta(days=days):
            return late, due_on
    return (ReminderStage.HOW, ends_on) if today > ends_on else None


def remind(public_url: str, at: datetime) -> int:
    """Queue the e-mails, note them, and have the history say what is missing. Returns how many grants, a hundred at
    most. Safe to run again."""
    waiting = _waiting(local(at).date())
    for grant, what, of_day in waiting:
        db.session.add(ReportReminder(grant_id=grant.id, stage=what, of_day=of_day, sent_at=at))
        fields = {"activity": grant.activity.position, "number": NUMBERS[what]}
        if what is not ReminderStage.HOW:
            record("report_reminded", by=SYSTEM, at=at, case=grant.application.reference, **fields)
    mails = [
        mail
        for grant, what, _of_day in waiting
        for mail in telling.drafts(what.value, grant, public_url, may_claim=may_claim(grant))
    ]
    queue_all(mails, at)
    late = {grant.application_id: grant.application for grant, what, _day in waiting if what is not ReminderStage.HOW}
    for application in late.values():
        history.settle(application, at)
    return len(waiting)


def _waiting(today: date) -> Sequence[tuple[Grant, ReminderStage, date]]:
    """Grants with what is to be said today and was not, a hundred at most. One statement."""
    is_due = [and_(Grant.ends_on < today, Grant.report_due_on >= today, ~_said(ReminderStage.HOW, Grant.ends_on))]
    later = today - OLDEST
    for days, late in LATE:
        first = today - timedelta(days=days)
        is_due.append(and_(Grant.report_due_on.between(later, first), ~_said(late, Grant.report_due_on)))
        later = first + timedelta(days=1)
    grants = queries.awaited(or_(*is_due))[:CHUNK]
    return [(grant, *found) for grant in grants if (found := stage(grant.ends_on, grant.report_due_on, today))]


def _said(what: ReminderStage, of_day: InstrumentedAttribute[date]) -> ColumnElement[bool]:
    return exists().where(
        ReportReminder.grant_id == Grant.id, ReportReminder.stage == what, ReportReminder.of_day == of_day
    )


def may_claim(grant: Grant) -> bool:
    """Whether the conditions of the round say that the grant may be claimed back."""
    texts = grant.application.round.texts
    return any(text.kind is TextKind.CONDITION and text.code == "recovery" for text in texts)
