"""What the minutes are gathered from: who was there, what was voted on, how many nominations there were."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing
from app.prize.meeting.models import Attendance, Ballot, BallotChoice, BallotStatus, MeetingNote
from app.prize.models import Prize
from app.prize.nominations.models import FactRequest, Nomination, NominationStatus

N = NominationStatus


@dataclass(frozen=True)
class Counts:
    """How many nominations came, and what became of them before the jury's work."""

    received: int
    merged: int
    not_qualified: int
    withdrawn: int
    judged: int


def present(prize: Prize) -> Sequence[JuryMember]:
    """Who took part in the meeting, in the order of the seats."""
    there = select(Attendance).where(Attendance.prize_id == prize.id)
    rows = db.session.scalars(there.options(joinedload(Attendance.member).joinedload(JuryMember.seat))).unique()
    return sorted((row.member for row in rows), key=lambda one: (one.is_deputy, one.seat.position))


def signers(prize: Prize, jury: Standing) -> list[JuryMember]:
    """Who confirms the minutes: those who were at the meeting and still are in the jury. Where nobody is noted as
    there, every regular member."""
    there = {member.id for member in present(prize)}
    return [one for one in jury.members if (one.id in there if there else not one.is_deputy)]


def ballots(prize: Prize) -> Sequence[Ballot]:
    """Those that were closed, in order, with votes and choices."""
    closed = select(Ballot).where(Ballot.prize_id == prize.id, Ballot.status == BallotStatus.CLOSED)
    loaded = closed.options(
        selectinload(Ballot.choices).joinedload(BallotChoice.nomination),
        selectinload(Ballot.votes),
        joinedload(Ballot.won),
    )
    return db.session.scalars(loaded.order_by(Ballot.id)).unique().all()


def notes(nominations: Sequence[Nomination]) -> list[tuple[Nomination, str]]:
    """What the meeting said, in the order of the nominations; those that nothing was noted of are left out."""
    rows = db.session.execute(
        select(MeetingNote.nomination_id, MeetingNote.text).where(
            MeetingNote.nomination_id.in_([each.id for each in nominations])
        )
    )
    text_of: dict[int, str] = {nomination_id: text for nomination_id, text in rows}
    return [(each, text_of[each.id]) for each in nominations if text_of.get(each.id)]


def counts(prize: Prize) -> Counts:
    sent = select(Nomination.status).where(Nomination.prize_id == prize.id, Nomination.status != N.DRAFT)
    found = Counter(db.session.scalars(sent))
    return Counts(
        received=found.total(),
        merged=found[N.MERGED],
        not_qualified=found[N.NOT_QUALIFIED],
        withdrawn=found[N.WITHDRAWN],
        judged=found[N.QUALIFIED],
    )


def finalists_asked(prize: Prize) -> tuple[int, int]:
    """How many finalists were asked the same questions of fact, and how many answered."""
    asked = (
        select(FactRequest.answered_at)
        .join(Nomination, Nomination.id == FactRequest.nomination_id)
        .where(Nomination.prize_id == prize.id, FactRequest.is_for_finalists)
    )
    rows = db.session.scalars(asked).all()
    return len(rows), sum(answered is not None for answered in rows)
