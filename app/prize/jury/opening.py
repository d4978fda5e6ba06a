"""The jury's first steps: it is appointed, it answers on impartiality, it gives scores."""

from collections.abc import Sequence
from datetime import datetime

from app.access import Actor
from app.accounts.links import Site
from app.prize.jury import messages, policy, queries
from app.prize.jury.declaring import write_grounds
from app.prize.jury.inviting import write_all
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing, State, standing
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.workflow import move


def confirm_jury(prize: Prize, *, by: Actor, at: datetime) -> list[int]:
    """The whole jury is appointed; the ids of those whose letter is to be made (jobs.appoint)."""
    members = queries.members(prize)
    policy.can_confirm_jury(prize, queries.seats(prize), members, by)
    move(prize, PrizeStatus.APPOINTED, by=by, at=at)
    return [member.id for member in members]


def open_declaring(prize: Prize, *, by: Actor, site: Site, at: datetime) -> None:
    """Own projects are recused at once, and every member is asked about the others."""
    nominations = queries.to_declare(prize)
    policy.can_open_declaring(prize, len(nominations), by)
    stands = standing(prize)
    write_grounds(prize, stands, nominations, by=by, at=at)
    move(prize, PrizeStatus.DECLARING, by=by, at=at)
    write_all(prize, stands.members, messages.declaring, by=by, site=site, at=at, then=f"/jury/{prize.year}")


def check_scoring(
    prize: Prize, member: JuryMember | None, stands: Standing, nominations: Sequence[Nomination], *, by: Actor
) -> None:
    """Whether scoring may be opened now. `member`: who asks, when it is one of the jury."""
    waiting = queries.not_checked(prize) if prize.status is PrizeStatus.DECLARING else ()
    policy.can_open_scoring(prize, member, waiting, len(answered(stands, nominations)), by)


def open_scoring(prize: Prize, member: JuryMember | None, *, by: Actor, site: Site, at: datetime) -> None:
    """Each member reads what they may; who has not answered yet is let in by answering."""
    stands, nominations = standing(prize), queries.to_declare(prize)
    check_scoring(prize, member, stands, nominations, by=by)
    write_grounds(prize, stands, nominations, by=by, at=at)
    move(prize, PrizeStatus.SCORING, by=by, at=at)
    write_all(prize, stands.members, messages.scoring, by=by, site=site, at=at, then=f"/jury/{prize.year}")


def answered(stands: Standing, nominations: Sequence[Nomination]) -> list[JuryMember]:
    """The regular members who have promised confidentiality and answered for every nomination."""
    return [
        member
        for member in stands.members
        if not member.is_deputy
        and member.confidentiality_signed_at is not None
        and all(stands.state(member, one) is not State.PENDING for one in nominations)
    ]
