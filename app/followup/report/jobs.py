"""Background work of reports: printing their letters, and reminding. Safe to run twice."""

from datetime import datetime
from functools import partial

from app.config import public_url
from app.extensions import jobs
from app.followup.report import printing, reminding
from app.letters.making import LOST, make, start_again


@jobs.task
def print_report_letters(report_id: int) -> None:
    """Those that are due and not made."""
    for due in printing.to_print(report_id, public_url()):
        make(due, partial(printing.keep, report_id))


def missing_report_letters(at: datetime) -> int:
    """For the tick. Returns how many reports."""
    return start_again(print_report_letters.enqueue, printing.lost(at - LOST))


def remind_due(at: datetime) -> int:
    """For the tick. Returns how many grants were reminded of their report."""
    return reminding.remind(public_url(), at)
