"""The answers that applicants gave."""

from collections.abc import Sequence

from sqlalchemy import select

from app.decisions.answers import Answer, kept_by
from app.extensions import db
from app.followup.acceptance.models import Acceptance, AcceptanceAnswer


@kept_by
def answers(line_ids: Sequence[int]) -> dict[int, Answer]:
    """By decision line; those without an answer are left out."""
    rows = db.session.scalars(select(Acceptance).where(Acceptance.decision_line_id.in_(line_ids)))
    return {row.decision_line_id: answer_of(row) for row in rows}


def answer_of(row: Acceptance) -> Answer:
    """As the rooms below know it."""
    return Answer(row.answer is AcceptanceAnswer.ACCEPTED, row.answered_by_name, row.answered_at)
