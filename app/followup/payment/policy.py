"""Who may approve, export and confirm a payment, and when. Order: who, then when, then whether it is complete.

Two persons approve, whatever their roles; none of them entered the account, is disqualified in the case or belongs to
the receiver.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from stdnum.no import kontonr

from app.access import Actor
from app.clock import local
from app.followup.payment.models import Payment, PaymentBatch, PaymentMeans, PaymentStatus
from app.followup.payment.planning import Standing, standing_approvals
from app.followup.payment.workflow import APPROVERS, LABELS, PAYERS, check_move
from app.formatting import full_day
from app.law.deadlines import next_working_day
from app.policy import NotComplete, NotNow, NotPermitted
from app.review.standing import Answer
from app.review.standing import Standing as OwnStanding
from app.rounds.models import Round

APPROVALS, DIGITS = 2, 11
FURTHEST = timedelta(days=60)
"""A batch is paid within this time; a later day is more likely a slip."""


def is_approver(by: Actor) -> None:
    if not by.roles & APPROVERS:
        raise NotPermitted(_("Bare økonomi og godkjennere kan godkjenne utbetalinger."))


def can_approve(by: Actor, payment: Payment, standing: Standing, own: OwnStanding) -> None:
    """One of two. `standing`: of the grant; `own`: of the person, to the case."""
    is_approver(by)
    if own.is_member:
        raise NotPermitted(_("Du hører til %(name)s.", name=payment.grant.application.organisation.name))
    if own.answer is Answer.DISQUALIFIED:
        raise NotPermitted(_("Du er inhabil i denne saken."))
    account = standing.accounts.current
    if payment.means is PaymentMeans.BANK and account is not None and account.entered_by_id == by.actor_id:
        raise NotPermitted(_("Du la inn kontonummeret. To andre må godkjenne."))
    if payment.status is not PaymentStatus.PLANNED:
        raise NotNow(_("Utbetalingen har nå status «%(status)s».", status=LABELS[payment.status].staff))
    hold = standing.hold(payment)
    if hold is not None:
        raise NotNow(hold)
    if any(one.by_id == by.actor_id for one in standing_approvals(payment, standing.accounts)):
        raise NotNow(_("Du har godkjent. En annen må godkjenne også."))


def can_withdraw_approval(by: Actor, payment: Payment) -> None:
    """One's own, until it is exported."""
    is_approver(by)
    if not any(one.by_id == by.actor_id for one in payment.approvals):
        raise NotNow(_("Du har ikke godkjent denne utbetalingen."))
    if payment.status not in {PaymentStatus.PLANNED, PaymentStatus.APPROVED}:
        raise NotNow(_("Utbetalingen er sendt til banken."))


def can_pay(by: Actor) -> None:
    if not by.roles & PAYERS:
        raise NotPermitted(_("Bare økonomi eksporterer og bekrefter utbetalinger."))


def can_export(
    by: Actor,
    of_round: Round,
    asked: Collection[str],
    payments: Sequence[Payment],
    standings: Mapping[int, Standing],
) -> None:
    """All that was asked for, or nothing. `standings` by grant."""
    can_pay(by)
    if not asked:
        raise NotComplete(_("Ingen utbetalinger er valgt."), {"payment": _("Velg minst én utbetaling.")})
    if len(payments) < len(set(asked)):
        raise NotNow(_("Noen av utbetalingene finnes ikke i %(round)s.", round=of_round.name))
    for payment in payments:
        _is_ready(by, payment, standings[payment.grant_id])


def _is_ready(by: Actor, payment: Payment, standing: Standing) -> None:
    if payment.batch_id is not None:
        raise NotNow(
            _(
                "%(payment)s er allerede eksportert. Last siden på nytt, og se filen den er i.",
                payment=payment.reference,
            )
        )
    check_move(payment, PaymentStatus.EXPORTED, by)
    if len(standing_approvals(payment, standing.accounts)) < APPROVALS:
        raise NotNow(changed_after(payment))
    hold = standing.hold(payment)
    if hold is not None:
        raise NotNow(f"{payment.reference}: {hold}")


def changed_after(payment: Payment) -> str:
    """The sentence for a payment whose account was changed after two had approved it."""
    return str(_("Kontoen til %(payment)s er endret. To må godkjenne på nytt.", payment=payment.reference))


def lacks_for_export(
    pay_on: date | None, payer_account: str | None, payments: Sequence[Payment], today: date
) -> dict[str, str]:
    """What is wrong with what was typed, by field. `payer_account`: the round's, or as it was typed."""
    found: dict[str, str] = {}
    if pay_on is None:
        found["pay_on"] = _("Velg en dag.")
    elif pay_on < today:
        found["pay_on"] = _("Dagen har vært.")
    elif pay_on > today + FURTHEST:
        found["pay_on"] = _("Velg en dag innen %(day)s.", day=full_day(today + FURTHEST))
    elif next_working_day(pay_on) != pay_on:
        found["pay_on"] = _(
            "Banken er stengt den dagen. Neste bankdag er %(day)s.", day=full_day(next_working_day(pay_on))
        )
    if any(payment.means is PaymentMeans.BANK for payment in payments) and not is_account(payer_account):
        found["payer_account"] = _("Skriv kontoen som det betales fra: elleve sifre.")
    return found


def is_account(number: str | None) -> bool:
    """A Norwegian account number: eleven digits, mod 11."""
    return number is not None and len(number) == DIGITS and kontonr.is_valid(number)


def can_confirm(
    by: Actor, batch: PaymentBatch, payments: Sequence[Payment], paid_on: date | None, at: datetime
) -> None:
    can_pay(by)
    if not payments:
        raise NotComplete(_("Ingen utbetalinger er valgt."), {"payment": _("Velg minst én utbetaling.")})
    for payment in payments:
        check_move(payment, PaymentStatus.CONFIRMED, by)
    if paid_on is None:
        raise NotComplete(_("Datoen mangler."), {"paid_on": _("Velg en dag.")})
    if paid_on > local(at).date():
        raise NotComplete(_("Datoen stemmer ikke."), {"paid_on": _("Dagen har ikke vært ennå.")})
    if paid_on < local(batch.made_at).date():
        made = full_day(local(batch.made_at).date())
        raise NotComplete(
            _("Datoen stemmer ikke."),
            {"paid_on": _("Filen ble laget %(day)s. Pengene kan ikke ha kommet før.", day=made)},
        )


def can_fail(by: Actor, payment: Payment, reason: str | None) -> None:
    can_pay(by)
    check_move(payment, PaymentStatus.FAILED, by)
    if not reason:
        raise NotComplete(_("Begrunnelsen mangler."), {"reason": _("Skriv hva banken sa.")})
