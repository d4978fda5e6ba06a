"""E-mails to those who registered an event. Each holds the link by which it is changed, so it is kept secret."""

from datetime import datetime

from app.accounts.links import hash_of
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
    """Write to the contact: `what` names the e-mail (emails/programme_<what>.txt). The same moment writes once.
    Nothing where nobody registered it."""
    if event.contact_email is None:
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
    queue(key, event.contact_email, subject, body, at, is_secret=link is not None)
