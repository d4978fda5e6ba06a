"""Background work of this room: the receipt."""

from datetime import datetime

from flask import current_app

from app.applications import letters, queries
from app.applications.models import Application
from app.config import public_url
from app.extensions import jobs
from app.letters.making import LOST, Due, make, start_again


@jobs.task
def render_receipt(application_id: int) -> None:
    """The receipt of what was sent last, and word to the contacts that it is there. Safe to run twice."""
    application = queries.for_receipt(application_id)
    if application is None:
        return
    version = application.versions[-1]
    content = letters.receipt(application, version, link_to(application))
    make(Due(content, version.number, letters.recipients(application)))


def link_to(application: Application) -> str:
    """The case's page on the public address, also outside a request."""
    adapter = current_app.url_map.bind("localhost")
    path = adapter.build("applications.show", {"reference": application.reference})
    return public_url() + path


def missing_receipts(at: datetime) -> int:
    """For the tick: at most a hundred."""
    return start_again(render_receipt.enqueue, queries.without_receipt(at - LOST))
