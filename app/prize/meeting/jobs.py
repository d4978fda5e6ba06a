"""What the clock does around the scores; the lock itself is `locking.lock_due`."""

from datetime import datetime

from app.config import public_url
from app.prize.meeting import reminders


def remind_due(at: datetime) -> int:
    """Returns how many jurors were reminded."""
    return reminders.remind_due(public_url(), at)
