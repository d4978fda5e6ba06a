"""Finding the year's draws, and who takes part in them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing
from app.prize.meeting.models import Attendance, Draw, DrawNumber, DrawStatus
from app.prize.models import Prize
from app.prize.nominations.models import Nomination

RUNNING = (DrawStatus.COMMITTING, DrawStatus.OPENING)
WHOLE = selectinload(Draw.numbers).joinedload(DrawNumber.member).joinedload(JuryMember.seat)


def draws(prize: Prize) -> Sequence[Draw]:
    """All of the year's, newest first, with their numbers."""
    found = select(Draw).where(Draw.prize_id == prize.id).options(WHOLE)
    return db.session.scalars(found.order_by(Draw.id.desc())).all()


def drawn(prize: Prize) -> Sequence[Draw]:
    """Those that came to an end, oldest first: the order in which the ladder asks them."""
    ended = select(Draw).where(Draw.prize_id == prize.id, Draw.status == DrawStatus.DRAWN)
    return db.session.scalars(ended.order_by(Draw.id)).all()


def running(prize: Prize) -> str | None:
    """The public id of the draw that goes on now."""
    return db.session.scalar(select(Draw.public_id).where(Draw.prize_id == prize.id, Draw.status.in_(RUNNING)).limit(1))


def drawn_one(prize: Prize, public_id: str) -> Draw:
    """One that came to an end. Raises NoResultFound: an opening is not shown before all are."""
    ended = select(Draw).where(Draw.prize_id == prize.id, Draw.status == DrawStatus.DRAWN)
    return db.session.scalars(ended.where(Draw.public_id == public_id).options(WHOLE)).one()


def changing_draw(prize: Prize, public_id: str) -> Draw:
    """One of the year's, whatever its state, kept from others until the transaction ends. Raises NoResultFound."""
    own = select(Draw).where(Draw.prize_id == prize.id, Draw.public_id == public_id)
    return db.session.scalars(own.options(WHOLE).with_for_update(of=Draw)).one()


def present(prize: Prize) -> list[JuryMember]:
    """The members who take part in the meeting, in the order of the seats."""
    attending = select(Attendance).where(Attendance.prize_id == prize.id)
    loaded = attending.options(joinedload(Attendance.member).joinedload(JuryMember.seat))
    members = [each.member for each in db.session.scalars(loaded).unique() if each.member.left_at is None]
    return sorted(members, key=lambda member: (member.seat.position, member.is_deputy))


def nominations_of(prize: Prize, references: Sequence[str]) -> list[Nomination]:
    """In the order of the references."""
    own = select(Nomination).where(Nomination.prize_id == prize.id, Nomination.reference.in_(references))
    found = {each.reference: each for each in db.session.scalars(own)}
    return [found[reference] for reference in references if reference in found]


def taking_part(present_now: Sequence[JuryMember], tied: Sequence[Nomination], known: Standing) -> list[JuryMember]:
    """Those at the meeting who are impartial in every nomination that is drawn between."""
    return [member for member in present_now if all(known.may_read(member.user_id, each) for each in tied)]
