"""Letters of interim replies and delays, made after the commit and outside its transaction."""

from datetime import datetime, timedelta

from app import clock
from app.access import SYSTEM
from app.applications.jobs import link_to
from app.casework.supplements.queries import addresses
from app.casework.timekeeping import queries
from app.casework.timekeeping.letters import content
from app.casework.timekeeping.models import ReplyKind, TimeReply
from app.extensions import db, jobs
from app.letters.actions import issue, notify
from app.letters.models import LetterKind
from app.letters.pdf import render
from app.mail.jobs import send_waiting

LOST = timedelta(minutes=5)
KINDS = {ReplyKind.INTERIM: LetterKind.INTERIM_REPLY, ReplyKind.DELAY: LetterKind.DELAY_NOTICE}


@jobs.task
def print_replies(reply_ids: list[int]) -> None:
    """Make the letters of these replies and tell of them, one transaction each. Safe to run twice."""
    for reply_id in reply_ids:
        _print(reply_id)
    send_waiting.enqueue()


def _print(reply_id: int) -> None:
    reply = queries.reply_to_print(reply_id)
    if reply is None:
        return
    said, kind, number = content(reply, f"{link_to(reply.application)}/dokumenter"), KINDS[reply.kind], reply.number
    reference, to = reply.application.reference, addresses(reply.application)
    db.session.rollback()
    pdf, at = render(said), clock.now()
    letter = issue(kind=kind, case_reference=reference, version=number, content=said, by=SYSTEM, at=at, pdf=pdf)
    db.session.flush()
    db.session.get_one(TimeReply, reply_id).letter_id = letter.id
    notify(letter, to, at)
    db.session.commit()


def missing_replies(at: datetime) -> int:
    """For the tick: start again on letters that were lost in a crash. Returns how many."""
    lost = list(queries.without_letter(at - LOST))
    db.session.rollback()
    if lost:
        print_replies.enqueue(lost)
    return len(lost)
