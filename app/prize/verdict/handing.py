"""The handover: the moment from which it may be known who won. Nothing else ends the embargo."""

from datetime import datetime

from app.access import Actor
from app.audit.actions import record
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations import workflow as nominations
from app.prize.nominations.models import Nomination, NominationStatus
from app.prize.verdict import policy, queries
from app.prize.verdict.models import Verdict
from app.prize.workflow import move


def hand_over(prize: Prize, *, by: Actor, at: datetime) -> Verdict:
    """The prize is in the winner's hands: every nomination gets its outcome, and those who nominated may be told.

    The letters are made by `jobs`, after the commit.
    """
    verdict = queries.verdict_of(prize)
    policy.can_hand_over(by, prize, verdict)
    for nomination in queries.awaiting_outcome(prize):
        nominations.move(nomination, outcome(nomination, verdict), by=by, at=at)
    verdict.handed_over_at = at
    move(prize, PrizeStatus.HANDED_OVER, by=by, at=at)
    record("prize_handed_over", by=by, at=at, case=prize.reference)
    return verdict


def outcome(nomination: Nomination, verdict: Verdict) -> NominationStatus:
    """What the verdict says of one nomination."""
    if nomination.id == verdict.winner.id:
        return NominationStatus.WINNER
    is_mentioned = nomination.id in {each.id for each in verdict.mentions}
    return NominationStatus.HONOURABLE if is_mentioned else NominationStatus.NOT_AWARDED
