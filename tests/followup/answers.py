"""What a browser sends from the page where grants are answered."""

from typing import Any

from app.decisions.models import Decision
from app.followup.acceptance.answering import conditions

NUMBER = "1234 56 78903"


def said(decision: Decision, *answers: str, **typed: Any) -> dict[str, Any]:
    """`answers`: «accepted», «declined» or «» for each activity in order; every condition ticked and an account in the
    organisation's own name, unless `typed` says otherwise (None leaves a field out)."""
    lines = {f"line-{number}": answer for number, answer in enumerate(answers, start=1)}
    whole: dict[str, Any] = {
        **lines,
        "agrees": [one.key for one in conditions(decision)],
        "number": NUMBER,
        "is_own_name": "yes",
        "version": str(decision.version),
        **typed,
    }
    return {name: value for name, value in whole.items() if value is not None}
