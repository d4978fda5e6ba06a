"""Finding what belongs to the meeting: who leads and attends, ballots, notes."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.access import Actor
from app.extensions import db
from app.prize.jury.models import JuryMember
from app.prize.meeting.models import Attendance, Ballot, BallotChoice, JuryVote, MeetingNote
from app.prize.models import Prize
from app.prize.nominations.models import Nomination

WHOLE = (
    selectinload(Ballot.choices).joinedload(BallotChoice.nomination),
    selectinload(Ballot.votes).joinedload(JuryVote.member),
    joinedload(Ballot.won),
)


def membership(prize: Prize, actor: Actor) -> JuryMember | None:
    """The actor's own place in this year's jury, if any."""
    own = select(JuryMember).where(JuryMember.prize_id == prize.id, JuryMember.left_at.is_(None))
    return db.session.scalars(own.where(JuryMember.user_id == actor.actor_id)).unique().one_or_none()


def ballots(prize: Prize) -> Sequence[Ballot]:
    """All of the year's, oldest first, with choices and votes."""
    found = select(Ballot).where(Ballot.prize_id == prize.id).options(*WHOLE)
    return db.session.scalars(found.order_by(Ballot.id)).unique().all()


def changing_ballot(prize: Prize, public_id: str) -> Ballot:
    """One of the year's, kept from others until the transaction ends. Raises NoResultFound."""
    own = select(Ballot).where(Ballot.prize_id == prize.id, Ballot.public_id == public_id)
    return db.session.scalars(own.options(*WHOLE).with_for_update(of=Ballot)).unique().one()


def attending(prize: Prize) -> Mapping[int, Attendance]:
    """Member id → that they take part in the meeting."""
    found = db.session.scalars(select(Attendance).where(Attendance.prize_id == prize.id))
    return {each.member_id: each for each in found}


def notes(prize: Prize) -> Mapping[int, MeetingNote]:
    """Nomination id → what the meeting said of it."""
    of_year = select(MeetingNote).join(Nomination).where(Nomination.prize_id == prize.id)
    return {each.nomination_id: each for each in db.session.scalars(of_year)}
