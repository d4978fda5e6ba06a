"""What becomes of an appeal when the reversal that was prepared for it is approved, returned or withdrawn.

Called by reversing.py in the same transaction, with the reversal's `appeal_id`.
"""

from datetime import datetime

from app.access import SYSTEM, Actor
from app.decisions.appeals import queries as appeal_queries
from app.decisions.appeals.models import AppealStatus
from app.decisions.appeals.workflow import TRANSITIONS, move

S = AppealStatus


def approved(appeal_id: int | None, *, by: Actor, at: datetime) -> None:
    """The new version is made: the party has got all or some of what it asked for, or what the appeal body said is
    done. Nothing where no appeal led to it."""
    if appeal_id is None:
        return
    handling = appeal_queries.by_id(appeal_id)
    reference = handling.appeal.decision.application.reference
    if handling.status is S.DECIDED:
        move(handling, S.CLOSED, "appeal_closed", by=by, at=at, reference=reference)
        return
    to = S.REVERSED_FULLY if handling.grants_all else S.REVERSED_PARTLY
    move(handling, to, "appeal_reversed", by=by, at=at, reference=reference)


def dropped(appeal_id: int | None, *, by: Actor, at: datetime) -> None:
    """The proposal was returned or taken back: the appeal is under review again. Nothing where there is no appeal."""
    if appeal_id is None:
        return
    handling = appeal_queries.by_id(appeal_id)
    if handling.status is not S.REVERSAL_PREPARED:
        return
    handling.grants_all = None
    reference = handling.appeal.decision.application.reference
    who = by if by.roles & TRANSITIONS[S.REVERSAL_PREPARED, S.UNDER_REVIEW] else SYSTEM
    move(handling, S.UNDER_REVIEW, "appeal_reversal_dropped", by=who, at=at, reference=reference)
