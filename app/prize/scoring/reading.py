"""What one juror reads, in few statements. The rule is the jury's own (jury/standing.py); here it is asked with no more
than the answer needs: what a regular member reads depends on nobody else, until scores are opened again."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, cast

from sqlalchemy import Row, and_, bindparam, or_, select
from sqlalchemy.orm import contains_eager, lazyload

from app.access import Actor
from app.extensions import db
from app.judging.models import Impartiality, ImpartialityAnswer
from app.prize.jury.grounds import ties
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing, State, standing
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.nominations.queries import judged
from app.prize.scoring.ordering import shuffled


@dataclass(frozen=True)
class Sitting:
    """A person in a year's jury."""

    prize: Prize
    member: JuryMember

    @property
    def is_alone(self) -> bool:
        """Whether what the member reads depends on nobody else: no deputy, and no scores opened again after a lock."""
        is_reopened = self.prize.status is PrizeStatus.SCORING and self.prize.scores_locked_at is not None
        return not self.member.is_deputy and not is_reopened


class Entry(NamedTuple):
    """A nomination in a list of many."""

    id: int
    subject_id: int
    reference: str
    project: str
    unit: str


@dataclass(frozen=True)
class ReadingList:
    """The member's own nominations in the member's own order, and those that are read by the others."""

    entries: Sequence[Entry]
    closed: Sequence[Entry]

    def around(self, reference: str) -> tuple[Entry | None, int, Entry | None]:
        """The one before, the number of this one from 1, and the one after. Raises ValueError when it is not here."""
        place = [entry.reference for entry in self.entries].index(reference)
        before = self.entries[place - 1] if place else None
        after = self.entries[place + 1] if place + 1 < len(self.entries) else None
        return before, place + 1, after


SITTING = (
    select(Prize, JuryMember)
    .join(JuryMember, JuryMember.prize_id == Prize.id)
    .join(JuryMember.seat)
    .where(Prize.year == bindparam("year"), JuryMember.user_id == bindparam("user_id"), JuryMember.left_at.is_(None))
    .options(contains_eager(JuryMember.seat), lazyload(JuryMember.user))  # the user is the one who is signed in
)
SITTING_FOR_CHANGE = SITTING.with_for_update(of=Prize)


def sitting(year: int, user: Actor, *, for_change: bool = False) -> Sitting:
    """The year and the person's active membership of its jury. Raises NoResultFound. `for_change`: whoever would lock
    the scores waits until the transaction ends."""
    found = SITTING_FOR_CHANGE if for_change else SITTING
    return Sitting(*db.session.execute(found, {"year": year, "user_id": user.actor_id}).one())


def reading_list(seated: Sitting) -> ReadingList:
    """One statement for a regular member; the jury's whole standing besides where it is needed."""
    rows = db.session.execute(OF_YEAR, _of(seated)).all()
    read = _reads(seated, rows)
    entries = [_entry(row) for row in rows if row.is_judged]
    order = shuffled(entries, seated.member.public_id)
    own = {entry.id for entry in order if read(entry)}
    return ReadingList([one for one in order if one.id in own], [one for one in order if one.id not in own])


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.id, row.subject_id, row.reference, row.project, row.unit)


def may_read(seated: Sitting, rows: Sequence[Row[Any]]) -> bool:
    """The same for one nomination: `rows` are it and those merged into it (`of_one`), it first."""
    return _reads(seated, rows)(_entry(rows[0]))


def _reads(seated: Sitting, rows: Iterable[Row[Any]]) -> Callable[[Entry], bool]:
    """Whether the member reads a nomination."""
    member = seated.member
    if not seated.is_alone:
        known = standing(seated.prize)
        return lambda one: known.may_read(member.user_id, one)
    known = _own_standing(seated, rows)
    return lambda one: known.state(member, one) is State.READY


@dataclass
class Answer:
    """As much of a declaration as the standing looks at."""

    answer: ImpartialityAnswer
    settled_as: ImpartialityAnswer | None

    is_impartial: ClassVar[Any] = Impartiality.is_impartial  # the same property


def _own_standing(seated: Sitting, rows: Iterable[Row[Any]]) -> Standing:
    """The part of the jury's that is this member's."""
    user_id = seated.member.user_id
    answers = {
        (row.subject_id, user_id): cast(Impartiality, Answer(row.answer, row.settled_as))
        for row in rows
        if row.answer is not None
    }
    return Standing(
        members=[seated.member],
        quorum=0,
        is_scoring=True,
        is_locked=False,
        declarations=answers,
        ties={nomination_id: ties(kept) for nomination_id, kept in _tied(seated.member, rows).items()},
        delivered={},
    )


def _tied(member: JuryMember, rows: Iterable[Row[Any]]) -> Mapping[int, list[tuple[str | None, str, str]]]:
    """The nominations that name the member's seat or address at all: no other can tie the member."""
    code, own = member.seat.code, member.user.email.strip().casefold()
    found: dict[int, list[tuple[str | None, str, str]]] = defaultdict(list)
    for row in rows:
        if row.unit_code == code or own in f"{row.nominator_email} {row.contact_email}".casefold():
            number = row.merged_into_id or row.id
            found[number].append((row.unit_code, row.nominator_email, row.contact_email))
    return found


OWN = and_(Impartiality.subject_id == Nomination.subject_id, Impartiality.user_id == bindparam("user_id"))
COLUMNS: list[Any] = [
    Nomination.id,
    Nomination.subject_id,
    Nomination.reference,
    Nomination.project,
    Nomination.unit,
    Nomination.merged_into_id,
    Nomination.unit_code,
    Nomination.nominator_email,
    Nomination.contact_email,
    judged().label("is_judged"),
    Impartiality.answer,
    Impartiality.settled_as,
]
OF_YEAR = select(*COLUMNS).outerjoin(Impartiality, OWN).where(Nomination.prize_id == bindparam("prize_id"))
"""Every nomination of the year: what it is tied to, and the member's answer on impartiality."""

NUMBER = (
    select(Nomination.id)
    .where(Nomination.prize_id == bindparam("prize_id"), Nomination.reference == bindparam("reference"), judged())
    .scalar_subquery()
)
OF_ONE = OF_YEAR.where(or_(Nomination.id == NUMBER, Nomination.merged_into_id == NUMBER)).order_by(
    Nomination.merged_into_id.is_not(None)
)
"""The same for one of the jury's and those merged into it, it first."""


def of_one(seated: Sitting, reference: str) -> dict[str, Any]:
    """What `OF_ONE` asks for."""
    return {**_of(seated), "reference": reference}


def _of(seated: Sitting) -> dict[str, Any]:
    return {"prize_id": seated.prize.id, "user_id": seated.member.user_id}
