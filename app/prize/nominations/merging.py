"""Several nominations of one project become one for the jury. All who nominated it are kept, and thanked."""

from datetime import datetime

from app.access import Actor
from app.audit.actions import record
from app.prize.nominations import staff_policy as policy
from app.prize.nominations.models import Nomination, NominationStatus
from app.prize.nominations.screening import close_requests
from app.prize.nominations.workflow import move


def merge(nomination: Nomination, into: Nomination, *, by: Actor, at: datetime) -> None:
    """The jury reads `into` alone; the other stays as it was sent, and can be taken back."""
    policy.can_merge(by, nomination, into)
    into.merged.append(nomination)
    nomination.merged_into_id = into.id
    close_requests(nomination, at)
    move(nomination, NominationStatus.MERGED, by=by, at=at)
    record("nomination_merged", by=by, at=at, case=nomination.reference, into=into.reference)


def undo(nomination: Nomination, into: Nomination, *, by: Actor, at: datetime) -> None:
    """Two projects after all: back to the check."""
    policy.can_unmerge(by, nomination)
    into.merged.remove(nomination)
    nomination.merged_into_id = None
    move(nomination, NominationStatus.SCREENING, by=by, at=at)
    record("nomination_unmerged", by=by, at=at, case=nomination.reference, into=into.reference)
