"""The two sides of a budget."""

import pytest
from flask import Flask

from app.applications.budget import balance
from app.applications.models import Activity, BudgetLine, BudgetSide

N = "\N{NARROW NO-BREAK SPACE}"


def activity(expenses: list[int | None], grants: list[int | None], **income: int | None) -> Activity:
    lines = [BudgetLine(side=BudgetSide.EXPENSE, amount_nok=amount) for amount in expenses]
    lines += [BudgetLine(side=BudgetSide.OTHER_GRANT, amount_nok=amount) for amount in grants]
    return Activity(budget_lines=lines, **income)


@pytest.mark.parametrize(
    ("of", "expenses_nok", "income_nok", "is_balanced", "sentence"),
    [
        (activity([], []), 0, 0, False, ""),
        (activity([None], [None]), 0, 0, False, ""),
        (activity([3000, 2000], [], sought_nok=5000), 5000, 5000, True, ""),
        (
            activity([5400], [], sought_nok=5000),
            5400,
            5000,
            False,
            "Det mangler 400 kroner på inntektssiden.",
        ),
        (
            activity([1000], [1500], sought_nok=5000),
            1000,
            6500,
            False,
            f"Inntektene er 5{N}500 kroner høyere enn utgiftene.",
        ),
        (
            activity([12_400], [400, None], sought_nok=10_000, own_funds_nok=1000, gifts_nok=500, sales_nok=500),
            12_400,
            12_400,
            True,
            "",
        ),
    ],
)
def test_balance(
    app: Flask, of: Activity, expenses_nok: int, income_nok: int, is_balanced: bool, sentence: str
) -> None:
    found = balance(of)
    assert (found.expenses_nok, found.income_nok) == (expenses_nok, income_nok)
    assert found.difference_nok == expenses_nok - income_nok
    assert (found.is_balanced, found.sentence) == (is_balanced, sentence)
