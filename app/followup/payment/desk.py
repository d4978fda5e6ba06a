"""What the pages of payments show: plain rows, ready to be read. Account numbers are whole for finance only."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access import Actor
from app.accounts.models import User
from app.followup.acceptance.accounts import masked
from app.followup.payment import planning, policy, queries
from app.followup.payment.models import Payment, PaymentBatch, PaymentMeans, PaymentStatus
from app.followup.payment.planning import Standing
from app.policy import denial
from app.review.standing import standings as own_standings
from app.rounds.models import Round


@dataclass(frozen=True)
class Row:
    """One payment that is not exported. `approved_by`: names of those whose approval holds. `blocked`: why the person
    who looks cannot approve it; `hold`: why nobody can."""

    payment: Payment
    goes_to: str
    approved_by: tuple[str, ...]
    is_mine: bool
    blocked: str | None
    hold: str | None

    @property
    def amount_nok(self) -> int:
        return self.payment.amount_nok


@dataclass(frozen=True)
class Desk:
    """`waiting`: for approvals, those that the person may approve first. `ready`: approved by two."""

    waiting: Sequence[Row]
    ready: Sequence[Row]

    @property
    def may_approve(self) -> list[Row]:
        return [row for row in self.waiting if row.blocked is None]


def desk(of_round: Round, reader: User) -> Desk:
    """Five statements, whatever the number of payments; one more where a permit is demanded."""
    payments = queries.unsent(of_round.id)
    known = planning.standings([one.grant for one in payments])
    own = own_standings(reader, {one.grant.application_id for one in payments})
    rows = []
    for one in payments:
        standing = known[one.grant_id]
        blocked = denial(policy.can_approve, reader, one, standing, own[one.grant.application_id])
        rows.append(_row(one, standing, blocked, reader))
    waiting = [row for row in rows if row.payment.status is PaymentStatus.PLANNED]
    ready = [row for row in rows if row.payment.status is PaymentStatus.APPROVED]
    return Desk(sorted(waiting, key=lambda row: row.blocked is not None), ready)


def _row(payment: Payment, standing: Standing, blocked: str | None, reader: User) -> Row:
    holding = planning.standing_approvals(payment, standing.accounts)
    hold = standing.hold(payment)
    if payment.status is PaymentStatus.APPROVED and len(holding) < policy.APPROVALS:
        hold = hold or policy.changed_after(payment)
    return Row(
        payment,
        goes_to(payment, standing, reader),
        tuple(one.by_name for one in holding),
        any(one.by_id == reader.id for one in payment.approvals),
        blocked,
        hold,
    )


def goes_to(payment: Payment, standing: Standing, reader: Actor) -> str:
    """The account or the cost centre it will be paid to."""
    if payment.means is PaymentMeans.INTERNAL:
        return payment.grant.application.organisation.cost_centre or "–"
    account = standing.accounts.current
    return masked(account.number, reader) if account is not None else "–"


def went_to(payment: Payment, reader: Actor) -> str:
    """Where an exported one went, as it was then."""
    if payment.means is PaymentMeans.INTERNAL:
        return payment.cost_centre or "–"
    return masked(payment.account_number or "", reader)


@dataclass(frozen=True)
class BatchRow:
    batch: PaymentBatch
    confirmed: int
    failed: int

    @property
    def open(self) -> int:
        return self.batch.payments_count - self.confirmed - self.failed


def batch_rows(of_round: Round) -> list[BatchRow]:
    """The newest first: two statements."""
    return [
        BatchRow(
            batch,
            sum(one.status is PaymentStatus.CONFIRMED for one in batch.payments),
            sum(one.status is PaymentStatus.FAILED for one in batch.payments),
        )
        for batch in queries.batches(of_round.id)
    ]
