"""The one shape of a job that makes a letter: read what it says, print it while nothing is held, keep it, and tell."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import clock
from app.access import SYSTEM
from app.extensions import db
from app.letters.actions import issue, notify
from app.letters.content import Content
from app.letters.models import Letter
from app.letters.pdf import Embedded, render
from app.letters.queries import letter_of
from app.mail.jobs import send_waiting

LOST = timedelta(minutes=5)
"""A letter that is not there after this long was lost in a crash."""


@dataclass(frozen=True)
class Due:
    """A letter to make, as plain values: nothing of it needs the database while it is printed. `version`: its number
    among the case's letters of this kind. `recipients`: the e-mail addresses that are told."""

    content: Content
    version: int
    recipients: Collection[str] = ()
    embedded: tuple[Embedded, ...] = ()


Keep = Callable[[Due, bytes | None, datetime], object]


def keep(due: Due, pdf: bytes | None, at: datetime) -> Letter:
    """Keep the letter and queue its notices. The same letter again gives the one that is kept, and tells nobody."""
    letter = issue(
        kind=due.content.kind,
        case_reference=due.content.reference,
        version=due.version,
        content=due.content,
        by=SYSTEM,
        at=at,
        pdf=pdf,
    )
    notify(letter, due.recipients, at)
    return letter


def make(due: Due | None, keep: Keep = keep) -> None:
    """Print one letter, have `keep` keep and tell of it in a transaction of its own, and let the e-mails go; nothing
    for None. Safe to run twice: one that is made already is not printed again."""
    if due is None:
        db.session.rollback()
        return
    is_made = letter_of(due.content.kind, due.content.reference, due.version) is not None
    db.session.rollback()
    keep(due, None if is_made else render(due.content, due.embedded), clock.now())
    db.session.commit()
    send_waiting.enqueue()


def start_again(enqueue: Callable[[int], None], lost: Sequence[int]) -> int:
    """For the tick: a job for each letter that a crash lost. Returns how many."""
    db.session.rollback()
    for each in lost:
        enqueue(each)
    return len(lost)
