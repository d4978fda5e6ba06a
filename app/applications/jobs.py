"""Background work of this room: the receipt."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext as _

from app import clock
from app.access import SYSTEM
from app.applications import letters, queries
from app.applications.models import Application
from app.extensions import db, jobs
from app.letters.models import Letter, LetterKind
from app.mail.actions import queue
from app.mail.jobs import send_waiting

LOST = timedelta(minutes=5)
"""A receipt that is not there after this long was lost in a crash."""


@jobs.task
def render_receipt(application_id: int) -> None:
    """Make the receipt of what was sent last, and tell the contact that it is there. Safe to run twice."""
    application = queries.for_receipt(application_id)
    if application is None:
        return
    at = clock.now()
    letter = issue_receipt(application, at)
    tell(application, letter, at)
    db.session.commit()
    send_waiting.enqueue()


def issue_receipt(application: Application, at: datetime) -> Letter:
    """The receipt of the last version: made once, and the same one given after that."""
    from app.letters.actions import issue  # it makes PDFs, which the web workers never do

    version = application.versions[-1]
    return issue(
        kind=LetterKind.RECEIPT,
        case_reference=application.reference,
        version=version.number,
        content=letters.receipt(application, version, link_to(application)),
        by=SYSTEM,
        at=at,
    )


def tell(application: Application, letter: Letter, at: datetime) -> None:
    """An e-mail to the contact and the second contact that the receipt is there; each address once a version."""
    values = {
        "reference": application.reference,
        "round": application.round.name,
        "link": link_to(application),
        "unit": application.round.owner_unit,
    }
    subject = _("Vi har fått søknaden %(reference)s", **values)
    body = _(
        "Hei!\n\nVi har fått søknaden deres til %(round)s. Saksnummeret er %(reference)s.\n\n"
        "Kvitteringen, med en kopi av alt dere sendte, ligger her:\n%(link)s\n\n"
        "Vennlig hilsen\n%(unit)s\n",
        **values,
    )
    for address in sorted({address for address in _addresses(application) if address}):
        queue(f"receipt:{letter.public_id}:{address}"[:120], address, subject, body, at, application.reference)


def _addresses(application: Application) -> Sequence[str | None]:
    return application.contact_email, application.second_contact_email


def link_to(application: Application) -> str:
    """The case's page on the public address, also outside a request."""
    adapter = current_app.url_map.bind("localhost")
    path = adapter.build("applications.show", {"reference": application.reference})
    return str(current_app.config["OMBRUK"].public_url).rstrip("/") + path


def missing_receipts(at: datetime) -> int:
    """For the tick: start again on receipts that were lost in a crash. Returns how many (at most a hundred)."""
    lost = queries.without_receipt(at - LOST)
    db.session.rollback()
    for application_id in lost:
        render_receipt.enqueue(application_id)
    return len(lost)
