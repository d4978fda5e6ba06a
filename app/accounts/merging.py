"""Make two organisations one, and two again.

Those who speak for the merged one speak for the other from then on; its open invitations, grants, cases and drafts
follow. What was sent keeps the name it was sent under, since every version is frozen. What was moved is written down in
`OrganisationMerger.moved`:

members     the user ids of the united organisation, sorted
moved       ids of the memberships that moved
doubled     [user id, joined at] of those who belonged to both
grants      ids of the grants that moved (one that both have stands once)
links       ids of the open invitations
followers   ids of organisations that were merged into the merged one before
and one entry from each room above, by its name (see Follower).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update

from app.access import Actor
from app.accounts import merging_policy as policy
from app.accounts import merging_queries as queries
from app.accounts import messages
from app.accounts.links import Site
from app.accounts.merger_models import MergerKind, MergerStatus, OrganisationMerger
from app.accounts.models import GrantHistory, Membership, OneTimeLink, Organisation, User
from app.audit.actions import record
from app.audit.queries import newest_number
from app.clock import local
from app.extensions import db
from app.mail.actions import Draft, queue_all


@dataclass(frozen=True)
class Follower:
    """A room above whose rows belong to organisations. `describe` says in words what would move; `move` moves it and
    gives what is to be remembered (JSON); `blocked` says why it cannot be moved back, or None."""

    name: str
    describe: Callable[[int], str]
    move: Callable[[OrganisationMerger, Actor, datetime], Any]
    blocked: Callable[[OrganisationMerger], str | None]
    move_back: Callable[[OrganisationMerger, Actor, datetime], None]


_followers: dict[str, Follower] = {}


def follows(follower: Follower) -> None:
    """Take part in every merger from now on."""
    _followers[follower.name] = follower


def described(merged: Organisation) -> list[str]:
    """What would move with it, a sentence from each room above."""
    return [follower.describe(merged.id) for follower in _followers.values()]


def propose(
    merged: Organisation,
    into: Organisation,
    kind: MergerKind,
    merged_on: date,
    reason: str,
    *,
    warnings_seen: bool,
    by: User,
    at: datetime,
) -> OrganisationMerger:
    """`merged` is to go into `into`. An administrator answers."""
    queries.locked(merged.id, into.id)
    today = local(at).date()
    policy.can_merge(by, merged, into, on=merged_on, today=today, warnings_seen=warnings_seen, kind=kind)
    made = OrganisationMerger(
        merged=merged,
        into=into,
        kind=kind,
        merged_on=merged_on,
        reason=reason.strip(),
        proposed_by_id=by.id,
        proposed_by_name=by.name,
        proposed_at=at,
        moved={},
    )
    db.session.add(made)
    db.session.flush()
    record("merger_proposed", by=by, at=at, merged=merged.public_id, into=into.public_id)
    return made


def decline(merger: OrganisationMerger, *, by: User, at: datetime) -> None:
    policy.can_settle(by, merger)
    _settle(merger, MergerStatus.DECLINED, by, at)
    record("merger_declined", by=by, at=at, merged=merger.merged.public_id, into=merger.into.public_id)


def _settle(merger: OrganisationMerger, status: MergerStatus, by: User, at: datetime) -> None:
    merger.status = status
    merger.settled_by_id, merger.settled_by_name, merger.settled_at = by.id, by.name, at


def confirm(merger: OrganisationMerger, *, site: Site, by: User, at: datetime) -> None:
    """The two are one from now on, and those who speak for it are told."""
    queries.locked(merger.merged_id, merger.into_id)
    policy.can_confirm(by, merger)
    _settle(merger, MergerStatus.CONFIRMED, by, at)
    merger.since_number = newest_number()
    moved: dict[str, Any] = {"links": _move_links(merger, at), **_move_members(merger)}
    moved |= {"grants": _move_grants(merger), "followers": _move_followers(merger)}
    merger.merged.merged_into_id = merger.into_id
    moved |= {name: follower.move(merger, by, at) for name, follower in _followers.items()}
    merger.moved = moved
    db.session.flush()
    record("organisations_merged", by=by, at=at, **_names(merger))
    _tell(merger, site, at)


def _names(merger: OrganisationMerger) -> dict[str, str]:
    return {"merged": merger.merged.public_id, "into": merger.into.public_id, "merger": merger.public_id}


def _move_links(merger: OrganisationMerger, at: datetime) -> list[int]:
    """Invitations that nobody has answered. Before the members: whoever answers one just now is waited for."""
    is_open = select(OneTimeLink).where(
        OneTimeLink.organisation_id == merger.merged_id, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > at
    )
    links = db.session.scalars(is_open.with_for_update()).all()
    for link in links:
        link.organisation_id = merger.into_id
    return [link.id for link in links]


def _move_members(merger: OrganisationMerger) -> dict[str, Any]:
    known = set(queries.member_ids(merger.into_id))
    rows = db.session.scalars(select(Membership).where(Membership.organisation_id == merger.merged_id)).all()
    moved = [row for row in rows if row.user_id not in known]
    doubled = [[row.user_id, row.joined_at.isoformat()] for row in rows if row.user_id in known]
    _change(Membership, [row.id for row in moved], merger.into_id)
    db.session.execute(delete(Membership).where(Membership.organisation_id == merger.merged_id))
    everybody = known | {row.user_id for row in moved}
    return {"moved": [row.id for row in moved], "doubled": doubled, "members": sorted(everybody)}


def _move_grants(merger: OrganisationMerger) -> list[int]:
    known = select(GrantHistory.case_reference).where(GrantHistory.organisation_id == merger.into_id)
    ids = db.session.scalars(
        select(GrantHistory.id).where(
            GrantHistory.organisation_id == merger.merged_id, GrantHistory.case_reference.not_in(known)
        )
    ).all()
    _change(GrantHistory, ids, merger.into_id)
    return list(ids)


def _move_followers(merger: OrganisationMerger) -> list[int]:
    """Every merged organisation names the one it is part of now, however many times that one was merged since."""
    ids = db.session.scalars(select(Organisation.id).where(Organisation.merged_into_id == merger.merged_id)).all()
    if ids:
        db.session.execute(update(Organisation).where(Organisation.id.in_(ids)).values(merged_into_id=merger.into_id))
    return list(ids)


def _change(table: type[Membership] | type[GrantHistory], ids: Any, organisation_id: int) -> None:
    if ids:
        db.session.execute(update(table).where(table.id.in_(ids)).values(organisation_id=organisation_id))


def _tell(merger: OrganisationMerger, site: Site, at: datetime) -> None:
    """Everybody whose cases others can read now is told, and where."""
    members = db.session.scalars(
        select(User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organisation_id == merger.into_id)
    ).all()
    subject, body = messages.organisations_merged(merger.merged.name, merger.into.name, site)
    queue_all(
        [Draft(f"merger:{merger.id}:{number}", email, subject, body) for number, email in enumerate(sorted(members))],
        at,
    )


def undo_blocked(merger: OrganisationMerger) -> list[str | None]:
    """What the rooms above say against undoing it."""
    return [follower.blocked(merger) for follower in _followers.values() if follower.name in merger.moved]


def undo(merger: OrganisationMerger, *, by: User, at: datetime) -> None:
    """Everything back where it was. Only where nothing has happened since."""
    queries.locked(merger.merged_id, merger.into_id)
    policy.can_undo(by, merger, undo_blocked(merger))
    moved = merger.moved
    _change(Membership, moved["moved"], merger.merged_id)
    for user_id, joined_at in moved["doubled"]:
        joined = datetime.fromisoformat(joined_at)
        db.session.add(Membership(user_id=user_id, organisation_id=merger.merged_id, joined_at=joined))
    _change(GrantHistory, moved["grants"], merger.merged_id)
    for table, ids, values in (
        (OneTimeLink, moved["links"], {"organisation_id": merger.merged_id}),
        (Organisation, moved["followers"], {"merged_into_id": merger.merged_id}),
    ):
        if ids:
            db.session.execute(update(table).where(table.id.in_(ids)).values(**values))
    merger.merged.merged_into_id = None
    for name, follower in _followers.items():
        if name in moved:
            follower.move_back(merger, by, at)
    merger.status, merger.undone_at, merger.undone_by_name = MergerStatus.UNDONE, at, by.name
    db.session.flush()
    record("merger_undone", by=by, at=at, **_names(merger))
