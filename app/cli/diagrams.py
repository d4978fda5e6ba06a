"""Diagrams of what follows what, drawn from the tables in code so that they are never out of date."""

from collections.abc import Iterable, Mapping

from app.access import Role
from app.accounts.roles import ROLES
from app.applications import workflow as cases
from app.applications.models import Status
from app.rounds import workflow as rounds

INTRODUCTION = """# Statuses

Made by `flask diagrams` from `app/applications/workflow.py` and `app/rounds/workflow.py`; a test compares.
"""


def statuses() -> str:
    """The whole page, as Markdown with Mermaid diagrams."""
    return "\n".join(
        [
            INTRODUCTION,
            "## A case\n",
            _diagram(_with_roles(cases.TRANSITIONS, cases.TIMED)),
            "## A round\n",
            _diagram((before, to, "") for before, to in rounds.TRANSITIONS),
        ]
    )


def _with_roles(
    moves: Mapping[tuple[Status, Status], frozenset[Role]],
    timed: frozenset[tuple[Status, Status]],
) -> Iterable[tuple[str, str, str]]:
    for (before, to), roles in moves.items():
        who = sorted(str(ROLES[role].name) for role in roles) + (["Systemet"] if (before, to) in timed else [])
        yield before, to, ", ".join(who)


def _diagram(moves: Iterable[tuple[str, str, str]]) -> str:
    lines = ["```mermaid", "stateDiagram-v2", "  [*] --> draft"]
    lines += [f"  {before} --> {to}" + (f": {who}" if who else "") for before, to, who in moves]
    return "\n".join([*lines, "```\n"])
