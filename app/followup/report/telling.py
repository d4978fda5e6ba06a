"""The e-mails about a report that carry no letter: how to report, reminders, and what we ask for. Each goes to an
address once for each last day."""

import hashlib
from datetime import datetime
from typing import Any

from app.casework.supplements.queries import addresses
from app.followup.grants import letters as grants
from app.followup.grants.models import Grant
from app.letters.page import mail_text
from app.mail.actions import Draft, queue_all

LANGUAGE = "nb"


def page_of(grant: Grant, public_url: str) -> str:
    """The party's page of this report, as a whole address."""
    return f"{grants.page_of(grant, public_url)}/rapport"


def drafts(what: str, grant: Grant, public_url: str, **more: Any) -> list[Draft]:
    """`emails/report_<what>.txt`, one for each address."""
    application = grant.application
    of_round = application.round
    subject, body = mail_text(
        f"emails/report_{what}.txt",
        LANGUAGE,
        reference=application.reference,
        activity=grant.plan["title"],
        due_on=grant.report_due_on,
        link=page_of(grant, public_url),
        unit=of_round.owner_unit,
        municipality=of_round.municipality,
        phone=of_round.contact_phone,
        email=of_round.contact_email,
        **more,
    )
    key = f"report-{what}:{grant.public_id}:{more.get('version', '')}:{grant.report_due_on}"
    return [Draft(f"{key}:{_hashed(to)}", to, subject, body, application.reference) for to in addresses(application)]


def _hashed(address: str) -> str:
    return hashlib.sha256(address.casefold().encode()).hexdigest()[:24]


def tell(what: str, grant: Grant, public_url: str, at: datetime, **more: Any) -> None:
    """Queue it. Safe to repeat."""
    queue_all(drafts(what, grant, public_url, **more), at)
