"""Background work: the letters of appointment, with the link that lets each member in. Safe to run twice."""

from datetime import datetime
from functools import partial

from app.accounts.links import site
from app.clock import today
from app.config import public_url
from app.extensions import jobs
from app.letters.making import LOST, Due, keep, make, start_again
from app.prize.jury import inviting, letters, messages, queries


@jobs.task
def send_appointment(member_id: int) -> None:
    """The letter of one member, and the way to it."""
    make(_due(member_id), partial(_keep, member_id))


def _due(member_id: int) -> Due | None:
    member = queries.appointed(member_id)
    if member is None:
        return None
    prize = member.seat.prize
    link = f"{public_url()}/jury/{prize.year}"
    content = letters.appointment(prize, member, queries.members(prize), link=link, on=today())
    return Due(content, version=member_id)


def _keep(member_id: int, due: Due, pdf: bytes | None, at: datetime) -> None:
    keep(due, pdf, at)
    member = queries.appointed(member_id)
    if member is not None and member.invited_at is None:
        prize = member.seat.prize
        inviting.write_all(prize, [member], messages.appointment, site=site(), at=at, then=f"/jury/{prize.year}")


def missing_appointments(at: datetime) -> int:
    """For the tick."""
    return start_again(send_appointment.enqueue, queries.without_letter(at - LOST))
