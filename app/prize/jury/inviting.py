"""The way in for a member: a link that works once, and no password."""

from collections.abc import Callable, Sequence
from datetime import datetime

from app.access import SYSTEM, Actor
from app.accounts import links
from app.accounts.links import Site
from app.accounts.models import LinkPurpose
from app.audit.actions import record
from app.mail.actions import Draft, queue_all
from app.prize.jury import messages, policy
from app.prize.jury.models import JuryMember
from app.prize.models import Prize

HOME = "/jury"
Write = Callable[[Prize, str, Site], messages.Message]


def link_for(member: JuryMember, *, by: Actor, site: Site, at: datetime, then: str = HOME) -> str:
    """A new link that signs this member in and goes on to `then`. It stands only in the e-mail it is put in."""
    token = links.issue(LinkPurpose.JURY_INVITATION, member.user.email, at, made_by_id=by.actor_id)
    return site.link(token, then)


def invite(prize: Prize, member: JuryMember, *, by: Actor, site: Site, at: datetime) -> str:
    """Send a new link to somebody who lost theirs, and return it; those sent before stop working."""
    policy.can_invite(prize, by)
    links.withdraw(LinkPurpose.JURY_INVITATION, member.user.email, at)
    link = write_all(prize, [member], messages.invitation, by=by, site=site, at=at)[0]
    record("juror_invited", by=by, at=at, case=prize.reference, member=member.public_id)
    return link


def write_all(
    prize: Prize,
    to: Sequence[JuryMember],
    write: Write,
    *,
    by: Actor = SYSTEM,
    site: Site,
    at: datetime,
    then: str = HOME,
) -> list[str]:
    """The same e-mail to each of them, each with a link of their own; the links, in order."""
    made = [link_for(member, by=by, site=site, at=at, then=then) for member in to]
    drafts = []
    for member, link in zip(to, made, strict=True):
        subject, body = write(prize, link, site)
        key = f"jury:{links.hash_of(link)[:32]}"
        drafts.append(Draft(key, member.user.email, subject, body, prize.reference, is_secret=True))
        member.invited_at = at
    queue_all(drafts, at)
    return made
