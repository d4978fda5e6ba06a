"""The ranking as scores, votes and draws have it: what the jury is asked to set.

A vote that was won decides its place. Every other place is the ladder's: the scores first. The chair's vote in a tied
ballot is a rung of the ladder where the mandate says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.prize.meeting.balloting import count
from app.prize.meeting.ladder import Candidate, Rung, climb
from app.prize.meeting.matrix import Matrix, Row
from app.prize.meeting.models import Ballot, BallotStatus, Draw

MOST_PLACES = 3


@dataclass(frozen=True)
class Place:
    """`apart_by`: what sets it above the next one; None where there is no next."""

    number: int
    row: Row
    apart_by: Rung | None


@dataclass(frozen=True)
class Proposal:
    """`places`: those that are clear, at most three. `tied`: those that nothing tells apart and who stand for the next
    place. `mentions`: voted an honourable mention. `draw`: the draw that separated two of the places."""

    places: tuple[Place, ...]
    tied: tuple[Row, ...]
    mentions: tuple[Row, ...]
    draw: Draw | None

    @property
    def separated_by(self) -> str | None:
        """What set the first place above the next."""
        return self.places[0].apart_by if self.places else None


@dataclass(frozen=True)
class Basis:
    """What a ranking is made of: votes (place → reference), the chair's choices, and draws, the oldest first."""

    voted: Mapping[int, str]
    chair: Sequence[str]
    draws: Sequence[Sequence[str]]


def proposal(matrix: Matrix, ballots: Sequence[Ballot], draws: Sequence[Draw], *, chair_breaks_ties: bool) -> Proposal:
    """`draws`: those that came to an end, the oldest first."""
    closed = [ballot for ballot in ballots if ballot.status is BallotStatus.CLOSED]
    known = {row.nomination.id: row.reference for row in matrix.ranked}
    voted = {each.place: known[each.won_id] for each in closed if each.place is not None and each.won_id in known}
    chair = _chair(closed, known) if chair_breaks_ties else []
    basis = Basis(voted, chair, [draw.drawn for draw in draws])
    clear, tied = order(matrix.candidates, basis)
    rows = matrix.by_reference
    following = [*clear, *(one for one in matrix.candidates if one.reference in tied[:1])]
    apart = [_apart(one, other, number, basis) for number, (one, other) in enumerate(pairwise(following), start=1)]
    places = zip(clear[:MOST_PLACES], [*apart, None], strict=False)
    return Proposal(
        places=tuple(Place(n, rows[one.reference], by) for n, (one, by) in enumerate(places, start=1)),
        tied=tuple(rows[one] for one in tied) if len(clear) < MOST_PLACES else (),
        mentions=tuple(row for row in matrix.ranked if row.nomination.id in _mentioned(closed)),
        draw=_draw(clear[: MOST_PLACES + 1], apart, draws),
    )


def order(candidates: Sequence[Candidate], basis: Basis) -> tuple[list[Candidate], tuple[str, ...]]:
    """Those whose place is clear, from the first; and those who share the next one, if nothing tells them apart."""
    by_reference = {one.reference: one for one in candidates}
    free = [one for one in candidates if one.reference not in basis.voted.values()]
    steps = climb(free, chair=basis.chair, draws=basis.draws)
    clear: list[Candidate] = []
    while len(clear) < len(candidates):
        here = basis.voted.get(len(clear) + 1)
        if here is None and not steps:
            break  # nobody for this place, though a later one was voted on
        if here is None and steps[0].is_tie:
            return clear, steps[0].references
        clear.append(by_reference[here or steps.pop(0).references[0]])
    return clear, ()


def _apart(one: Candidate, other: Candidate, number: int, basis: Basis) -> Rung | None:
    """What sets `one`, on place `number`, above `other`, on the next."""
    steps = climb([one, other], chair=basis.chair, draws=basis.draws)
    if number in basis.voted or steps[0].references != (one.reference,):
        return Rung.VOTE
    return steps[0].apart_by


def _chair(closed: Sequence[Ballot], known: Mapping[int, str]) -> list[str]:
    """What the chair voted for where a vote on a place was tied between it and others: the first place first."""
    tied = [each for each in closed if each.place is not None and len(count(each).leading) > 1]
    found = []
    for ballot in sorted(tied, key=lambda each: each.place or 0):
        leading = count(ballot).leading
        own = (vote.nomination_id for vote in ballot.votes if vote.member.is_chair)
        found += [known[one] for one in own if one in leading and one in known]
    return found


def _mentioned(closed: Sequence[Ballot]) -> set[int]:
    return {each.won_id for each in closed if each.place is None and each.won_id is not None}


def _draw(clear: Sequence[Candidate], apart: Sequence[Rung | None], draws: Sequence[Draw]) -> Draw | None:
    for (one, other), rung in zip(pairwise(clear), apart, strict=False):
        if rung is Rung.DRAW:
            return next(each for each in draws if {one.reference, other.reference} <= set(each.drawn))
    return None
