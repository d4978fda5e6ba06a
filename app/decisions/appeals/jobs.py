"""Background work of appeals: printing their letters. Safe to run twice."""

from datetime import datetime

from app import clock
from app.decisions.appeals import printing as appeal_printing
from app.decisions.appeals import queries as appeal_queries
from app.decisions.appeals.receiving import LOST
from app.extensions import db, jobs
from app.letters import pdf
from app.mail.jobs import send_waiting


@jobs.task
def print_letter(row_id: int) -> None:
    """Make one letter and tell of it. Nothing when it is made already. Nothing is held while it is printed."""
    content = appeal_printing.to_print(row_id)
    db.session.rollback()
    if content is None:
        return
    appeal_printing.keep(row_id, content, pdf.render(content), clock.now())
    db.session.commit()
    send_waiting.enqueue()


def missing_letters(at: datetime) -> int:
    """For the tick: start again on letters that a crash lost. Returns how many."""
    lost = appeal_queries.lost_letters(at - LOST)
    db.session.rollback()
    for row_id in lost:
        print_letter.enqueue(row_id)
    return len(lost)
