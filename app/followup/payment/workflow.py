"""The statuses of a payment, what follows what, by whom, and the words for each (domain.md 4.1, child payment)."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import SYSTEM, Actor, Role
from app.followup.labels import Label
from app.followup.payment.models import Payment, PaymentMeans, PaymentStatus
from app.policy import NotNow, NotPermitted

S = PaymentStatus
PAYERS = frozenset({Role.FINANCE})
APPROVERS = frozenset({Role.FINANCE, Role.APPROVER})


LABELS: dict[PaymentStatus, Label] = {
    S.PLANNED: Label(_l("Klar"), _l("Vi gjør klar utbetalingen"), "yellow"),
    S.APPROVED: Label(_l("Godkjent av to"), _l("Vi gjør klar utbetalingen"), "blue-light"),
    S.EXPORTED: Label(_l("Sendt til banken"), _l("Pengene er på vei"), "blue"),
    S.CONFIRMED: Label(_l("Utbetalt"), _l("Utbetalt"), "green"),
    S.FAILED: Label(_l("Kom ikke fram"), _l("Pengene kom ikke fram"), "red"),
    S.CANCELLED: Label(_l("Stanset"), _l("Ble ikke betalt"), "gray"),
}
MEANS: dict[PaymentMeans, str] = {
    PaymentMeans.BANK: _l("Bank"),
    PaymentMeans.INTERNAL: _l("Intern overføring"),
}

# from, to: the roles that may make the move; the system makes those of the clock
TRANSITIONS: dict[tuple[PaymentStatus, PaymentStatus], frozenset[Role]] = {
    (S.PLANNED, S.APPROVED): APPROVERS,
    (S.APPROVED, S.PLANNED): APPROVERS,  # an approval is taken back, or the account was changed after it
    (S.PLANNED, S.CANCELLED): frozenset(),  # the grant became smaller
    (S.APPROVED, S.CANCELLED): frozenset(),
    (S.APPROVED, S.EXPORTED): PAYERS,
    (S.EXPORTED, S.CONFIRMED): PAYERS,
    (S.EXPORTED, S.FAILED): PAYERS,
    (S.CONFIRMED, S.FAILED): PAYERS,  # the bank sent the money back
}


def check_move(payment: Payment, to: PaymentStatus, by: Actor) -> None:
    """Raises NotNow when `to` does not follow the present status, NotPermitted when `by` may not make the move."""
    roles = TRANSITIONS.get((payment.status, to))
    if roles is None:
        raise NotNow(
            _(
                "Utbetaling %(payment)s har status «%(status)s» og kan ikke settes til «%(to)s».",
                payment=payment.reference,
                status=LABELS[payment.status].staff,
                to=LABELS[to].staff,
            )
        )
    if by is not SYSTEM and not roles & by.roles:
        raise NotPermitted(_("Rollen din kan ikke sette utbetalingen til «%(to)s».", to=LABELS[to].staff))


def move(payment: Payment, to: PaymentStatus, *, by: Actor) -> None:
    """The only way a payment's status changes."""
    check_move(payment, to, by)
    payment.status = to
