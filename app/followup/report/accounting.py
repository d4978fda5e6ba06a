"""The accounts of an activity beside its budget, and what of the grant was not needed. Whole kroner. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.applications.models import Activity, BudgetLine, BudgetSide

MOST_LINES, MOST_NEW = 20, 3
"""At most so many lines in all, and so many empty ones for what was not in the budget."""
NEW = "new"
"""The group of a line that was not in the budget."""


def budget_lines(activity: Activity) -> list[dict[str, Any]]:
    """The expenses of the budget, as lines of the accounts with nothing written yet."""
    return [_line(line) for line in activity.budget_lines if line.side is BudgetSide.EXPENSE and line.amount_nok]


def _line(line: BudgetLine) -> dict[str, Any]:
    return {"group": line.group_code, "text": line.text, "budget_nok": line.amount_nok, "actual_nok": None}


def budget_nok(lines: Sequence[Mapping[str, Any]]) -> int:
    return sum(line["budget_nok"] or 0 for line in lines)


def cost_nok(lines: Sequence[Mapping[str, Any]]) -> int | None:
    """The sum of what was written; None while nothing is."""
    written = [line["actual_nok"] for line in lines if line["actual_nok"] is not None]
    return sum(written) if written else None


def budgeted_income_nok(activity: Activity) -> int:
    """What was to come from others than the city: own money, gifts, sales and other grants."""
    others = sum(line.amount_nok or 0 for line in activity.budget_lines if line.side is BudgetSide.OTHER_GRANT)
    return others + sum(amount or 0 for amount in (activity.own_funds_nok, activity.gifts_nok, activity.sales_nok))


def unused_nok(granted_nok: int, cost_nok: int, other_income_nok: int) -> int:
    """What of the grant was not needed when the other income is spent first; never more than the grant itself."""
    return min(granted_nok, max(0, granted_nok - (cost_nok - other_income_nok)))
