"""Do the two sides of an activity's budget meet? Whole kroner (domain.md 2.4). Pure."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.applications.models import Activity, BudgetSide
from app.formatting import number


@dataclass(frozen=True)
class Balance:
    """Expenses, and what is to pay for them: sought plus other income. `difference_nok` is what is missing."""

    expenses_nok: int
    income_nok: int

    @property
    def difference_nok(self) -> int:
        """Positive: income is missing. Negative: there is more income than expenses."""
        return self.expenses_nok - self.income_nok

    @property
    def is_balanced(self) -> bool:
        return self.difference_nok == 0 and self.expenses_nok > 0

    @property
    def sentence(self) -> str:
        """What to do about it; empty while there is nothing to say."""
        if self.difference_nok > 0:
            return str(_("Det mangler %(amount)s kroner på inntektssiden.", amount=number(self.difference_nok)))
        if self.difference_nok < 0:
            return str(_("Inntektene er %(amount)s kroner høyere enn utgiftene.", amount=number(-self.difference_nok)))
        return ""


def balance(activity: Activity) -> Balance:
    """Empty lines and fields count as nothing. A grant from others counts whether it is promised or only sought."""
    expenses = sum(line.amount_nok or 0 for line in activity.budget_lines if line.side is BudgetSide.EXPENSE)
    grants = sum(line.amount_nok or 0 for line in activity.budget_lines if line.side is BudgetSide.OTHER_GRANT)
    own = (activity.sought_nok, activity.own_funds_nok, activity.gifts_nok, activity.sales_nok)
    return Balance(expenses, grants + sum(amount or 0 for amount in own))
