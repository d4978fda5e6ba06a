"""What one juror reads, in few statements. The rule is the jury's own (jury/standing.py); here it is asked with no more
than the answer needs: what a regular member reads depends on nobody else, until scores are opened again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, load_only

from app.access import Actor
from app.accounts.models import User
from app.extensions import db
from app.judging.models import Assessment, Impartiality
from app.prize.jury.grounds import ties
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing, standing
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.nominations.queries import judged
from app.prize.scoring.ordering import shuffled


@dataclass(frozen=True)
class Sitting:
    """A person in a year's jury. `was_locked`: scores are open, and have been locked before."""

    prize: Prize
    member: JuryMember
    was_locked: bool

    @property
    def is_alone(self) -> bool:
        """Whether what the member reads depends on nobody else."""
        return not self.member.is_deputy and not self.was_locked


@dataclass(frozen=True)
class Entry:
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


def sitting(year: int, user: Actor, *, for_change: bool = False) -> Sitting:
    """The year and the person's active membership of its jury. Raises NoResultFound. `for_change`: whoever would lock
    the scores waits until the transaction ends."""
    given_before = (
        select(Assessment.id)
        .join(Nomination, Nomination.subject_id == Assessment.subject_id)
        .where(Nomination.prize_id == Prize.id, Assessment.sent_at.is_not(None))
        .exists()
    )
    found = (
        select(Prize, JuryMember, and_(Prize.status == PrizeStatus.SCORING, given_before))
        .join(JuryMember, JuryMember.prize_id == Prize.id)
        .join(JuryMember.seat)
        .where(Prize.year == year, JuryMember.user_id == user.actor_id, JuryMember.left_at.is_(None))
        .options(contains_eager(JuryMember.seat), joinedload(JuryMember.user).lazyload(User.role_grants))
    )
    row = db.session.execute(found.with_for_update(of=Prize) if for_change else found).one()
    return Sitting(*row)


def reading_list(seated: Sitting) -> ReadingList:
    """One statement for a regular member; the jury's whole standing besides where it is needed."""
    rows = db.session.execute(with_answers(seated)).all()
    known = _standing(seated, rows)
    entries = [Entry(row.id, row.subject_id, row.reference, row.project, row.unit) for row in rows if row.is_judged]
    own = {entry.id for entry in entries if _reads(known, seated, entry)}
    order = shuffled(entries, seated.member.public_id)
    return ReadingList([one for one in order if one.id in own], [one for one in order if one.id not in own])


def may_read(seated: Sitting, rows: Sequence[Row[Any]]) -> bool:
    """The same for one nomination: `rows` are it and those merged into it (`with_answers`), it first."""
    return _reads(_standing(seated, rows), seated, rows[0])


def _reads(known: Standing, seated: Sitting, nomination: Entry | Row[Any]) -> bool:
    """The standing looks at no more of a nomination than its two numbers."""
    return known.may_read(seated.member.user_id, cast(Nomination, nomination))


def _standing(seated: Sitting, rows: Iterable[Row[Any]]) -> Standing:
    """The jury's, or, for one who depends on nobody else, the part of it that is this member's."""
    if not seated.is_alone:
        return standing(seated.prize)
    tied: dict[int, list[tuple[str | None, str, str]]] = defaultdict(list)
    for row in rows:
        tied[row.merged_into_id or row.id].append((row.unit_code, row.nominator_email, row.contact_email))
    is_scoring = seated.prize.status is PrizeStatus.SCORING
    answers = [row.Impartiality for row in rows if row.Impartiality]
    return Standing(
        members=[seated.member],
        quorum=0,
        is_scoring=is_scoring,
        is_locked=not is_scoring,
        declarations={(answer.subject_id, answer.user_id): answer for answer in answers},
        ties={nomination_id: ties(kept) for nomination_id, kept in tied.items()},
        delivered={},
    )


def with_answers(seated: Sitting) -> Select[Any]:
    """Every nomination of the year: what it is tied to, and the member's answer on impartiality."""
    own = and_(Impartiality.subject_id == Nomination.subject_id, Impartiality.user_id == seated.member.user_id)
    columns: list[Any] = [
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
        Impartiality,
    ]
    needed = load_only(Impartiality.subject_id, Impartiality.user_id, Impartiality.answer, Impartiality.settled_as)
    return select(*columns).outerjoin(Impartiality, own).where(Nomination.prize_id == seated.prize.id).options(needed)


def of_one(seated: Sitting, reference: str) -> Select[Any]:
    """The same for one of the jury's and those merged into it, it first."""
    own = (Nomination.prize_id == seated.prize.id, Nomination.reference == reference, judged())
    number = select(Nomination.id).where(*own).scalar_subquery()
    merged = Nomination.merged_into_id.is_not(None)
    return (
        with_answers(seated).where(or_(Nomination.id == number, Nomination.merged_into_id == number)).order_by(merged)
    )
