"""Finding a year's seats and members, and what they answer and vote on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, load_only, selectinload

from app.accounts.models import User
from app.extensions import db
from app.judging.models import Assessment, Criterion, Impartiality, Score
from app.letters.models import Letter, LetterKind
from app.letters.queries import letter_of
from app.prize.jury.models import ImpartialityVote, JuryMember, JurySeat
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination, NominationStatus
from app.prize.nominations.queries import judged

SHOWN_BEFORE_THE_TEXT = (
    Nomination.reference,
    Nomination.prize_id,
    Nomination.subject_id,
    Nomination.status,
    Nomination.merged_into_id,
    Nomination.project,
    Nomination.unit,
    Nomination.supplier,
    Nomination.nominator_name,
    Nomination.contact_name,
)


def _active() -> Select[JuryMember]:
    """Regular members first, each in the order of the seats."""
    return (
        select(JuryMember)
        .join(JuryMember.seat)
        .options(contains_eager(JuryMember.seat))
        .where(JuryMember.left_at.is_(None))
        .order_by(JuryMember.is_deputy, JurySeat.position, JuryMember.id)
    )


def members(prize: Prize) -> Sequence[JuryMember]:
    """The active ones, with seat and user: regular first."""
    return db.session.scalars(_active().where(JuryMember.prize_id == prize.id)).unique().all()


def member_of(prize: Prize, user: User) -> JuryMember:
    """The person's active membership of this year's jury. Raises NoResultFound (404)."""
    own = _active().where(JuryMember.prize_id == prize.id, JuryMember.user_id == user.id)
    return db.session.scalars(own).unique().one()


def member_by_public_id(prize: Prize, public_id: str) -> JuryMember:
    """An active member by the name in addresses. Raises NoResultFound."""
    named = _active().where(JuryMember.prize_id == prize.id, JuryMember.public_id == public_id)
    return db.session.scalars(named).unique().one()


def own_years(user: User) -> Sequence[Prize]:
    """The years in whose jury the person sits, newest first; not those that are only being planned."""
    own = select(Prize).join(JuryMember, JuryMember.prize_id == Prize.id)
    of_user = own.where(JuryMember.user_id == user.id, JuryMember.left_at.is_(None))
    known = of_user.where(Prize.status != PrizeStatus.PLANNED)
    return db.session.scalars(known.order_by(Prize.year.desc())).all()


def sits_elsewhere(member: JuryMember) -> bool:
    """Whether the person sits in another year's jury too."""
    other = select(JuryMember.id).where(
        JuryMember.user_id == member.user_id, JuryMember.left_at.is_(None), JuryMember.id != member.id
    )
    return db.session.scalar(other.limit(1)) is not None


def seats(prize: Prize) -> Sequence[JurySeat]:
    """In order, the empty ones too."""
    return db.session.scalars(
        select(JurySeat).where(JurySeat.prize_id == prize.id).order_by(JurySeat.position, JurySeat.id)
    ).all()


def seat_of(prize: Prize, code: str) -> JurySeat:
    """Raises NoResultFound."""
    return db.session.scalars(select(JurySeat).where(JurySeat.prize_id == prize.id, JurySeat.code == code)).one()


def former_members(prize: Prize) -> Sequence[JuryMember]:
    """Those who left, oldest first."""
    return (
        db.session.scalars(
            select(JuryMember)
            .where(JuryMember.prize_id == prize.id, JuryMember.left_at.is_not(None))
            .order_by(JuryMember.left_at, JuryMember.id)
            .options(joinedload(JuryMember.seat))
        )
        .unique()
        .all()
    )


def to_declare(prize: Prize, *, nominators: bool = False) -> Sequence[Nomination]:
    """What the jury judges, by reference: only what a member sees before the text opens. `nominators`: with those that
    are merged into each, in a second statement."""
    found = select(Nomination).where(Nomination.prize_id == prize.id, judged()).order_by(Nomination.id)
    shown = load_only(*SHOWN_BEFORE_THE_TEXT)
    more = [selectinload(Nomination.merged).options(shown)] if nominators else []
    return db.session.scalars(found.options(shown, *more)).all()


def not_checked(prize: Prize) -> Sequence[NominationStatus]:
    """The statuses of nominations that the secretary has not finished."""
    waiting = (NominationStatus.SUBMITTED, NominationStatus.SCREENING, NominationStatus.NEEDS_INFO)
    return db.session.scalars(
        select(Nomination.status).where(Nomination.prize_id == prize.id, Nomination.status.in_(waiting))
    ).all()


def votes(declarations: Sequence[Impartiality]) -> Mapping[int, Sequence[ImpartialityVote]]:
    """The votes on each of these answers, oldest first, by the answer's id."""
    found: dict[int, list[ImpartialityVote]] = defaultdict(list)
    given = select(ImpartialityVote).where(ImpartialityVote.impartiality_id.in_([one.id for one in declarations]))
    loaded = given.order_by(ImpartialityVote.id).options(joinedload(ImpartialityVote.member))
    for vote in db.session.scalars(loaded).unique():
        found[vote.impartiality_id].append(vote)
    return found


def locked_declaration(declaration_id: int) -> Impartiality:
    """One answer, kept from others until the transaction ends, so that two votes at once are both counted."""
    return db.session.scalars(
        select(Impartiality)
        .where(Impartiality.id == declaration_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def appointed(member_id: int) -> JuryMember | None:
    """An active member of a jury that is appointed, with the year; None for others."""
    found = _active().join(JurySeat.prize).options(contains_eager(JuryMember.seat, JurySeat.prize))
    known = found.where(JuryMember.id == member_id, Prize.status != PrizeStatus.PLANNED)
    return db.session.scalars(known.with_for_update(of=JuryMember)).unique().one_or_none()


def appointment_letter(prize: Prize, member: JuryMember) -> Letter | None:
    """The member's own; it is kept under the member's number."""
    return letter_of(LetterKind.JURY_APPOINTMENT, prize.reference, member.id)


def without_letter(before: datetime) -> Sequence[int]:
    """Active members of juries that are appointed and at work, whose letter is not made though it should be."""
    own = and_(
        Letter.kind == LetterKind.JURY_APPOINTMENT,
        Letter.case_reference == Prize.reference,
        Letter.version == JuryMember.id,
    )
    at_work = (PrizeStatus.APPOINTED, PrizeStatus.DECLARING, PrizeStatus.SCORING, PrizeStatus.LOCKED)
    return db.session.scalars(
        select(JuryMember.id)
        .join(Prize, Prize.id == JuryMember.prize_id)
        .outerjoin(Letter, own)
        .where(JuryMember.left_at.is_(None), JuryMember.appointed_at < before, Prize.status.in_(at_work))
        .where(Letter.id.is_(None))
        .order_by(JuryMember.id)
        .limit(100)
    ).all()


def with_letter(prize: Prize) -> frozenset[int]:
    """The members whose letter is made."""
    made = select(Letter.version).where(
        Letter.kind == LetterKind.JURY_APPOINTMENT, Letter.case_reference == prize.reference
    )
    return frozenset(db.session.scalars(made))


def in_place(seat: JurySeat, *, is_deputy: bool) -> JuryMember | None:
    """Who sits there now."""
    sitting = _active().where(JuryMember.seat_id == seat.id, JuryMember.is_deputy == is_deputy)
    return db.session.scalars(sitting).unique().one_or_none()


def scored_by(prize: Prize, member: JuryMember) -> frozenset[int]:
    """The subjects for which this member has answered every criterion; asked by the member alone."""
    criteria = select(func.count()).where(Criterion.rubric_id == prize.rubric_id).scalar_subquery()
    answered = or_(Score.value.is_not(None), Score.cannot_assess)
    own = (
        select(Assessment.subject_id)
        .join(Nomination, and_(Nomination.subject_id == Assessment.subject_id, Nomination.prize_id == prize.id))
        .join(Score, and_(Score.assessment_id == Assessment.id, answered))
        .where(Assessment.assessor_id == member.user_id)
        .group_by(Assessment.subject_id)
        .having(func.count(Score.id) >= criteria)
    )
    return frozenset(db.session.scalars(own))
