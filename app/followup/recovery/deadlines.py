"""When an appeal on a claim is in time."""

from app.clock import local
from app.followup.recovery.models import Recovery
from app.law.deadlines import Deadline, appeal_deadline
from app.letters.queries import notified_at


def deadline(recovery: Recovery) -> Deadline | None:
    """Three weeks from when the notice of the claim had gone out; None before."""
    told_at = notified_at(recovery.claim_letter) if recovery.claim_letter else None
    return appeal_deadline(local(told_at).date()) if told_at else None
