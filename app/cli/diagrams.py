"""Diagrams of what follows what, drawn from the tables in code so that they are never out of date."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from app.access import Role
from app.accounts.roles import ROLES
from app.applications import workflow as cases
from app.decisions.appeals import workflow as appeals
from app.followup.acceptance import workflow as accounts
from app.followup.changes import workflow as changes
from app.followup.payment import workflow as payments
from app.followup.recovery import workflow as recoveries
from app.followup.report import workflow as reports
from app.prize import workflow as prizes
from app.prize.nominations import workflow as nominations
from app.rounds import workflow as rounds

S = TypeVar("S", bound=StrEnum)

INTRODUCTION = """# Statuses

Made by `flask diagrams` from `app/applications/workflow.py`, `app/decisions/appeals/workflow.py`,
`app/rounds/workflow.py`, the `workflow.py` of each folder in `app/followup`, `app/prize/workflow.py` and
`app/prize/nominations/workflow.py`; a test compares.
"""


def statuses() -> str:
    """The whole page, as Markdown with Mermaid diagrams."""
    return "\n".join(
        [
            INTRODUCTION,
            "## A case\n",
            _diagram(_with_roles(cases.TRANSITIONS, cases.TIMED)),
            "## An appeal\n",
            _diagram(_with_roles(appeals.TRANSITIONS), starts=("received", "late")),
            "## An account for payments\n",
            _diagram(_with_roles(accounts.TRANSITIONS), starts=("waiting", "current")),
            "## A change notice\n",
            _diagram(_with_roles(changes.TRANSITIONS), starts=("open",)),
            "## A report\n",
            _diagram(_with_roles(reports.TRANSITIONS)),
            "## A payment\n",
            _diagram(_with_roles(payments.TRANSITIONS), starts=("planned",)),
            "## A recovery\n",
            _diagram(_with_roles(recoveries.TRANSITIONS), starts=("warned",)),
            "## A round\n",
            _diagram((before, to, "") for before, to in rounds.TRANSITIONS),
            "## A year of the prize\n",
            _diagram(_with_roles(prizes.TRANSITIONS, prizes.TIMED), starts=("planned",)),
            "## A nomination\n",
            _diagram(_with_roles(nominations.TRANSITIONS, nominations.BY_LINK)),
        ]
    )


def _with_roles(
    moves: Mapping[tuple[S, S], frozenset[Role]],
    timed: frozenset[tuple[S, S]] = frozenset(),
) -> Iterable[tuple[str, str, str]]:
    for (before, to), roles in moves.items():
        who = sorted(str(ROLES[role].name) for role in roles) + (["Systemet"] if (before, to) in timed else [])
        yield before, to, ", ".join(who)


def _diagram(moves: Iterable[tuple[str, str, str]], starts: Sequence[str] = ("draft",)) -> str:
    lines = ["```mermaid", "stateDiagram-v2", *(f"  [*] --> {start}" for start in starts)]
    lines += [f"  {before} --> {to}" + (f": {who}" if who else "") for before, to, who in moves]
    return "\n".join([*lines, "```\n"])
