"""What a payment file holds, as plain values, and the file for an ERP: CSV. Whole kroner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.files.sheets import as_csv

HEADS = (
    "utbetaling",
    "sak",
    "mottaker",
    "organisasjonsnummer",
    "type",
    "til_konto",
    "koststed",
    "belop",
    "valuta",
    "betalingsdag",
    "tekst",
    "fra_konto",
)
TEXT_LENGTH = 140
"""Of the text that follows the money (Ustrd in pain.001)."""


@dataclass(frozen=True)
class Payer:
    """Who pays. `account`: eleven digits; None where nothing goes through a bank."""

    name: str
    orgnr: str | None
    account: str | None


@dataclass(frozen=True)
class Transfer:
    """One payment. To a bank account, or to a cost centre of the municipality."""

    reference: str
    case: str
    receiver: str
    orgnr: str | None
    account: str | None
    cost_centre: str | None
    amount_nok: int
    text: str

    @property
    def is_internal(self) -> bool:
        return self.account is None


@dataclass(frozen=True)
class Order:
    """A batch: everything its two files are made of."""

    reference: str
    payer: Payer
    pay_on: date
    made_at: datetime
    transfers: Sequence[Transfer]

    @property
    def total_nok(self) -> int:
        return sum(one.amount_nok for one in self.transfers)

    @property
    def through_bank(self) -> list[Transfer]:
        return [one for one in self.transfers if not one.is_internal]


def one_line(text: str) -> str:
    """Without line breaks and signs that no file may hold."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def table(order: Order) -> bytes:
    """Amounts and account numbers are plain digits."""
    return as_csv(HEADS, [_cells(one, order) for one in order.transfers])


def _cells(one: Transfer, order: Order) -> list[str]:
    return [
        one.reference,
        one.case,
        one_line(one.receiver),
        one.orgnr or "",
        "intern" if one.is_internal else "bank",
        one.account or "",
        one.cost_centre or "",
        str(one.amount_nok),
        "NOK",
        order.pay_on.isoformat(),
        one_line(one.text),
        "" if one.is_internal else order.payer.account or "",
    ]
