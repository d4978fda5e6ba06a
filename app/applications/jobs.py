"""Background work of this room: the receipt."""

from datetime import datetime, timedelta

from flask import current_app

from app import clock
from app.access import SYSTEM
from app.applications import letters, queries
from app.applications.models import Application
from app.config import public_url
from app.extensions import db, jobs
from app.letters.actions import issue, notify
from app.letters.models import LetterKind
from app.letters.pdf import render
from app.letters.queries import letter_of
from app.mail.jobs import send_waiting

LOST = timedelta(minutes=5)
"""A receipt that is not there after this long was lost in a crash."""


@jobs.task
def render_receipt(application_id: int) -> None:
    """Make the receipt of what was sent last, and tell the contacts that it is there. Safe to run twice.

    It is printed outside the transaction that keeps it: nobody waits for the database meanwhile.
    """
    application = queries.for_receipt(application_id)
    if application is None:
        return
    at, reference, version = clock.now(), application.reference, application.versions[-1]
    content, number = letters.receipt(application, version, link_to(application)), version.number
    addresses = letters.recipients(application)
    is_made = letter_of(LetterKind.RECEIPT, reference, number) is not None
    db.session.rollback()
    letter = issue(
        kind=LetterKind.RECEIPT,
        case_reference=reference,
        version=number,
        content=content,
        by=SYSTEM,
        at=at,
        pdf=None if is_made else render(content),
    )
    notify(letter, addresses, at)
    db.session.commit()
    send_waiting.enqueue()


def link_to(application: Application) -> str:
    """The case's page on the public address, also outside a request."""
    adapter = current_app.url_map.bind("localhost")
    path = adapter.build("applications.show", {"reference": application.reference})
    return public_url() + path


def missing_receipts(at: datetime) -> int:
    """For the tick: start again on receipts that were lost in a crash. Returns how many (at most a hundred)."""
    lost = queries.without_receipt(at - LOST)
    db.session.rollback()
    for application_id in lost:
        render_receipt.enqueue(application_id)
    return len(lost)
