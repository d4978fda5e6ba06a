"""An approver says once that they are impartial in many cases, by their applicants' names."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import User
from app.applications.models import Activity, Application
from app.audit.actions import record
from app.decisions.standing import standings
from app.extensions import db
from app.judging.actions import declare
from app.judging.models import ImpartialityAnswer


def impartial(round_id: int, references: Sequence[str], *, by: User, at: datetime) -> int:
    """Only for cases where the person has not been asked, and is not a member or a preparer. Returns how many."""
    rows = db.session.execute(
        select(Application.id, Application.reference, Activity.subject_id)
        .join(Activity, Activity.application_id == Application.id)
        .where(Application.round_id == round_id, Application.reference.in_(list(references)))
        .order_by(Application.id, Activity.id)
        .with_for_update(of=Application)  # a second click waits, and finds that it has been said
    ).all()
    standing = standings(by, sorted({row.id for row in rows}))
    asked = [row for row in rows if standing[row.id].may_declare]
    if asked:
        declare([row.subject_id for row in asked], ImpartialityAnswer.IMPARTIAL, None, by=by, at=at)
    cases = sorted({row.reference for row in asked})
    for reference in cases:
        record("impartiality_declared", by=by, at=at, case=reference, answer=ImpartialityAnswer.IMPARTIAL)
    return len(cases)
