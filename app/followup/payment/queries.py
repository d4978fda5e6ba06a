"""Payments as pages and timers need them. Whole kroner."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from app.accounts.models import Organisation
from app.applications.models import Application
from app.extensions import db
from app.followup.acceptance.accounts import live_accounts
from app.followup.acceptance.models import AccountStatus, PayoutAccount
from app.followup.grants.giving_back import known_by
from app.followup.grants.models import Grant
from app.followup.grants.queries import with_case
from app.followup.payment.models import Payment, PaymentBatch, PaymentStatus
from app.rounds.models import Round

UNSENT = (PaymentStatus.PLANNED, PaymentStatus.APPROVED)
"""Not exported yet: these can still be stopped."""
OPEN = (*UNSENT, PaymentStatus.EXPORTED)
"""On their way: neither confirmed nor given up."""
COUNTED = (*OPEN, PaymentStatus.CONFIRMED)
"""Those that count against what was accepted."""
MOST = 500


@dataclass(frozen=True)
class Accounts:
    """Where an organisation's money goes now, and the number that waits to take its place."""

    current: PayoutAccount | None = None
    waiting: PayoutAccount | None = None


def paid(grant_ids: Sequence[int]) -> dict[int, int]:
    """What is confirmed to have reached the receiver, by grant; missing when nothing has. What was paid back and went
    out once more is not counted twice (`refunded`). One statement."""
    return _sums(grant_ids, [PaymentStatus.CONFIRMED])


def planned(grant_ids: Sequence[int]) -> dict[int, int]:
    """What is paid or on its way, by grant. One statement."""
    return _sums(grant_ids, COUNTED)


def open_of(grant_ids: Sequence[int]) -> dict[int, list[Payment]]:
    """Those on their way, by grant; missing when none is. One statement."""
    return _by_grant(select(Payment).where(Payment.grant_id.in_(grant_ids), Payment.status.in_(OPEN)))


def all_of(grant_ids: Sequence[int]) -> dict[int, list[Payment]]:
    """Every payment, by grant, oldest first, with its batch and letter: one statement."""
    found = select(Payment).where(Payment.grant_id.in_(grant_ids))
    return _by_grant(found.options(joinedload(Payment.batch), joinedload(Payment.letter)))


def paid_of(payments: Mapping[int, Sequence[Payment]]) -> dict[int, int]:
    """The same as `paid`, of payments that are read already."""
    return {
        key: sum(one.amount_nok for one in mine if one.status is PaymentStatus.CONFIRMED and not one.refunds_claim)
        for key, mine in payments.items()
    }


def refunded(grant_ids: Sequence[int]) -> dict[int, int]:
    """What was paid back too much and is confirmed to be the party's again, by grant. One statement."""
    return _sums(grant_ids, [PaymentStatus.CONFIRMED], refunds=True)


def refunds_of_claim(grant_id: InstrumentedAttribute[int], number: InstrumentedAttribute[int]) -> ColumnElement[int]:
    """The same, or on its way, of the claim in the row that is looked at; 0 where there is none."""
    is_its = (Payment.grant_id == grant_id) & (Payment.refunds_claim == number)
    total = select(func.sum(Payment.amount_nok)).where(is_its, Payment.status.in_(COUNTED)).scalar_subquery()
    return func.coalesce(total, 0)


@known_by
def gone_out(grant_ids: Sequence[int]) -> dict[int, int]:
    """What the bank has, confirmed or not, by grant: it cannot be stopped any more. One statement."""
    return _sums(grant_ids, [PaymentStatus.EXPORTED, PaymentStatus.CONFIRMED])


def _by_grant(found: Select[Payment]) -> dict[int, list[Payment]]:
    grouped: dict[int, list[Payment]] = {}
    for payment in db.session.scalars(found.order_by(Payment.id)):
        grouped.setdefault(payment.grant_id, []).append(payment)
    return grouped


def _sums(grant_ids: Sequence[int], statuses: Sequence[PaymentStatus], *, refunds: bool = False) -> dict[int, int]:
    is_refund = Payment.refunds_claim.is_not(None)
    rows = db.session.execute(
        select(Payment.grant_id, func.sum(Payment.amount_nok))
        .where(Payment.grant_id.in_(grant_ids), Payment.status.in_(statuses), is_refund if refunds else ~is_refund)
        .group_by(Payment.grant_id)
    )
    return {grant_id: int(total) for grant_id, total in rows}


def accounts(organisation_ids: Collection[int]) -> dict[int, Accounts]:
    """By organisation; missing when there is none. One statement."""
    return by_owner(live_accounts(organisation_ids))


def by_owner(accounts: Sequence[PayoutAccount]) -> dict[int, Accounts]:
    found: dict[int, dict[AccountStatus, PayoutAccount]] = {}
    for account in reversed(accounts):
        found.setdefault(account.organisation_id, {})[account.status] = account
    return {
        owner: Accounts(each.get(AccountStatus.CURRENT), each.get(AccountStatus.WAITING))
        for owner, each in found.items()
    }


def unpaid_grants(round_id: int | None = None) -> list[tuple[Grant, int]]:
    """Grants of which more is accepted than is planned, with what is planned. Oldest case first: one statement."""
    counted = (
        select(Payment.grant_id, func.sum(Payment.amount_nok).label("nok"))
        .where(Payment.status.in_(COUNTED), Payment.refunds_claim.is_(None))
        .group_by(Payment.grant_id)
        .subquery()
    )
    nok = func.coalesce(counted.c.nok, 0)
    found = with_case(select(Grant, nok)).outerjoin(counted, counted.c.grant_id == Grant.id)
    found = found.where(Grant.cancelled_at.is_(None), Grant.accepted_nok > nok)
    if round_id is not None:
        found = found.where(Grant.round_id == round_id)
    return [(grant, int(sum_nok)) for grant, sum_nok in db.session.execute(found.order_by(Application.id, Grant.id))]


def locked_grants(grant_ids: Sequence[int]) -> dict[int, int]:
    """What is accepted now, by grant, held until the transaction ends; 0 for one that is cancelled."""
    rows = db.session.execute(
        select(Grant.id, Grant.accepted_nok, Grant.cancelled_at)
        .where(Grant.id.in_(grant_ids))
        .order_by(Grant.id)
        .with_for_update()
    )
    return {grant_id: 0 if cancelled_at else accepted_nok for grant_id, accepted_nok, cancelled_at in rows}


def last_numbers(grant_ids: Sequence[int]) -> dict[int, int]:
    """The highest number of a payment, by grant; missing when there is none."""
    rows = db.session.execute(
        select(Payment.grant_id, func.max(Payment.number))
        .where(Payment.grant_id.in_(grant_ids))
        .group_by(Payment.grant_id)
    )
    return {grant_id: number for grant_id, number in rows}


def whole() -> Select[Payment]:
    """Payments with case, organisation, round, activity and approvals: two statements."""
    return (
        with_case(select(Payment), Payment.grant)
        .options(selectinload(Payment.approvals))
        .order_by(Organisation.name, Payment.id)
    )


def unsent(round_id: int) -> Sequence[Payment]:
    """Those of a round that are not exported, by receiver; at most MOST. Two statements."""
    found = whole().where(Round.id == round_id, Payment.status.in_(UNSENT)).limit(MOST)
    return db.session.scalars(found).all()


def round_to_pay() -> int | None:
    """The newest round in which a payment waits to be approved or sent, by its primary key. One statement."""
    found = select(Grant.round_id).join(Payment, Payment.grant_id == Grant.id).where(Payment.status.in_(UNSENT))
    return db.session.scalar(found.order_by(Grant.round_id.desc()).limit(1))


def for_change(references: Collection[str], round_id: int | None = None) -> list[Payment]:
    """Locked and read anew, in the order of their numbers. What is not there is left out."""
    locked = select(Payment.id).where(Payment.reference.in_(references)).order_by(Payment.id).with_for_update()
    found = whole().where(Payment.id.in_(db.session.scalars(locked).all()))
    if round_id is not None:
        found = found.where(Round.id == round_id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def payment(reference: str) -> Payment:
    """Raises NoResultFound."""
    found = whole().where(Payment.reference == reference).options(joinedload(Payment.batch))
    return db.session.scalars(found).one()


def with_approvals() -> Sequence[Payment]:
    """Not exported, and approved by somebody."""
    return db.session.scalars(whole().where(Payment.status.in_(UNSENT), Payment.approvals.any())).all()


def batches(round_id: int) -> Sequence[PaymentBatch]:
    """The newest first, with their payments: two statements."""
    found = select(PaymentBatch).where(PaymentBatch.round_id == round_id).options(selectinload(PaymentBatch.payments))
    return db.session.scalars(found.order_by(PaymentBatch.id.desc()).limit(MOST)).all()


def batch(reference: str) -> PaymentBatch:
    """Raises NoResultFound."""
    return db.session.scalars(select(PaymentBatch).where(PaymentBatch.reference == reference)).one()


def payments_in(of_batch: PaymentBatch) -> Sequence[Payment]:
    """By receiver: two statements."""
    return db.session.scalars(whole().where(Payment.batch_id == of_batch.id)).all()


def last_batch_number(round_id: int) -> int:
    """How many batches the round has."""
    found = select(func.count(PaymentBatch.id)).where(PaymentBatch.round_id == round_id)
    return db.session.scalar(found) or 0


def without_letter() -> Sequence[int]:
    """Paid, and the message that says so is not made; at most a hundred."""
    lost = select(Payment.id).where(Payment.status == PaymentStatus.CONFIRMED, Payment.letter_id.is_(None))
    return db.session.scalars(lost.order_by(Payment.id).limit(100)).all()


def paid_payment(payment_id: int) -> Payment | None:
    """A confirmed one with what its letter says; none while it is not confirmed."""
    found = whole().where(Payment.id == payment_id, Payment.status == PaymentStatus.CONFIRMED)
    return db.session.scalars(found.options(joinedload(Payment.batch))).one_or_none()
