"""Signing up and in, and what people change about themselves. Mails are queued in the same transaction."""

import secrets
from datetime import datetime

from sqlalchemy import delete

from app.access import Role
from app.accounts import limits, links, messages, password, queries
from app.accounts.links import Site
from app.accounts.models import AttemptKind, LinkPurpose, Membership, OneTimeLink, RoleGrant, User
from app.accounts.organisations import change_organisation, create_organisation, invite_member, leave
from app.accounts.staff import (
    first_administrator,
    grant_role,
    invite_staff,
    leave_staff,
    send_invitation,
    set_leader,
    withdraw_role,
)
from app.extensions import db
from app.mail.actions import queue

__all__ = [
    "change_name",
    "change_organisation",
    "create_organisation",
    "first_administrator",
    "forget_old",
    "grant_role",
    "invite_member",
    "invite_staff",
    "leave",
    "leave_staff",
    "request_link",
    "send_invitation",
    "set_leader",
    "set_password",
    "sign_in",
    "sign_out_everywhere",
    "sign_up",
    "use_link",
    "withdraw_role",
]


def sign_in(email: str, typed: str, *, client: str, at: datetime) -> User | None:
    """The person, or None when the address or the password is wrong: which of them is not told, nor by the time taken.

    Either way the attempt is counted, so the caller commits. Raises NotNow when there were too many.
    """
    limits.check(AttemptKind.PASSWORD, email, client, at)
    user = queries.user_by_email(email)
    is_right = password.matches(typed, user.password_hash if user else None)
    is_let_in = user is not None and is_right and user.confirmed_at is not None
    limits.count(AttemptKind.PASSWORD, email, client, at, succeeded=is_let_in)
    return user if is_let_in else None


def sign_up(
    email: str, name: str, typed: str, *, client: str, site: Site, at: datetime, then: str | None = None
) -> str:
    """Send a link that makes the account, or, to an address that has one, a link to sign in. Returns the link."""
    _count_link(email, client, at)
    password_hash = password.hashed(typed)
    if queries.user_by_email(email):
        link = site.link(links.issue(LinkPurpose.SIGN_IN, email, at), then)
        return _mail_link(email, link, messages.known_account(link, site), at)
    token = links.issue(LinkPurpose.SIGN_UP, email, at, name=name, password_hash=password_hash)
    link = site.link(token, then)
    return _mail_link(email, link, messages.confirm_account(link, site), at)


def request_link(email: str, *, client: str, site: Site, at: datetime, then: str | None = None) -> str | None:
    """Send a sign-in link to an address that has an account, and return it; to another nothing is sent."""
    _count_link(email, client, at)
    if queries.user_by_email(email) is None:
        return None
    link = site.link(links.issue(LinkPurpose.SIGN_IN, email, at), then)
    return _mail_link(email, link, messages.sign_in_link(link, site), at)


def _count_link(email: str, client: str, at: datetime) -> None:
    limits.check(AttemptKind.LINK_REQUEST, email, client, at)
    limits.count(AttemptKind.LINK_REQUEST, email, client, at, succeeded=True)


def _mail_link(email: str, link: str, message: messages.Message, at: datetime) -> str:
    subject, body = message
    queue(f"accounts:{links.hash_of(link)[:32]}", email, subject, body, at, is_secret=True)
    return link


def use_link(token: str, *, is_same_browser: bool, at: datetime, name: str = "") -> User:
    """Use a link up and return the person to sign in; makes, confirms or joins what the link is for.

    The password that waits with a sign-up link is kept only in the browser that chose it: whoever owns the mailbox
    may be answering a stranger's sign-up. Raises NotNow when the link no longer works.
    """
    link = links.use(token, at)
    user = queries.user_by_email(link.email)
    if user is None:
        user = User(email=link.email, name=link.name or name, created_at=at)
        db.session.add(user)
    if user.confirmed_at is None:
        user.confirmed_at = at
        user.password_hash = link.password_hash if is_same_browser else None
        links.withdraw(LinkPurpose.SIGN_UP, link.email, at)
    if link.purpose is LinkPurpose.MEMBER_INVITATION:
        _join(user, link, at)
    if not user.role_grants:
        user.role_grants.append(RoleGrant(role=Role.APPLICANT, granted_at=at))
    db.session.flush()
    return user


def _join(user: User, link: OneTimeLink, at: datetime) -> None:
    if Role.APPLICANT not in user.roles:
        user.role_grants.append(RoleGrant(role=Role.APPLICANT, granted_at=at))
    db.session.flush()
    assert link.organisation_id is not None
    if not queries.is_member(user.id, link.organisation_id):
        db.session.add(Membership(user_id=user.id, organisation_id=link.organisation_id, joined_at=at))


def set_password(user: User, new: str) -> None:
    """Choose a password; signs the person out everywhere else."""
    user.password_hash = password.hashed(new)
    sign_out_everywhere(user)


def sign_out_everywhere(user: User) -> None:
    """Every session cookie that is out there stops working."""
    user.session_key = secrets.token_urlsafe(20)


def change_name(user: User, name: str) -> None:
    user.name = name


def forget_old(at: datetime) -> None:
    """Delete sign-in attempts older than a day, and links that no longer work (they hold addresses)."""
    limits.forget_old(at)
    db.session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < at - limits.KEPT))
