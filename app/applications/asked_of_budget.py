"""The questions of an activity's budget: income, what is around it, and the rows of both sides (domain.md 2.4)."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.applications.asked_of_applicant import GRANT_STATUS, is_business
from app.applications.models import BudgetLine
from app.applications.questions import FROM_STANDARD, Kind, Question, fixed, of_round
from app.rounds.models import OptionKind

MOST_EXPENSES = 15
MOST_GRANTS = 6

INCOME: tuple[Question, ...] = (
    Question(
        "own_funds_nok", _l("Egne midler"), Kind.AMOUNT, _l("Penger dere selv legger inn. Dugnad fører dere som timer.")
    ),
    Question(
        "gifts_nok", _l("Gaver og sponsor"), Kind.AMOUNT, _l("Bare penger. Gratis lokale skriver dere under samarbeid.")
    ),
    Question(
        "sales_nok",
        _l("Salg eller egenandel"),
        Kind.AMOUNT,
        _l("Inngang skal være gratis. Salg av brukte ting kan være greit hvis det går tilbake til aktiviteten."),
        when=lambda application, _activity: application.round.allows_sales_income,
    ),
)

AROUND_THE_BUDGET: tuple[Question, ...] = (
    Question(
        "less_plan",
        _l("Hva dropper dere hvis dere får mindre?"),
        Kind.LONG_TEXT,
        _l("Da kan vi gi litt til flere uten å ødelegge planen."),
        limit=200,
        lengths=FROM_STANDARD,
    ),
    Question(
        "recovers_vat",
        _l("Får dere igjen merverdiavgiften?"),
        Kind.CHOICE,
        _l("Skriv beløp uten mva hvis dere får den tilbake."),
        choices=fixed(("yes", _l("Ja")), ("no", _l("Nei")), ("unknown", _l("Vet ikke"))),
        when=is_business,
    ),
)


def _write_granted(line: BudgetLine, value: str | None, _at: datetime) -> None:
    line.is_granted = None if value is None else value == "granted"


def _granted(line: BudgetLine) -> str | None:
    return None if line.is_granted is None else "granted" if line.is_granted else "sought"


EXPENSE: tuple[Question, ...] = (
    Question("group_code", _l("Gruppe"), Kind.SELECT, choices=of_round(OptionKind.EXPENSE_GROUP)),
    Question("text", _l("Hva?"), Kind.TEXT, limit=60),
    Question("amount_nok", _l("Beløp"), Kind.AMOUNT),
)
OTHER_GRANT: tuple[Question, ...] = (
    Question("text", _l("Hvem gir?"), Kind.TEXT, limit=80),
    Question("amount_nok", _l("Beløp"), Kind.AMOUNT),
    Question(
        "is_granted",
        _l("Søkt eller innvilget?"),
        Kind.SELECT,
        choices=fixed(*GRANT_STATUS),
        read=_granted,
        write=_write_granted,
    ),
)
