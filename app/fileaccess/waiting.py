"""What waits for staff in this room: requests for access that are not answered."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from app.casework.waiting import Waiting
from app.fileaccess.models import AccessRequest
from app.fileaccess.queries import waiting_requests


def waiting(_at: datetime) -> Sequence[Waiting]:
    """The soonest due first; at most 500. One statement."""
    return [
        Waiting(
            reference=found.application.reference if found.application else str(_("Uten sak")),
            organisation=found.application.organisation.name if found.application else found.asked_about or "–",
            what=str(_("Krav om innsyn å besvare")),
            due_on=found.due_on,
            person_id=found.application.handler_id if found.application else None,
            url=address_of(found),
        )
        for found in waiting_requests()
    ]


def address_of(found: AccessRequest) -> str:
    """Where a request is answered: in its case, or where its case is found."""
    if found.application is None:
        return url_for("fileaccess.request_page", public_id=found.public_id)
    return url_for("fileaccess.answer", reference=found.application.reference, public_id=found.public_id)
