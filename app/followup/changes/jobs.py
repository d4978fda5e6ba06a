"""Background work of change notices: the letter with the answer. Safe to run twice."""

from datetime import datetime, timedelta

from app import clock
from app.access import SYSTEM
from app.applications.letters import recipients
from app.config import public_url
from app.extensions import db, jobs
from app.followup.changes import letters, queries
from app.followup.changes.wording import names_of
from app.letters import pdf
from app.letters.actions import issue, notify
from app.letters.models import LetterKind
from app.letters.queries import letter_of
from app.mail.jobs import send_waiting

LOST = timedelta(minutes=5)


@jobs.task
def print_answer(notice_id: int) -> None:
    """Make the letter and tell of it. Nothing when it is made already. Nothing is held while it is printed."""
    notice = queries.by_id(notice_id)
    reference, version = notice.grant.application.reference, queries.version(notice)
    if letter_of(LetterKind.CHANGE_ANSWER, reference, version) is not None:
        db.session.rollback()
        return
    content = letters.answer(notice, names_of(notice.grant.application.round), public_url())
    addresses = recipients(notice.grant.application)
    db.session.rollback()
    printed, at = pdf.render(content), clock.now()
    letter = issue(
        kind=LetterKind.CHANGE_ANSWER,
        case_reference=reference,
        version=version,
        content=content,
        by=SYSTEM,
        at=at,
        pdf=printed,
    )
    notify(letter, addresses, at)
    db.session.commit()
    send_waiting.enqueue()


def missing_change_answers(at: datetime) -> int:
    """For the tick: start again on letters that a crash lost. Returns how many."""
    lost = queries.lost_letters(at - LOST)
    db.session.rollback()
    for notice_id in lost:
        print_answer.enqueue(notice_id)
    return len(lost)
