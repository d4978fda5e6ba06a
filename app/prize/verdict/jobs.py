"""The letters that follow the handover and the publishing, made after the commit. Their arguments name only the year:
before the handover nothing is enqueued here."""

from datetime import datetime, timedelta

from app import clock
from app.config import public_url
from app.extensions import db, jobs
from app.letters.pdf import render
from app.mail.jobs import send_waiting
from app.prize.models import Prize
from app.prize.verdict import telling
from app.prize.verdict.telling import Waiting

LOST = timedelta(minutes=5)


@jobs.task
def send_prize_letters(prize_id: int) -> None:
    """The winner's letter from the handover on, the thanks from the publishing on: whatever is due and not made. One
    transaction a letter; safe to run twice.

    Each is printed outside the transaction that keeps it: nobody waits for the database meanwhile.
    """
    at, url = clock.now(), public_url()
    for waiting in _waiting(prize_id, url, at):
        pdf = render(waiting.content, waiting.embedded)
        telling.tell(waiting, pdf, url, at)
        db.session.commit()
    send_waiting.enqueue()


def _waiting(prize_id: int, url: str, at: datetime) -> list[Waiting]:
    prize = db.session.get_one(Prize, prize_id)
    found = [*telling.winner_waiting(prize, url, at), *telling.thanks_waiting(prize, url, at)]
    db.session.rollback()
    return found


def missing_prize_letters(at: datetime) -> int:
    """For the tick: start again on letters that were lost in a crash. Returns how many years."""
    years = telling.lost(at - LOST)
    db.session.rollback()
    for prize_id in years:
        send_prize_letters.enqueue(prize_id)
    return len(years)
