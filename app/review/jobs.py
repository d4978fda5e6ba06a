"""Background work of this room: the advice beside the ranking. Safe to run twice."""

from datetime import datetime

from app import clock
from app.extensions import db, jobs
from app.review import reckoning


@jobs.task
def reckon(round_id: int) -> None:
    """Strictness, agreement and how firm the line is, for a whole round."""
    reckoning.reckon_round(round_id, clock.now())


def reckon_due(at: datetime) -> int:
    """For the tick: start on each round that has changed. Returns how many."""
    rounds = reckoning.due(at)
    db.session.rollback()
    for round_id in rounds:
        reckon.enqueue(round_id)
    return len(rounds)
