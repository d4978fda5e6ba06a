"""Who sits in the jury: appointed by the secretary seat by seat, replaced, and gone. Those who left stay in the
history. The role comes with the first seat and goes with the last."""

from datetime import datetime

from app.access import Actor, Role
from app.accounts import links
from app.accounts.models import LinkPurpose, RoleGrant, User
from app.accounts.queries import user_by_email
from app.audit.actions import record
from app.extensions import db
from app.prize.jury import policy, queries, settling
from app.prize.jury.models import JuryMember, JurySeat
from app.prize.models import Prize


def appoint(
    prize: Prize, seat: JurySeat, email: str, name: str, *, is_deputy: bool = False, by: Actor, at: datetime
) -> JuryMember:
    """Put somebody in a seat; a person who is known keeps the name they have."""
    user = user_by_email(email)
    policy.can_appoint(prize, seat, user, queries.members(prize), is_deputy=is_deputy, by=by)
    if user is None:
        user = User(email=email, name=name, created_at=at)
        db.session.add(user)
    if Role.JUROR not in user.roles:
        user.role_grants.append(RoleGrant(role=Role.JUROR, granted_by_id=by.actor_id, granted_at=at))
    member = JuryMember(prize_id=prize.id, seat=seat, user=user, is_deputy=is_deputy, appointed_at=at)
    db.session.add(member)
    db.session.flush()
    record("juror_appointed", by=by, at=at, case=prize.reference, seat=seat.code, member=member.public_id)
    return member


def choose_chair(prize: Prize, member: JuryMember, *, by: Actor, at: datetime) -> None:
    """One of the regular members leads; whoever led before does not any more."""
    policy.can_lead(prize, member, by)
    for one in queries.members(prize):
        one.is_chair = False
    db.session.flush()
    member.is_chair = True
    record("prize_changed", by=by, at=at, case=prize.reference, year=prize.year, what="chair")


def leave(prize: Prize, member: JuryMember, *, by: Actor, at: datetime) -> None:
    """The deputy has the seat from now on. What waited for this member's vote may be decided without it."""
    policy.can_change_jury(prize, by)
    member.left_at, member.is_chair = at, False
    if not queries.sits_elsewhere(member):
        member.user.role_grants = [grant for grant in member.user.role_grants if grant.role is not Role.JUROR]
    links.withdraw(LinkPurpose.JURY_INVITATION, member.user.email, at)
    record("juror_left", by=by, at=at, case=prize.reference, seat=member.seat.code, member=member.public_id)
    db.session.flush()
    settling.settle_decided(prize, by=by, at=at)


def replace(prize: Prize, member: JuryMember, email: str, name: str, *, by: Actor, at: datetime) -> JuryMember:
    """Somebody else takes over the place of a member or a deputy, with answers and scores of their own."""
    seat, is_deputy = member.seat, member.is_deputy
    leave(prize, member, by=by, at=at)
    return appoint(prize, seat, email, name, is_deputy=is_deputy, by=by, at=at)
