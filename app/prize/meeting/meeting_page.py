"""What the page of the meeting shows: the agenda, who is there, the votes, and what they lead to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.access import Actor
from app.policy import denial
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing, standing
from app.prize.meeting import balloting, draw_queries, policy, queries
from app.prize.meeting.agenda import Item, agenda
from app.prize.meeting.balloting import Count
from app.prize.meeting.matrix import Mark, Matrix, matrix
from app.prize.meeting.models import Ballot, BallotStatus, JuryVote, MeetingNote
from app.prize.meeting.proposal import Proposal, proposal
from app.prize.models import Prize


@dataclass(frozen=True)
class Vote:
    """One ballot. `voters` may vote; `own` is the reader's vote; `close_blocked` why the reader cannot end it now."""

    ballot: Ballot
    voters: Sequence[JuryMember]
    own: JuryVote | None
    count: Count
    close_blocked: str | None

    @property
    def is_open(self) -> bool:
        return self.ballot.status is BallotStatus.OPEN

    @property
    def waiting(self) -> list[JuryMember]:
        """Who may vote and has not."""
        voted = {vote.member_id for vote in self.ballot.votes}
        return [one for one in self.voters if one.id not in voted]


@dataclass(frozen=True)
class Meeting:
    """Loaded once for the page; the same number of statements for any number of nominations, jurors and votes."""

    prize: Prize
    member: JuryMember | None
    by: Actor
    standing: Standing
    matrix: Matrix
    ballots: Sequence[Ballot]
    present_ids: frozenset[int]
    notes: Mapping[int, MeetingNote]

    @cached_property
    def items(self) -> list[Item]:
        return agenda(self.matrix)

    @property
    def members(self) -> list[JuryMember]:
        """Those who take part, or may be called in: regular first."""
        return list(self.standing.members)

    @property
    def is_here(self) -> bool:
        return self.member is not None and self.member.id in self.present_ids

    def is_out(self, item: Item) -> bool:
        """Whether the reader may not take part in it."""
        return self.member is not None and item.row.cells[self.member.user_id].mark is Mark.RECUSED

    @cached_property
    def votes(self) -> list[Vote]:
        """Newest first, the open one first of all."""
        found = [self._vote(ballot) for ballot in self.ballots if ballot.status is not BallotStatus.WITHDRAWN]
        return sorted(found, key=lambda vote: (not vote.is_open, -vote.ballot.id))

    def _vote(self, ballot: Ballot) -> Vote:
        choices = [choice.nomination for choice in ballot.choices]
        here = [one for one in self.standing.members if one.id in self.present_ids]
        voters = [one for one in here if all(self.standing.may_read(one.user_id, each) for each in choices)]
        own = next((vote for vote in ballot.votes if self.member and vote.member_id == self.member.id), None)
        blocked = denial(policy.can_close, self.prize, ballot, len(ballot.votes), self.member, self.by)
        return Vote(ballot, voters, own, balloting.count(ballot), blocked)

    def may_see(self, vote: Vote) -> bool:
        """Not those who may not take part in all that it stands between."""
        choices = [choice.nomination for choice in vote.ballot.choices]
        return self.member is None or not any(
            self.member in self.standing.recused(each, deputies=True) for each in choices
        )

    @cached_property
    def proposal(self) -> Proposal:
        drawn = draw_queries.drawn(self.prize)
        return proposal(self.matrix, self.ballots, drawn, chair_breaks_ties=self.prize.chair_breaks_ties)

    @cached_property
    def running_draw(self) -> str | None:
        return draw_queries.running(self.prize)

    @property
    def state(self) -> str:
        return _state(self.prize, len(self.present_ids), self.ballots, self.running_draw)


def _state(prize: Prize, present: int, ballots: Sequence[Ballot], draw: str | None) -> str:
    """Changes whenever the page would look different to those who wait for a vote."""
    votes = [f"{each.public_id}.{each.status}.{len(each.votes)}" for each in ballots]
    return ":".join([prize.status, str(present), draw or "", *votes])


def watched(prize: Prize) -> str:
    """The state, without the rest of the page."""
    return _state(prize, len(queries.attending(prize)), queries.ballots(prize), draw_queries.running(prize))


def meeting(prize: Prize, member: JuryMember | None, by: Actor) -> Meeting:
    """Raises NotPermitted for a member who was not called in; NotNow before the lock is asked for before."""
    known = standing(prize)
    of_year = matrix(prize, known)
    policy.can_see_matrix(member, {column.member.user_id for column in of_year.columns})
    return Meeting(
        prize=prize,
        member=member,
        by=by,
        standing=known,
        matrix=of_year,
        ballots=queries.ballots(prize),
        present_ids=frozenset(queries.attending(prize)),
        notes=queries.notes(prize),
    )
