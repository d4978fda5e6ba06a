"""Who of the jury may read and score which nomination. Reading list, scores, quorum, matrix, minutes and letters ask
here, and nowhere else.

A member reads a nomination after having promised confidentiality and declared to be impartial, unless the project is
their own (grounds.py). The seat's deputy steps in where its member is recused or missing. Missing is a member who left
and, once the scores were locked, one who did not give them all. The external seat's deputy steps in too where the
quorum would otherwise be lost (domain.md 3.4).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Protocol, TypeVar

from sqlalchemy import and_, func, or_, select

from app.extensions import db
from app.judging.models import Assessment, Criterion, Impartiality, Score
from app.judging.policy import is_waiting
from app.prize.jury import queries
from app.prize.jury.grounds import Ground, Ties, ground, ties
from app.prize.jury.models import JuryMember, JurySeat
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination


class State(StrEnum):
    """How one member stands to one nomination."""

    READY = "ready"
    PENDING = "pending"  # has not promised confidentiality, or not answered
    DOUBT = "doubt"  # waits for the others' decision
    RECUSED = "recused"


class Judged(Protocol):
    """A nomination, or as much of it as is asked for here."""

    @property
    def id(self) -> int: ...

    @property
    def subject_id(self) -> int | None: ...


J = TypeVar("J", bound=Judged)

POSSIBLE = frozenset({State.READY, State.PENDING})
BEFORE_LOCK = frozenset(
    {PrizeStatus.PLANNED, PrizeStatus.APPOINTED, PrizeStatus.DECLARING, PrizeStatus.SCORING, PrizeStatus.CANCELLED}
)


@dataclass(frozen=True)
class Place:
    """A seat with whoever sits in it."""

    seat: JurySeat
    holder: JuryMember | None
    deputy: JuryMember | None


@dataclass(frozen=True)
class Standing:
    """`members`: the active ones, regular first. `is_scoring`: scores are being given now; `is_locked`: they were
    locked once, and may have been opened again for the deputies. `delivered`: subject id → the users whose scores were
    locked, every criterion answered."""

    members: Sequence[JuryMember]
    quorum: int
    is_scoring: bool
    is_locked: bool
    declarations: Mapping[tuple[int, int], Impartiality]
    ties: Mapping[int, Ties]
    delivered: Mapping[int, frozenset[int]]
    known: dict[tuple[int, int], State] = field(default_factory=dict)

    def state(self, member: JuryMember, nomination: Judged) -> State:
        """Reckoned once for each pair: a matrix asks many times."""
        key = member.id, nomination.id
        if key not in self.known:
            self.known[key] = self._state(member, nomination)
        return self.known[key]

    def _state(self, member: JuryMember, nomination: Judged) -> State:
        row = self.declaration(member, nomination)
        if row is not None and is_waiting(row):
            return State.DOUBT
        if row is not None and not row.is_impartial:
            return State.RECUSED
        settled = row is not None and row.settled_as is not None
        if not settled and self.ground(member, nomination) is not None:
            return State.RECUSED
        return State.PENDING if row is None or member.confidentiality_signed_at is None else State.READY

    def declaration(self, member: JuryMember, nomination: Judged) -> Impartiality | None:
        """What the member answered, or what was written for them."""
        return self.declarations.get((nomination.subject_id or 0, member.user_id))

    def ground(self, member: JuryMember, nomination: Judged) -> Ground | None:
        """Why the member is recused by default, if so; whatever they answered."""
        of = self.ties.get(nomination.id)
        return ground(member, of) if of else None

    @cached_property
    def places(self) -> Sequence[Place]:
        """The seats with anybody in them, in order."""
        found: dict[int, list[JuryMember]] = {}
        for member in sorted(self.members, key=lambda one: one.seat.position):
            found.setdefault(member.seat_id, []).append(member)
        return [
            Place(
                sitting[0].seat,
                next((one for one in sitting if not one.is_deputy), None),
                next((one for one in sitting if one.is_deputy), None),
            )
            for sitting in found.values()
        ]

    def readers(self, nomination: Judged) -> list[JuryMember]:
        """Those who read and score it, in the order of the seats."""
        if nomination.subject_id is None:
            return []
        taking = [one for place in self.places if (one := self._taking(place, nomination)) is not None]
        extra = self._external_deputy(nomination)
        if extra and extra not in taking and self._count(taking, nomination) < self.quorum:
            taking.append(extra)
        return [one for one in taking if self.state(one, nomination) is State.READY]

    def _taking(self, place: Place, nomination: Judged) -> JuryMember | None:
        """The seat's member, or the deputy who steps in; they may not have answered yet."""
        holder, deputy = place.holder, place.deputy
        if holder is None or deputy is None:
            return holder or deputy
        if self.state(holder, nomination) is State.RECUSED:
            return deputy
        is_missing = self.is_locked and not self._has_delivered(holder, nomination)
        return deputy if is_missing and self.state(deputy, nomination) is State.READY else holder

    def _count(self, taking: Iterable[JuryMember], nomination: Judged) -> int:
        """How many scores there are, or may still be."""
        if self.is_locked:
            return sum(self._has_delivered(one, nomination) for one in taking)
        return sum(self.state(one, nomination) is not State.RECUSED for one in taking)

    def _external_deputy(self, nomination: Judged) -> JuryMember | None:
        found = (place.deputy for place in self.places if place.seat.is_external and place.deputy)
        return next((one for one in found if self.state(one, nomination) is State.READY), None)

    def _has_delivered(self, member: JuryMember, nomination: Judged) -> bool:
        given = self.delivered.get(nomination.subject_id or 0, frozenset())
        return member.user_id in given and self.state(member, nomination) is State.READY

    def may_read(self, user_id: int, nomination: Judged) -> bool:
        """The readers; and when the scores are locked every impartial regular member, who takes part in the meeting."""
        readers = self.readers(nomination)
        if self.is_locked and not self.is_scoring:
            regular = (one for one in self.members if not one.is_deputy)
            readers += [one for one in regular if self.state(one, nomination) is State.READY]
        return user_id in {one.user_id for one in readers}

    def recused(self, nomination: Judged, *, deputies: bool = False) -> list[JuryMember]:
        """Those in a seat who may not take part in it. A deputy counts where the seat has no other member, or where
        `deputies` are asked for too."""
        alone = {place.deputy for place in self.places if place.holder is None}
        return [
            one
            for one in self.members
            if (deputies or not one.is_deputy or one in alone) and self.state(one, nomination) is State.RECUSED
        ]

    def lacks_quorum(self, nominations: Iterable[J], quorum: int) -> list[J]:
        """Where fewer than `quorum` may read it; once the scores were locked: where fewer have given theirs."""
        return [one for one in nominations if self._impartial_scores(one) < quorum]

    def _impartial_scores(self, nomination: Judged) -> int:
        readers = self.readers(nomination)
        return self._count(readers, nomination) if self.is_locked else len(readers)

    def voters(self, nomination: Judged) -> list[JuryMember]:
        """Who decide on the others' doubts here: none of those in doubt and none who is recused; their deputies are
        called in (forvaltningsloven § 8). They vote when they have answered themselves."""
        found = []
        for place in self.places:
            possible = [one for one in (place.holder, place.deputy) if one and self.state(one, nomination) in POSSIBLE]
            found += possible[:1]
        return found


def standing(prize: Prize) -> Standing:
    """Four statements, however many members and nominations there are."""
    delivered = _delivered(prize)
    return Standing(
        members=queries.members(prize),
        quorum=prize.quorum,
        is_scoring=prize.status is PrizeStatus.SCORING,
        is_locked=bool(delivered) or prize.status not in BEFORE_LOCK,
        declarations={(row.subject_id, row.user_id): row for row in _declarations(prize)},
        ties=_ties(prize),
        delivered=delivered,
    )


def _declarations(prize: Prize) -> Sequence[Impartiality]:
    subjects = select(Nomination.subject_id).where(Nomination.prize_id == prize.id)
    return db.session.scalars(select(Impartiality).where(Impartiality.subject_id.in_(subjects))).all()


def _ties(prize: Prize) -> Mapping[int, Ties]:
    """By nomination id; those of a merged one count for what it is merged into."""
    found = db.session.execute(
        select(
            func.coalesce(Nomination.merged_into_id, Nomination.id),
            Nomination.unit_code,
            Nomination.nominator_email,
            Nomination.contact_email,
        ).where(Nomination.prize_id == prize.id)
    )
    rows: dict[int, list[tuple[str | None, str, str]]] = defaultdict(list)
    for nomination_id, unit_code, nominator, contact in found:
        rows[nomination_id].append((unit_code, nominator, contact))
    return {nomination_id: ties(kept) for nomination_id, kept in rows.items()}


def _delivered(prize: Prize) -> Mapping[int, frozenset[int]]:
    criteria = select(func.count()).where(Criterion.rubric_id == prize.rubric_id).scalar_subquery()
    answered = or_(Score.value.is_not(None), Score.cannot_assess)
    complete = (
        select(Assessment.subject_id, Assessment.assessor_id)
        .join(Nomination, and_(Nomination.subject_id == Assessment.subject_id, Nomination.prize_id == prize.id))
        .join(Score, and_(Score.assessment_id == Assessment.id, answered))
        .where(Assessment.sent_at.is_not(None))
        .group_by(Assessment.id, Assessment.subject_id, Assessment.assessor_id)
        .having(func.count(Score.id) >= criteria)
    )
    given: dict[int, set[int]] = defaultdict(set)
    for subject_id, user_id in db.session.execute(complete):
        given[subject_id].add(user_id)
    return {subject_id: frozenset(users) for subject_id, users in given.items()}
