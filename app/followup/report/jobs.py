"""Background work of reports: printing their letters, and reminding. Safe to run twice."""

from datetime import datetime, timedelta

from app import clock
from app.config import public_url
from app.extensions import db, jobs
from app.followup.report import printing, reminding
from app.letters import pdf
from app.mail.jobs import send_waiting

LOST = timedelta(minutes=15)
"""A letter that is not made by then was lost by a crash."""


@jobs.task
def print_report_letters(report_id: int) -> None:
    """Make the letters of a report that are not made, and tell of them. Nothing is held while they are printed."""
    waiting = printing.to_print(report_id, public_url())
    db.session.rollback()
    for content in waiting:
        printing.keep(report_id, content, pdf.render(content), clock.now())
        db.session.commit()
    if waiting:
        send_waiting.enqueue()


def missing_report_letters(at: datetime) -> int:
    """For the tick: start again on letters that a crash lost. Returns how many reports."""
    lost = printing.lost(at - LOST)
    db.session.rollback()
    for report_id in lost:
        print_report_letters.enqueue(report_id)
    return len(lost)


def remind_due(at: datetime) -> int:
    """For the tick. Returns how many grants were reminded of their report."""
    return reminding.remind(public_url(), at)
