"""The letters that follow the handover and the publishing, made after the commit. Their arguments name only the year:
before the handover nothing is enqueued here."""

from datetime import datetime
from functools import partial

from app import clock
from app.config import public_url
from app.extensions import db, jobs
from app.letters.making import LOST, make, start_again
from app.prize.models import Prize
from app.prize.verdict import telling
from app.prize.verdict.telling import Waiting


@jobs.task
def send_prize_letters(prize_id: int) -> None:
    """The winner's letter from the handover on, the thanks from the publishing on: whatever is due and not made. Safe
    to run twice."""
    url = public_url()
    for waiting in _waiting(prize_id, url, clock.now()):
        make(waiting.due, partial(telling.tell, waiting.nomination_id, url))


def _waiting(prize_id: int, url: str, at: datetime) -> list[Waiting]:
    prize = db.session.get_one(Prize, prize_id)
    found = [*telling.winner_waiting(prize, url, at), *telling.thanks_waiting(prize, url, at)]
    db.session.rollback()
    return found


def missing_prize_letters(at: datetime) -> int:
    """For the tick. Returns how many years."""
    return start_again(send_prize_letters.enqueue, telling.lost(at - LOST))
