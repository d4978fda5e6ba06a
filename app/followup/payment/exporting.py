"""Make the files of a batch, once: whoever fetches them again gets the same bytes. Whole kroner."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from app.accounts.models import User
from app.audit.actions import record
from app.clock import local
from app.decisions.queries import locked_round
from app.extensions import db
from app.files.actions import store
from app.followup.payment import pain, planning, policy, queries
from app.followup.payment.models import Payment, PaymentBatch, PaymentMeans, PaymentStatus
from app.followup.payment.transfers import TEXT_LENGTH, Order, Payer, Transfer, one_line, table
from app.followup.payment.workflow import move
from app.policy import NotComplete
from app.rounds.models import Round

CSV_TYPE, PAIN_TYPE = "text/csv", "application/xml"


def export(
    round_id: int, references: Sequence[str], pay_on: date | None, payer_account: str | None, *, by: User, at: datetime
) -> PaymentBatch:
    """Every chosen payment in one batch, or none. The round is locked, so that of two who export at once the second
    finds that the payments are sent. `payer_account`: typed where the round has none, and then kept on it."""
    of_round = locked_round(round_id)
    chosen = queries.for_change(references, round_id)
    known = planning.standings([one.grant for one in chosen])
    policy.can_export(by, of_round, references, chosen, known)
    account = of_round.payer_account or _digits(payer_account)
    lacking = policy.lacks_for_export(pay_on, account, chosen, local(at).date())
    if lacking or pay_on is None:
        raise NotComplete(_("Filen er ikke laget."), lacking)
    for payment in chosen:
        _freeze(payment, known[payment.grant_id])
    order = _order(of_round, chosen, pay_on, account, at)
    batch = _keep(order, round_id, by, at)
    for payment in chosen:
        payment.batch = batch
        move(payment, PaymentStatus.EXPORTED, by=by)
    payments, total_nok = batch.payments_count, batch.total_nok
    record("payments_exported", by=by, at=at, batch=batch.reference, payments=payments, total_nok=total_nok)
    if account and not of_round.payer_account:
        of_round.payer_account = account
        record("round_changed", by=by, at=at, round=of_round.slug, what="payer_account")
    return batch


def _digits(typed: str | None) -> str | None:
    return "".join(sign for sign in typed or "" if sign.isdigit()) or None


def _freeze(payment: Payment, standing: planning.Standing) -> None:
    """From now on it says where the money went, whatever the organisation changes later."""
    organisation = payment.grant.application.organisation
    if payment.means is PaymentMeans.INTERNAL:
        payment.cost_centre, payment.receiver = organisation.cost_centre, organisation.name
        return
    account = standing.accounts.current
    assert account is not None
    payment.account, payment.account_number, payment.receiver = account, account.number, account.holder


def _order(of_round: Round, payments: Sequence[Payment], pay_on: date, account: str | None, at: datetime) -> Order:
    number = queries.last_batch_number(of_round.id) + 1
    payer = Payer(of_round.owner_unit, of_round.owner_orgnr, account)
    return Order(f"{of_round.reference_prefix}-U{number:03}", payer, pay_on, at, [_transfer(one) for one in payments])


def _transfer(payment: Payment) -> Transfer:
    application, activity = payment.grant.application, payment.grant.activity
    return Transfer(
        reference=payment.reference,
        case=application.reference,
        receiver=payment.receiver or "",
        orgnr=application.organisation.orgnr,
        account=payment.account_number,
        cost_centre=payment.cost_centre,
        amount_nok=payment.amount_nok,
        text=one_line(f"{_about(payment)} {application.reference} {activity.title}")[:TEXT_LENGTH],
    )


def _about(payment: Payment) -> str:
    """The first word that the receiver sees in the bank."""
    return "For mye krevd tilbake" if payment.refunds_claim else "Tilskudd"


def _keep(order: Order, round_id: int, by: User, at: datetime) -> PaymentBatch:
    bank_file = store(pain.write(order), PAIN_TYPE, at) if order.through_bank else None
    made = PaymentBatch(
        reference=order.reference,
        round_id=round_id,
        pay_on=order.pay_on,
        total_nok=order.total_nok,
        payments_count=len(order.transfers),
        csv_sha256=store(table(order), CSV_TYPE, at).sha256,
        pain_sha256=bank_file.sha256 if bank_file else None,
        made_by_id=by.id,
        made_by_name=by.name,
        made_at=at,
    )
    db.session.add(made)
    return made


def fetched(batch: PaymentBatch, kind: str, *, by: User, at: datetime) -> str:
    """Note who fetched which file, and give its SHA-256. Raises NoResultFound where there is no such file."""
    policy.can_pay(by)
    found = {"csv": batch.csv_sha256, "xml": batch.pain_sha256}.get(kind)
    if found is None:
        raise NoResultFound
    record("payment_file_fetched", by=by, at=at, batch=batch.reference, file=kind)
    return found
