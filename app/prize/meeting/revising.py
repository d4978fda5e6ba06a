"""Own scores changed once, after the meeting has begun, with a reason; the first ones stay beside (domain.md 3.4)."""

from collections.abc import Sequence
from datetime import datetime

from app.access import Actor
from app.audit.actions import record
from app.judging import actions as judging
from app.judging.actions import Given
from app.judging.models import Criterion, ScoreRevision
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing
from app.prize.meeting import policy
from app.prize.models import Prize
from app.prize.nominations.models import Nomination


def revise(
    prize: Prize,
    nomination: Nomination,
    member: JuryMember,
    answers: Sequence[tuple[Criterion, Given]],
    reason: str,
    standing: Standing,
    *,
    by: Actor,
    at: datetime,
) -> list[ScoreRevision]:
    """The new scores count from now on, in the matrix too."""
    policy.can_revise(prize, nomination, member, standing)
    assert nomination.subject_id is not None
    changed = judging.revise(nomination.subject_id, answers, reason, by=by, at=at)
    record("juror_scores_revised", by=by, at=at, case=nomination.reference, member=member.public_id)
    return changed
