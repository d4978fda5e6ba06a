"""Background work of the jury: the letters of appointment, with the link that lets each member in."""

from datetime import datetime, timedelta

from app import clock
from app.access import SYSTEM
from app.accounts.links import site
from app.clock import local
from app.extensions import db, jobs
from app.letters.actions import issue
from app.letters.models import LetterKind
from app.letters.pdf import render
from app.mail.jobs import send_waiting
from app.prize.jury import inviting, letters, messages, queries

LOST = timedelta(minutes=5)
"""A letter that is not there after this long was lost in a crash."""


@jobs.task
def send_appointment(member_id: int) -> None:
    """Make the letter of one member, keep it, and send the way to it. Safe to run twice; nothing is held while it is
    printed."""
    member = queries.appointed(member_id)
    if member is None:
        return
    at, prize, here = clock.now(), member.seat.prize, site()
    members = queries.members(prize)
    content = letters.appointment(prize, member, members, link=f"{here.url}/jury/{prize.year}", on=local(at).date())
    is_made = queries.appointment_letter(prize, member) is not None
    db.session.rollback()
    issue(
        kind=LetterKind.JURY_APPOINTMENT,
        case_reference=prize.reference,
        version=member_id,
        content=content,
        by=SYSTEM,
        at=at,
        pdf=None if is_made else render(content),
    )
    member = queries.appointed(member_id)
    if member is not None and member.invited_at is None:
        inviting.write_all(prize, [member], messages.appointment, site=here, at=at, then=f"/jury/{prize.year}")
    db.session.commit()
    send_waiting.enqueue()


def missing_appointments(at: datetime) -> int:
    """For the tick: start again on letters that a crash lost. Returns how many."""
    lost = queries.without_letter(at - LOST)
    db.session.rollback()
    for member_id in lost:
        send_appointment.enqueue(member_id)
    return len(lost)
