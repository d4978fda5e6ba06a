"""Staff: invited, given roles and relieved of them, each time as an event in the chain."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, or_, select

from app.access import SYSTEM, Actor, Role
from app.accounts import links, messages, policy, queries
from app.accounts.links import Site
from app.accounts.models import LinkPurpose, RoleGrant, Superior, User
from app.accounts.roles import STAFF, role_names
from app.audit.actions import record
from app.extensions import db
from app.mail.actions import queue

Reaction = Callable[[User, Role, Actor, datetime], None]
_reactions: list[Reaction] = []


def when_withdrawn(reaction: Reaction) -> Reaction:
    """Run `reaction(user, role, by, at)` in the transaction of every role that is withdrawn: for a room above, which
    frees what the person had because of it."""
    if reaction not in _reactions:
        _reactions.append(reaction)
    return reaction


def invite_staff(email: str, name: str, title: str | None, role: Role, *, by: Actor, site: Site, at: datetime) -> str:
    """Give a role to a person, new or known, and send the link that lets them in; return it. It holds at once."""
    policy.can_manage_staff(by)
    user = queries.user_by_email(email)
    if user is None:
        user = User(email=email, name=name, title=title, created_at=at)
        db.session.add(user)
        db.session.flush()
    user.title = title or user.title
    policy.can_grant(by, user, role)
    user.role_grants.append(RoleGrant(role=role, granted_by_id=by.actor_id, granted_at=at))
    record("staff_invited", by=by, at=at, role=role, user=user.public_id)
    return send_invitation(user, by=by, site=site, at=at)


def send_invitation(user: User, *, by: Actor, site: Site, at: datetime) -> str:
    """Send a link that lets this person in, and return it. Links sent before stop working."""
    policy.can_send_invitation(by, user)
    links.withdraw(LinkPurpose.STAFF_INVITATION, user.email, at)
    link = site.link(links.issue(LinkPurpose.STAFF_INVITATION, user.email, at, made_by_id=by.actor_id))
    subject, body = messages.staff_invitation(link, role_names(user), by.display_name, site)
    queue(f"accounts:{links.hash_of(link)[:32]}", user.email, subject, body, at, is_secret=True)
    return link


def grant_role(user: User, role: Role, *, by: Actor, at: datetime) -> None:
    policy.can_grant(by, user, role)
    user.role_grants.append(RoleGrant(role=role, granted_by_id=by.actor_id, granted_at=at))
    record("role_granted", by=by, at=at, role=role, user=user.public_id)


def withdraw_role(user: User, role: Role, *, by: Actor, at: datetime) -> None:
    db.session.execute(select(RoleGrant.id).where(RoleGrant.role == role).with_for_update())  # two at once: one waits
    policy.can_withdraw(by, user, role, queries.staff_with(Role.ADMINISTRATOR))
    user.role_grants = [grant for grant in user.role_grants if grant.role is not role]
    record("role_withdrawn", by=by, at=at, role=role, user=user.public_id)
    for reaction in _reactions:
        reaction(user, role, by, at)


def leave_staff(user: User, *, by: Actor, at: datetime) -> None:
    """Somebody stops working here: no staff role any more, nobody reports to them, and no invitation lets them in.

    They keep their account, and their name stays with all they have done. Raises NotNow for the last administrator.
    """
    policy.can_leave_staff(by, user, queries.staff_with(Role.ADMINISTRATOR))
    for role in sorted(user.roles & STAFF):
        withdraw_role(user, role, by=by, at=at)
    db.session.execute(delete(Superior).where(or_(Superior.user_id == user.id, Superior.leader_id == user.id)))
    links.withdraw(LinkPurpose.STAFF_INVITATION, user.email, at)
    record("staff_left", by=by, at=at, user=user.public_id)


def set_leader(user: User, leader: User | None, *, by: Actor, at: datetime) -> None:
    """Say who somebody's nearest leader is, or that they have none here."""
    policy.can_set_leader(by, user, leader, queries.superiors())
    known = db.session.get(Superior, user.id)
    if (known.leader_id if known else None) == (leader.id if leader else None):
        return
    if leader is None:
        db.session.delete(known)
    elif known is None:
        db.session.add(Superior(user_id=user.id, leader_id=leader.id))
    else:
        known.leader_id = leader.id
    record("leader_set", by=by, at=at, leader=leader.name if leader else "–", user=user.public_id)


def first_administrator(email: str, name: str, *, site: Site, at: datetime) -> str:
    """Make somebody administrator from the command line, and return the link that lets them in."""
    user = queries.user_by_email(email)
    if user is None or Role.ADMINISTRATOR not in user.roles:
        return invite_staff(email, name, None, Role.ADMINISTRATOR, by=SYSTEM, site=site, at=at)
    return send_invitation(user, by=SYSTEM, site=site, at=at)
