"""The meeting begins, and it is written down who takes part in it, and what was said."""

from collections.abc import Collection
from datetime import datetime

from flask_babel import gettext as _

from app.access import Actor
from app.audit.actions import record
from app.extensions import db
from app.policy import NotComplete
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing
from app.prize.meeting import policy, queries
from app.prize.meeting.models import Attendance, MeetingNote
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.workflow import move


def start(prize: Prize, *, by: Actor, at: datetime) -> None:
    """The secretary or the chair opens the meeting."""
    policy.can_start(prize, queries.membership(prize, by), by)
    move(prize, PrizeStatus.MEETING, by=by, at=at)


def note_attendance(
    prize: Prize, present: Collection[JuryMember], standing: Standing, *, by: Actor, at: datetime
) -> None:
    """Exactly these take part; what was written before gives way. Of one seat either the member or the deputy."""
    policy.can_keep_minutes(prize, by)
    known = queries.attending(prize)
    for member in standing.members:
        row = known.get(member.id)
        if member in present and row is None:
            db.session.add(Attendance(prize_id=prize.id, member=member, noted_at=at))
        elif member not in present and row is not None:
            db.session.delete(row)
    record("attendance_noted", by=by, at=at, case=prize.reference, members=len(present))


def attend(prize: Prize, member: JuryMember, *, by: Actor, at: datetime) -> None:
    """The member says: I am here."""
    policy.in_meeting(prize)
    known = queries.attending(prize)
    if member.id not in known:
        db.session.add(Attendance(prize_id=prize.id, member=member, noted_at=at))
        record("attendance_noted", by=by, at=at, case=prize.reference, members=len(known) + 1)


def present(prize: Prize, standing: Standing) -> list[JuryMember]:
    """Those written down, in the order of the seats."""
    known = queries.attending(prize)
    return [member for member in standing.members if member.id in known]


def note(prize: Prize, nomination: Nomination, text: str, *, by: Actor, at: datetime) -> None:
    """What the meeting said of one nomination, for the minutes; an empty text takes it away."""
    policy.can_keep_minutes(prize, by)
    if len(text) > MeetingNote.TEXT_LENGTH:
        sentence = _("Skriv kortere: høyst %(max)s tegn.", max=MeetingNote.TEXT_LENGTH)
        raise NotComplete(_("Notatet er ikke lagret."), {"text": sentence})
    known = queries.notes(prize).get(nomination.id)
    if known is not None and not text.strip():
        db.session.delete(known)
    elif text.strip():
        known = known or MeetingNote(nomination_id=nomination.id)
        known.text, known.noted_at = text.strip(), at
        db.session.add(known)
