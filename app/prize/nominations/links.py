"""The addresses by which somebody without an account comes back. Only the hash of each is kept.

A nomination has several, one in each e-mail, and they work side by side: whoever looks for the newest e-mail and
whoever looks for the oldest both get in. What somebody is asked about has an address of its own, which opens the
question and its answer alone: who is asked need not be who nominated.
"""

import secrets
from datetime import datetime, timedelta

from flask_babel import gettext as _

from app.accounts.links import hash_of
from app.extensions import db
from app.policy import NotNow
from app.prize.nominations import queries
from app.prize.nominations.models import FactRequest, Nomination, NominationLink

LIFETIME = timedelta(days=240)
"""From the first e-mail in late summer until well after the prize is handed over in November."""
PATH = "/ombruksprisen/nominasjon/"
ANSWER_PATH = "/ombruksprisen/svar/"


class LinkGone(NotNow):
    """Nothing is found here: the same whether the address is too old or never was."""


def make(nomination: Nomination, at: datetime, public_url: str) -> str:
    """One more address to the nomination, for an e-mail to its nominator."""
    token = secrets.token_urlsafe(32)
    db.session.flush()
    db.session.add(
        NominationLink(nomination_id=nomination.id, token_hash=hash_of(token), made_at=at, expires_at=at + LIFETIME)
    )
    return f"{public_url}{PATH}{token}"


def find(token: str, at: datetime, *, for_change: bool = False) -> Nomination:
    """The nomination, kept from others until the transaction ends when it is `for_change`. Raises LinkGone."""
    found = queries.nomination_of_link(hash_of(token), at, for_change=for_change)
    if found is None:
        raise _gone()
    return found


def make_for_request(request: FactRequest, at: datetime, public_url: str) -> str:
    """The address to answer at, for an e-mail to `request.to_email`. An earlier one works no more."""
    token = secrets.token_urlsafe(32)
    request.token_hash = hash_of(token)
    return f"{public_url}{ANSWER_PATH}{token}"


def find_request(token: str, at: datetime, *, for_change: bool = False) -> FactRequest:
    """What is asked. Raises LinkGone."""
    found = queries.request_of_link(hash_of(token), for_change=for_change)
    if found is None or found.asked_at + LIFETIME <= at:
        raise _gone()
    return found


def _gone() -> LinkGone:
    return LinkGone(_("Lenken virker ikke lenger. Be om en ny, så sender vi den til e-postadressen din."))
