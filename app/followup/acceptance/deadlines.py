"""Until when a grant may be answered: the decision's last day, or the later one that a reminder gave."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import select

from app.decisions.deadlines import Deadlines
from app.decisions.models import Decision
from app.extensions import db
from app.followup.acceptance.models import AcceptanceReminder

MORE_TIME = timedelta(days=7)
"""So long after the reminder the party may still answer; then the grant lapses (domain.md T18)."""


def last_day(decision: Decision, times: Deadlines) -> date:
    """Answers are taken to the end of it. Before anybody has reminded them, the reminder's days are still to come."""
    reminder = reminders([decision.id]).get(decision.id)
    return reminder.answer_by if reminder else times.acceptance + MORE_TIME


def reminders(decision_ids: Collection[int]) -> dict[int, AcceptanceReminder]:
    """By decision; those that were not reminded of are left out. One statement."""
    found = select(AcceptanceReminder).where(AcceptanceReminder.decision_id.in_(decision_ids))
    return {one.decision_id: one for one in db.session.scalars(found)}
