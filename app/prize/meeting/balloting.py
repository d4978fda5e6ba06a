"""Votes on a place or an honourable mention. What somebody voted is seen when the ballot is closed, and stands in the
minutes with a name; before that only that they have voted.

A tie has no winner: the ladder decides (ladder.py), and there the chair's vote counts where the mandate says so.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.access import Actor
from app.audit.actions import record
from app.extensions import db
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing
from app.prize.meeting import policy, queries
from app.prize.meeting.attending import present
from app.prize.meeting.models import Ballot, BallotChoice, BallotStatus, JuryVote
from app.prize.models import Prize
from app.prize.nominations.models import Nomination


@dataclass(frozen=True)
class Count:
    """`votes` by nomination id. `leading`: those with the most; several in a tie, none when all voted blank."""

    votes: Mapping[int, int]
    blank: int
    leading: tuple[int, ...]


def question(place: int | None, choices: Sequence[Nomination]) -> str:
    if place is not None:
        return str(_("Hvem får %(place)s. plass?", place=place))
    if len(choices) == 1:
        return str(_("Skal %(project)s få hederlig omtale?", project=choices[0].project))
    return str(_("Hvem får hederlig omtale?"))


def open_ballot(prize: Prize, choices: Sequence[Nomination], place: int | None, *, by: Actor, at: datetime) -> Ballot:
    """The secretary or the chair lets the jury vote between `choices`. `place` None: an honourable mention."""
    policy.can_open_ballot(prize, choices, place, queries.ballots(prize), queries.membership(prize, by), by)
    ballot = Ballot(
        prize_id=prize.id,
        question=question(place, choices)[: Ballot.QUESTION_LENGTH],
        place=place,
        opened_at=at,
        choices=[BallotChoice(nomination=each, position=position) for position, each in enumerate(choices)],
    )
    db.session.add(ballot)
    record("ballot_opened", by=by, at=at, case=prize.reference)
    return ballot


def voters(ballot: Ballot, prize: Prize, standing: Standing) -> list[JuryMember]:
    """Those at the meeting who may take part in all that it stands between."""
    choices = [choice.nomination for choice in ballot.choices]
    here = present(prize, standing)
    return [one for one in here if all(standing.may_read(one.user_id, each) for each in choices)]


def vote(
    ballot: Ballot,
    prize: Prize,
    member: JuryMember,
    nomination: Nomination | None,
    standing: Standing,
    *,
    at: datetime,
) -> JuryVote:
    """One vote a member, which may be changed until it is closed; None is a blank one."""
    policy.can_vote(ballot, prize, member, voters(ballot, prize, standing))
    own = next((each for each in ballot.votes if each.member_id == member.id), None)
    if own is None:
        own = JuryVote(member=member)
        ballot.votes.append(own)
    own.nomination_id, own.voted_at = nomination.id if nomination else None, at
    return own


def count(ballot: Ballot) -> Count:
    given = Counter(each.nomination_id for each in ballot.votes)
    blank = given.pop(None, 0)
    votes = {choice.nomination_id: given.get(choice.nomination_id, 0) for choice in ballot.choices}
    most = max(votes.values(), default=0)
    leading = tuple(one for one, number in votes.items() if number == most) if most else ()
    if len(votes) == 1 and most <= blank:  # yes or no: more for than against
        leading = ()
    return Count(votes, blank, leading)


def close(ballot: Ballot, prize: Prize, *, by: Actor, at: datetime) -> None:
    """Count, and show who voted what. `won_id` stays empty in a tie."""
    policy.can_close(prize, ballot, len(ballot.votes), queries.membership(prize, by), by)
    leading = count(ballot).leading
    ballot.won_id = leading[0] if len(leading) == 1 else None
    ballot.status, ballot.closed_at = BallotStatus.CLOSED, at
    record("ballot_closed", by=by, at=at, case=prize.reference)


def withdraw(ballot: Ballot, prize: Prize, *, by: Actor, at: datetime) -> None:
    """It does not count; it stays in the history."""
    policy.can_change_ballot(prize, ballot, queries.membership(prize, by), by)
    ballot.status, ballot.closed_at, ballot.won_id = BallotStatus.WITHDRAWN, ballot.closed_at or at, None
    record("ballot_closed", by=by, at=at, case=prize.reference)
