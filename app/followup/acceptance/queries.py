"""The answers that applicants gave."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from app.decisions.answers import Answer, kept_by
from app.decisions.models import DecisionLine
from app.extensions import db
from app.followup.acceptance.models import Acceptance, AcceptanceAnswer, AccountStatus, PayoutAccount
from app.followup.grants.giving_back import kept_of
from app.followup.grants.models import GiveBack


@kept_by
def answers(line_ids: Sequence[int]) -> dict[int, Answer]:
    """By decision line, with what is kept of it; those without an answer are left out."""
    rows = db.session.execute(
        select(Acceptance, GiveBack)
        .join(DecisionLine, Acceptance.decision_line_id == DecisionLine.id)
        .outerjoin(GiveBack, GiveBack.activity_id == DecisionLine.activity_id)
        .where(Acceptance.decision_line_id.in_(line_ids))
    )
    return {row.decision_line_id: kept_of(answer_of(row), given_back) for row, given_back in rows}


def answer_of(row: Acceptance) -> Answer:
    """As the rooms below know it."""
    return Answer(row.answer is AcceptanceAnswer.ACCEPTED, row.answered_by_name, row.answered_at)


def current_account(organisation_id: int) -> PayoutAccount | None:
    """Where the organisation's money goes now."""
    return accounts_of([organisation_id]).get(organisation_id)


def accounts_of(organisation_ids: Collection[int]) -> dict[int, PayoutAccount]:
    """Organisation id → the account that its money goes to now; those without one are left out. One statement."""
    found = select(PayoutAccount).where(
        PayoutAccount.organisation_id.in_(organisation_ids), PayoutAccount.status == AccountStatus.CURRENT
    )
    return {account.organisation_id: account for account in db.session.scalars(found)}
