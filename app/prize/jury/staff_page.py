"""What the secretary sees of the jury: who sits where, how far each has come, and where the quorum is in danger."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.prize.jury.answering import unanswered
from app.prize.jury.models import JuryMember, JurySeat
from app.prize.jury.standing import Standing, State
from app.prize.models import Prize
from app.prize.nominations.models import Nomination


@dataclass(frozen=True)
class Sitting:
    """A member, and for how many nominations they have answered, are recused or wait for the others."""

    member: JuryMember
    answered: int
    recused: int
    doubts: int
    has_letter: bool


@dataclass(frozen=True)
class SeatRow:
    seat: JurySeat
    holder: Sitting | None
    deputy: Sitting | None


@dataclass(frozen=True)
class Recused:
    member: JuryMember
    reason: str


@dataclass(frozen=True)
class ReadBy:
    """Who reads a nomination, who may not, who has not answered, and who waits for the others."""

    nomination: Nomination
    readers: Sequence[JuryMember]
    recused: Sequence[Recused]
    pending: Sequence[JuryMember]
    doubts: Sequence[JuryMember]
    lacks: bool

    @property
    def is_lost(self) -> bool:
        """The quorum is not reached even when all who can answer do."""
        return self.lacks and not self.pending and not self.doubts


def seat_rows(
    seats: Sequence[JurySeat], stands: Standing, nominations: Sequence[Nomination], letters: frozenset[int]
) -> list[SeatRow]:
    """Every seat in order. `letters`: the members whose letter is made."""
    sitting = {(one.seat_id, one.is_deputy): _sitting(one, stands, nominations, letters) for one in stands.members}
    return [SeatRow(seat, sitting.get((seat.id, False)), sitting.get((seat.id, True))) for seat in seats]


def _sitting(
    member: JuryMember, stands: Standing, nominations: Sequence[Nomination], letters: frozenset[int]
) -> Sitting:
    states = [stands.state(member, one) for one in nominations]
    return Sitting(
        member,
        len(nominations) - len(unanswered(member, stands, nominations)),
        states.count(State.RECUSED),
        states.count(State.DOUBT),
        member.id in letters,
    )


def read_by(prize: Prize, stands: Standing, nominations: Sequence[Nomination]) -> list[ReadBy]:
    lacking = {one.id for one in stands.lacks_quorum(nominations, prize.quorum)}
    return [_read_by(stands, one, one.id in lacking) for one in nominations]


def _read_by(stands: Standing, nomination: Nomination, lacks: bool) -> ReadBy:
    recused = [Recused(one, _reason(stands, one, nomination)) for one in stands.recused(nomination, deputies=True)]
    regular = [one for one in stands.members if not one.is_deputy]
    return ReadBy(
        nomination,
        stands.readers(nomination),
        recused,
        [one for one in regular if stands.state(one, nomination) is State.PENDING],
        [one for one in stands.members if stands.state(one, nomination) is State.DOUBT],
        lacks,
    )


def _reason(stands: Standing, member: JuryMember, nomination: Nomination) -> str:
    row = stands.declaration(member, nomination)
    return (row.reason or "") if row else ""
