"""A member's doubt is decided by the others, without the member (forvaltningsloven § 8 second paragraph).

Where several are in doubt in the same case none of them votes, and neither does who is recused in it: their deputies
do. More than half of those who can vote decide. When all have voted and as many are for as against, the member does not
take part.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from app.access import Actor
from app.audit.actions import record
from app.extensions import db
from app.judging.actions import settle
from app.judging.models import Impartiality, ImpartialityAnswer
from app.judging.policy import is_waiting
from app.policy import NotComplete
from app.prize.jury import policy, queries
from app.prize.jury.models import ImpartialityVote, JuryMember
from app.prize.jury.standing import Standing, State, standing
from app.prize.models import Prize
from app.prize.nominations.models import Nomination

IMPARTIAL, DISQUALIFIED = ImpartialityAnswer.IMPARTIAL, ImpartialityAnswer.DISQUALIFIED


@dataclass(frozen=True)
class Doubt:
    """One that was raised, waiting or decided. `voters` are those who can vote while it waits, `pending` those of them
    who must answer on their own impartiality first."""

    member: JuryMember
    nomination: Nomination
    declaration: Impartiality
    votes: Sequence[ImpartialityVote]
    voters: Sequence[JuryMember] = ()
    pending: Sequence[JuryMember] = ()

    @property
    def is_waiting(self) -> bool:
        return is_waiting(self.declaration)

    def missing(self) -> list[JuryMember]:
        """Those whose vote is not given."""
        given = {vote.member_id for vote in self.votes}
        return [one for one in self.voters if one.id not in given]

    def waits_for(self, member: JuryMember) -> bool:
        return self.is_waiting and member in self.missing() and member not in self.pending


def doubts(prize: Prize, stands: Standing, nominations: Sequence[Nomination]) -> list[Doubt]:
    """All that were raised by active members, by nomination; one statement more than the standing."""
    found = [
        (member, nomination, row)
        for nomination in nominations
        for member in stands.members
        if (row := stands.declaration(member, nomination)) and row.answer is ImpartialityAnswer.DOUBT
    ]
    votes = queries.votes([row for _member, _nomination, row in found]) if found else {}
    return [_doubt(stands, member, nomination, row, votes.get(row.id, ())) for member, nomination, row in found]


def _doubt(
    stands: Standing, member: JuryMember, nomination: Nomination, row: Impartiality, votes: Sequence[ImpartialityVote]
) -> Doubt:
    if not is_waiting(row):
        return Doubt(member, nomination, row, votes)
    voters = stands.voters(nomination)
    pending = [one for one in voters if stands.state(one, nomination) is State.PENDING]
    return Doubt(member, nomination, row, votes, voters, pending)


def find_doubt(prize: Prize, reference: str, member: JuryMember) -> Doubt:
    """This member's doubt about the nomination, kept from others until the transaction ends. Raises NoResultFound."""
    stands = standing(prize)
    found = [one for one in queries.to_declare(prize) if one.reference == reference]
    row = stands.declaration(member, found[0]) if found else None
    if row is None or row.answer is not ImpartialityAnswer.DOUBT:
        raise NoResultFound
    row = queries.locked_declaration(row.id)
    return _doubt(stands, member, found[0], row, queries.votes([row]).get(row.id, ()))


def vote(
    prize: Prize, doubt: Doubt, answer: ImpartialityAnswer, reason: str, *, voter: JuryMember, by: Actor, at: datetime
) -> None:
    """What one of the others thinks, with a reason; the last vote that is needed decides."""
    policy.can_vote(prize, voter, doubt.voters, doubt.pending, doubt.votes)
    if not reason.strip():
        raise NotComplete(_("Stemmen er ikke lagret."), {"reason": _("Skriv en kort begrunnelse.")})
    given = ImpartialityVote(
        declaration=doubt.declaration, member=voter, vote=answer, reason=reason.strip(), voted_at=at
    )
    db.session.add(given)
    db.session.flush()
    settle_decided(prize, by=by, at=at)


def outcome(votes: Sequence[ImpartialityAnswer], voters: int) -> ImpartialityAnswer | None:
    """What is decided by these votes of so many possible ones; None while it is open."""
    counted = Counter(votes)
    for answer in (IMPARTIAL, DISQUALIFIED):
        if counted[answer] * 2 > voters:
            return answer
    return DISQUALIFIED if votes and len(votes) >= voters else None


def settle_decided(prize: Prize, *, by: Actor, at: datetime) -> None:
    """Write down what the votes have decided, also where somebody who had not voted has left or stepped down."""
    stands, nominations = standing(prize), queries.to_declare(prize)
    for doubt in doubts(prize, stands, nominations):
        if not doubt.is_waiting or doubt.member.user_id == by.actor_id:
            continue
        able = {one.id for one in doubt.voters}
        counting = [one for one in doubt.votes if one.member_id in able]
        decided = outcome([one.vote for one in counting], len(able))
        if decided is None:
            continue
        settle([doubt.declaration], decided, _reason(counting), by=by, at=at)
        case, member = doubt.nomination.reference, doubt.member.public_id
        record("juror_doubt_settled", by=by, at=at, case=case, member=member, answer=decided)


def _reason(votes: Sequence[ImpartialityVote]) -> str:
    counted = Counter(vote.vote for vote in votes)
    result = _(
        "Juryen stemte: %(yes)s for habil, %(no)s for inhabil.", yes=counted[IMPARTIAL], no=counted[DISQUALIFIED]
    )
    return " ".join([str(result), *(f"{vote.member.user.name}: «{vote.reason}»" for vote in votes)])
