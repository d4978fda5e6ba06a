"""Links that work once. The link itself is only in the e-mail; the database keeps its SHA-256."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from urllib.parse import quote

from flask_babel import gettext as _
from sqlalchemy import CursorResult, select, update

from app.accounts.models import LinkPurpose, OneTimeLink
from app.config import settings
from app.extensions import db
from app.policy import NotNow

PATH = "/lenke/"
WITHOUT_PASSWORD = frozenset({LinkPurpose.SIGN_IN, LinkPurpose.JURY_INVITATION})
"""Who came by one of these is not asked to choose a password."""
LIFETIME: dict[LinkPurpose, timedelta] = {
    LinkPurpose.SIGN_UP: timedelta(minutes=30),
    LinkPurpose.SIGN_IN: timedelta(minutes=30),
    LinkPurpose.STAFF_INVITATION: timedelta(days=7),
    LinkPurpose.MEMBER_INVITATION: timedelta(days=7),
    LinkPurpose.JURY_INVITATION: timedelta(days=7),
}


@dataclass(frozen=True)
class Site:
    """Where this installation is found on the web, and what it calls itself in an e-mail."""

    url: str
    name: str

    def link(self, token: str, then: str | None = None) -> str:
        """The whole address of a link; `then` is the local path to go on to."""
        onward = f"?next={quote(then)}" if then else ""
        return f"{self.url}{PATH}{token}{onward}"


def site() -> Site:
    config = settings()
    return Site(config.public_url, config.service_name)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def issue(
    purpose: LinkPurpose,
    email: str,
    at: datetime,
    *,
    name: str | None = None,
    password_hash: str | None = None,
    organisation_id: int | None = None,
    made_by_id: int | None = None,
) -> str:
    """Make a link and return its token, which is kept nowhere here."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        OneTimeLink(
            token_hash=hash_of(token),
            purpose=purpose,
            email=email,
            name=name,
            password_hash=password_hash,
            organisation_id=organisation_id,
            made_by_id=made_by_id,
            made_at=at,
            expires_at=at + LIFETIME[purpose],
        )
    )
    return token


def find(token: str, at: datetime) -> OneTimeLink:
    """The link if it still works. Raises NotNow with the same sentence whether it is used, too old or unknown."""
    link = db.session.scalars(select(OneTimeLink).where(OneTimeLink.token_hash == hash_of(token))).one_or_none()
    if link is None or link.used_at is not None or link.expires_at <= at:
        raise _gone()
    return link


def use(token: str, at: datetime) -> OneTimeLink:
    """Mark the link as used, which only one of two at the same moment can do, and return it. Raises NotNow."""
    token_hash = hash_of(token)
    marked = db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.token_hash == token_hash, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > at)
        .values(used_at=at)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[object]", marked).rowcount != 1:
        raise _gone()
    found = select(OneTimeLink).where(OneTimeLink.token_hash == token_hash).execution_options(populate_existing=True)
    return db.session.scalars(found).one()


def withdraw(purpose: LinkPurpose, email: str, at: datetime) -> None:
    """Let no other link of this purpose to this address work any more."""
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.purpose == purpose, OneTimeLink.email == email, OneTimeLink.used_at.is_(None))
        .values(used_at=at)
        .execution_options(synchronize_session=False)
    )


def _gone() -> NotNow:
    return NotNow(_("Lenken virker ikke lenger. Den kan brukes én gang, og bare en kort tid etter at den ble sendt."))
