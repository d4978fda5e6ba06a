"""E-mails to those who registered an event, and to a grantee about the picture of theirs. One with the link by which an
event is changed is kept secret."""

from datetime import datetime

from app.accounts.links import hash_of
from app.casework.supplements.queries import addresses
from app.letters.page import mail_text
from app.mail.actions import queue
from app.programme.models import ProgrammeEvent

LANGUAGE = "nb"
PATH = "/program/endre/"


def change_url(token: str, public_url: str) -> str:
    return f"{public_url}{PATH}{token}"


def page_url(event: ProgrammeEvent, public_url: str) -> str:
    return f"{public_url}/program/{event.week.year}/{event.slug}"


def tell(event: ProgrammeEvent, what: str, at: datetime, *, public_url: str, link: str | None = None) -> None:
    """Write to the organiser: `what` names the e-mail (emails/programme_<what>.txt). The same moment writes once.
    Nothing of the municipality's own."""
    recipients = _recipients(event)
    if not recipients:
        return
    subject, body = mail_text(
        f"emails/programme_{what}.txt",
        LANGUAGE,
        event=event,
        week=event.week,
        page=page_url(event, public_url),
        link=link,
    )
    key = f"programme-{what}:{event.public_id}:{hash_of(at.isoformat())[:16]}"
    for number, recipient in enumerate(recipients):
        queue(f"{key}:{number}" if number else key, recipient, subject, body, at, is_secret=link is not None)


def _recipients(event: ProgrammeEvent) -> list[str]:
    if event.grant is not None:
        return addresses(event.grant.application)
    return [event.contact_email] if event.contact_email else []
