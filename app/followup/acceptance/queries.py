"""The answers that applicants gave."""

from collections.abc import Sequence

from sqlalchemy import select

from app.access import SYSTEM
from app.decisions.answers import Answer, kept_by
from app.decisions.models import DecisionLine
from app.extensions import db
from app.followup.acceptance.models import Acceptance, AcceptanceAnswer, GrantLapse
from app.followup.grants.giving_back import kept_of
from app.followup.grants.models import GiveBack


@kept_by
def answers(line_ids: Sequence[int]) -> dict[int, Answer]:
    """By decision line, with what is kept of it; those without an answer are left out. One statement."""
    rows = db.session.execute(
        select(DecisionLine.id, Acceptance, GrantLapse, GiveBack)
        .outerjoin(Acceptance, Acceptance.decision_line_id == DecisionLine.id)
        .outerjoin(GrantLapse, GrantLapse.decision_line_id == DecisionLine.id)
        .outerjoin(GiveBack, GiveBack.activity_id == DecisionLine.activity_id)
        .where(DecisionLine.id.in_(line_ids), Acceptance.id.is_not(None) | GrantLapse.at.is_not(None))
    )
    given = {line_id: answer_from(said, lapse, given_back) for line_id, said, lapse, given_back in rows}
    return {line_id: answer for line_id, answer in given.items() if answer is not None}


def answer_from(said: Acceptance | None, lapse: GrantLapse | None, given_back: GiveBack | None) -> Answer | None:
    """As the rooms below know it: what was said, or that nobody said anything in time."""
    if said is not None:
        accepted = said.answer is AcceptanceAnswer.ACCEPTED
        return kept_of(Answer(accepted, said.answered_by_name, said.answered_at), given_back)
    return Answer(False, SYSTEM.display_name, lapse.at, is_lapse=True) if lapse else None
