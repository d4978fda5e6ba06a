"""The link in the answer to somebody without an account: it works for a month, and its hash only is kept here.

It may be used again while it works, since a download can fail; a new one puts the old one out of use. The address of
whoever asks is not confirmed first: anybody may ask, without saying who they are (offentleglova §§ 3 and 28), and the
answer goes to that address alone and holds what anybody may see.
"""

import secrets
from datetime import datetime, timedelta

from flask_babel import gettext as _

from app.accounts.links import hash_of
from app.fileaccess import queries
from app.fileaccess.models import AccessRequest
from app.policy import NotNow

LIFETIME = timedelta(days=30)
PATH = "/innsyn/svar/"


def make(request: AccessRequest, at: datetime, public_url: str) -> str:
    """A new address to the answer. Any earlier one works no more."""
    token = secrets.token_urlsafe(32)
    request.token_hash = hash_of(token)
    request.link_expires_at = at + LIFETIME
    return f"{public_url}{PATH}{token}"


def find(token: str, at: datetime) -> AccessRequest:
    """The answered request. Raises NotNow with the same sentence whether it is too old, replaced or unknown."""
    found = queries.request_of_link(hash_of(token))
    if found is None or found.link_expires_at is None or found.link_expires_at <= at:
        raise NotNow(_("Lenken virker ikke lenger. Skriv til oss, så sender vi en ny."))
    return found
