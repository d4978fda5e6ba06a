"""Write down an application that came by post or e-mail, as its original says it, before it is registered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.accounts.models import Organisation, User
from app.applications import drafting
from app.applications.models import Activity, ActivitySession, Application, BudgetLine, Channel
from app.rounds.models import Round


def write_down(
    of_round: Round,
    organisation: Organisation,
    answers: Mapping[str, Any],
    activity: Mapping[str, Any],
    *,
    channel: Channel,
    by: User,
    at: datetime,
) -> Application:
    """A draft of one activity with these columns. `activity` has `category` (a code), `sessions` and `budget_lines`
    (dicts of columns) besides its own. Nothing is refused for being incomplete or beyond the round's limits."""
    application = drafting.start(of_round, organisation, by=by, at=at, channel=channel)
    for name, value in answers.items():
        setattr(application, name, value)
    _fill(application.activities[0], of_round, dict(activity))
    return application


def _fill(made: Activity, of_round: Round, values: dict[str, Any]) -> None:
    code = values.pop("category")
    made.category = next((category for category in of_round.categories if category.code == code), None)
    made.sessions = [ActivitySession(position=i, **row) for i, row in enumerate(values.pop("sessions"), start=1)]
    made.budget_lines = [BudgetLine(position=i, **row) for i, row in enumerate(values.pop("budget_lines"), start=1)]
    for name, value in values.items():
        setattr(made, name, value)
