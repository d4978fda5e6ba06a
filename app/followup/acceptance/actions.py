"""The applicant's answer to a decision. What is declined goes back to the pot. Whole kroner."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import GrantHistory, User
from app.audit.actions import record
from app.decisions.deadlines import deadlines
from app.decisions.models import Decision, DecisionLine
from app.decisions.queries import locked_round
from app.decisions.replies import replies, settle
from app.extensions import db
from app.followup.acceptance import policy
from app.followup.acceptance.deadlines import last_day
from app.followup.acceptance.models import Acceptance, AcceptanceAnswer
from app.followup.grants import actions as grants


def answer(
    decision: Decision, chosen: Mapping[int, AcceptanceAnswer], *, agrees: bool, by: User, at: datetime
) -> list[Acceptance]:
    """Accept or decline each of the chosen grants (by decision line), once. One may accept and still appeal.

    `decision` is locked by its query, so that two members who answer at once come one after the other.
    """
    times = deadlines(decision, at)
    policy.can_answer(by, decision, last_day(decision, times), times.today)
    stands = replies(decision)
    policy.is_answerable(decision, chosen, stands, agrees=agrees)
    answered = [line for line in decision.lines if line.id in chosen]
    made = [_answer(decision, line, chosen[line.id], stands[line.id].asked_nok, by, at) for line in answered]
    if AcceptanceAnswer.DECLINED in chosen.values():
        return_to_pot(decision)
    for line in answered:
        if chosen[line.id] is AcceptanceAnswer.ACCEPTED:
            grants.accepted(line.activity, line.amount_nok, at)
    return made


def _answer(
    decision: Decision, line: DecisionLine, said: AcceptanceAnswer, asked_nok: int, by: User, at: datetime
) -> Acceptance:
    made = Acceptance(
        decision_line_id=line.id, answer=said, answered_by_id=by.id, answered_by_name=by.name, answered_at=at
    )
    db.session.add(made)
    reference, position = decision.application.reference, line.activity.position
    if said is AcceptanceAnswer.ACCEPTED:
        record("grant_accepted", by=by, at=at, case=reference, activity=position)
    else:
        record("grant_declined", by=by, at=at, case=reference, activity=position, amount_nok=asked_nok)
    return made


def return_to_pot(decision: Decision) -> None:
    """The pot, the work list and the organisation's history no longer count what was declined or has lapsed: the whole,
    or only the increase where something smaller was accepted before."""
    grant_round = locked_round(decision.application.round_id)
    db.session.flush()
    moved = settle(decision.application_id, grant_round)
    history = db.session.scalars(
        select(GrantHistory).where(
            GrantHistory.organisation_id == decision.application.organisation_id,
            GrantHistory.case_reference == decision.application.reference,
        )
    ).one_or_none()
    if history is not None:
        history.granted_nok += moved
