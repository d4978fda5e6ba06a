"""An appeal that leads to a new decision: prepared here, approved where every reversal is, and followed back here.

What happens with the reversal later comes back through following.py.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import User
from app.audit.actions import record
from app.decisions.appeals import policy as appeal_policy
from app.decisions.appeals import queries as appeal_queries
from app.decisions.appeals.models import AppealHandling, AppealStatus
from app.decisions.appeals.standing import involved
from app.decisions.appeals.workflow import move
from app.decisions.outcomes import Proposal
from app.decisions.reversals import reversing
from app.decisions.reversals.models import ChangeStatus, Ground, Reversal
from app.extensions import db

S = AppealStatus


def prepare(
    handling: AppealHandling,
    proposals: Mapping[int, Proposal],
    explanation: str,
    *,
    grants_all: bool,
    by: User,
    at: datetime,
) -> Reversal:
    """Propose the new decision. `grants_all`: the party gets all that it asked for in the appeal."""
    newest = appeal_queries.newest_released(handling.appeal.decision.application_id)
    appeal_policy.can_reverse(by, handling, involved(handling, by), newest)
    is_worse = handling.answer is not None and handling.answer.is_worse
    made = reversing.prepare(
        newest,
        Ground.LAW if is_worse else Ground.APPEAL,
        proposals,
        explanation,
        appeal_id=handling.appeal_id,
        by=by,
        at=at,
    )
    handling.grants_all = grants_all
    if handling.status is S.UNDER_REVIEW:
        reference = newest.application.reference
        move(handling, S.REVERSAL_PREPARED, "appeal_reversal_prepared", by=by, at=at, reference=reference)
    return made


def open_reversal(appeal_id: int) -> Reversal | None:
    """The proposal that waits for its approval, locked."""
    return db.session.scalars(
        select(Reversal)
        .where(Reversal.appeal_id == appeal_id, Reversal.status == ChangeStatus.PROPOSED)
        .with_for_update(of=Reversal)
    ).one_or_none()


def drop(handling: AppealHandling, *, by: User, at: datetime) -> None:
    """The appeal is withdrawn, by the party or by a handler: what was prepared for it falls with it."""
    found = open_reversal(handling.appeal_id)
    if found is None:
        return
    found.status = ChangeStatus.WITHDRAWN
    found.withdrawn_at, found.withdrawn_by_name = at, by.name
    reference = handling.appeal.decision.application.reference
    record("reversal_withdrawn", by=by, at=at, case=reference)
