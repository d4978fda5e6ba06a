"""When a grant is paid: what is owed, what it still waits for, and payments planned by themselves (domain.md T19-T20).

A grant is paid once, however it comes about: what is planned, sent and confirmed is never more than what is accepted.
An appeal on the rest stops nothing. Whole kroner.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.access import SYSTEM
from app.accounts.models import ApplicantType
from app.audit.actions import record
from app.extensions import db
from app.followup.acceptance.permits import lacks
from app.followup.grants.models import Grant
from app.followup.grants.telling import when_told
from app.followup.payment import queries
from app.followup.payment.models import Payment, PaymentApproval, PaymentMeans, PaymentStatus
from app.followup.payment.queries import UNSENT, Accounts
from app.followup.payment.workflow import move
from app.followup.report.models import Report, ReportState
from app.followup.report.queries import reports_of

MOST = 500
"""So many are planned in one transaction; the rest at the next tick."""
NO_ACCOUNTS = Accounts()


@dataclass(frozen=True)
class Standing:
    """How one grant stands to being paid. `why_not`: what it waits for, a sentence; None when nothing. What was paid
    back too much waits for nothing but an account (`no_account`)."""

    means: PaymentMeans
    accounts: Accounts
    why_not: str | None = None
    no_account: str | None = None
    report: Report | None = None

    def hold(self, payment: Payment) -> str | None:
        """Why this payment cannot go out now."""
        return self.no_account if payment.refunds_claim else self.why_not


@dataclass(frozen=True)
class Owed:
    grant: Grant
    amount_nok: int
    standing: Standing


def means_of(grant: Grant) -> PaymentMeans:
    is_municipal = grant.application.organisation.applicant_type is ApplicantType.MUNICIPAL
    return PaymentMeans.INTERNAL if is_municipal else PaymentMeans.BANK


def owed_nok(accepted_nok: int, planned_nok: int, used_nok: int | None = None) -> int:
    """What is left to plan. `used_nok`: of a grant that is paid after the report, what the report says was needed."""
    most_nok = accepted_nok if used_nok is None else min(accepted_nok, max(0, used_nok))
    return max(0, most_nok - planned_nok)


def standings(grants: Sequence[Grant]) -> dict[int, Standing]:
    """By grant: accounts and permits one statement each, and reports where the round pays after them."""
    lacking = lacks(grants)
    owners = {grant.application.organisation_id for grant in grants}
    known = queries.accounts(owners) if owners else {}
    after = [grant.id for grant in grants if not grant.application.round.pays_before_report]
    reports = reports_of(after) if after else {}
    return {
        grant.id: standing_of(
            grant,
            lacking.get(grant.id),
            known.get(grant.application.organisation_id, NO_ACCOUNTS),
            reports.get(grant.id),
        )
        for grant in grants
    }


def standing_of(grant: Grant, lacking: str | None, accounts: Accounts, report: Report | None) -> Standing:
    """`lacking`: the permit that it waits for, in a sentence."""
    no_account = _account_lacks(grant, accounts)
    why = lacking or no_account or _report_lacks(grant, report)
    return Standing(means_of(grant), accounts, why, no_account, report)


def _account_lacks(grant: Grant, accounts: Accounts) -> str | None:
    organisation = grant.application.organisation
    if means_of(grant) is PaymentMeans.INTERNAL:
        return None if organisation.cost_centre else str(_("Koststedet mangler."))
    if accounts.waiting is not None:
        return str(_("Kontoen venter på at en annen person kontrollerer den."))
    return None if accounts.current is not None else str(_("Vi har ikke kontonummer."))


def _report_lacks(grant: Grant, report: Report | None) -> str | None:
    if grant.application.round.pays_before_report:
        return None
    if report is not None and report.state is ReportState.APPROVED:
        return None
    return str(_("Runden betaler når rapporten er godkjent."))


def _used_nok(standing: Standing) -> int | None:
    report = standing.report
    if report is None or report.total_cost_nok is None:
        return None
    return report.total_cost_nok - (report.other_income_nok or 0)


def owed(round_id: int | None = None) -> list[Owed]:
    """What is accepted and not planned, whatever it waits for. Oldest case first."""
    unpaid = queries.unpaid_grants(round_id)
    known = standings([grant for grant, _planned_nok in unpaid]) if unpaid else {}
    found = [
        Owed(grant, owed_nok(grant.accepted_nok, planned_nok, _used_nok(known[grant.id])), known[grant.id])
        for grant, planned_nok in unpaid
    ]
    return [one for one in found if one.amount_nok]


def plan_due(at: datetime) -> int:
    """For the tick: plan what is due and waits for nothing. Returns how many. Safe to run twice, and at once: the
    grants are locked, and what is planned is read again."""
    start_again(at)
    due = [one for one in owed() if one.standing.why_not is None][:MOST]
    ids = [one.grant.id for one in due]
    if not ids:
        return 0
    accepted, planned = queries.locked_grants(ids), queries.planned(ids)
    numbers, count = queries.last_numbers(ids), 0
    for one in due:
        key = one.grant.id
        amount_nok = owed_nok(accepted[key], planned.get(key, 0), _used_nok(one.standing))
        if amount_nok:
            plan(one.grant, amount_nok, numbers.get(key, 0) + 1, at)
            count += 1
    return count


def plan(grant: Grant, amount_nok: int, number: int, at: datetime, *, refunds_claim: int | None = None) -> Payment:
    """`number`: the next of this grant, which is locked."""
    application, position = grant.application, grant.activity.position
    made = Payment(
        reference=f"{application.reference}-{position}-{number}",
        grant_id=grant.id,
        number=number,
        means=means_of(grant),
        amount_nok=amount_nok,
        planned_at=at,
        refunds_claim=refunds_claim,
    )
    db.session.add(made)
    fields = {"activity": position, "payment": made.reference, "amount_nok": amount_nok}
    record("payment_planned", by=SYSTEM, at=at, case=application.reference, **fields)
    return made


def standing_approvals(payment: Payment, accounts: Accounts) -> list[PaymentApproval]:
    """Those that hold: given to the account as it is now, by somebody who did not enter it."""
    account = accounts.current
    if payment.means is PaymentMeans.INTERNAL or account is None:
        return list(payment.approvals)
    since = account.settled_at or account.entered_at
    return [one for one in payment.approvals if one.at >= since and one.by_id != account.entered_by_id]


def drop_outdated(payment: Payment, accounts: Accounts, at: datetime) -> bool:
    """An account that was changed after the approval is approved anew. Whether there was any."""
    holding = standing_approvals(payment, accounts)
    if len(holding) == len(payment.approvals):
        return False
    if payment.status is PaymentStatus.APPROVED:
        move(payment, PaymentStatus.PLANNED, by=SYSTEM)
    payment.approvals[:] = holding
    db.session.flush()  # the same person may approve again
    case = payment.grant.application.reference
    record("payment_approval_withdrawn", by=SYSTEM, at=at, case=case, payment=payment.reference)
    return True


def start_again(at: datetime) -> int:
    """Payments whose account was changed after somebody approved them wait for two approvals anew. Returns how many."""
    found = queries.with_approvals()
    if not found:
        return 0
    known = queries.accounts({one.grant.application.organisation_id for one in found})
    return sum(
        drop_outdated(one, known.get(one.grant.application.organisation_id, NO_ACCOUNTS), at)
        for one in queries.for_change([one.reference for one in found])
    )


@when_told
def follow(grant: Grant, at: datetime) -> None:
    """A grant that became smaller, or was cancelled, has its unsent payments stopped; what is still owed is planned
    anew. What the bank has already is a matter of recovery."""
    accepted_nok = 0 if grant.cancelled_at else grant.accepted_nok
    if queries.planned([grant.id]).get(grant.id, 0) <= accepted_nok:
        return
    known = [one for one in queries.open_of([grant.id]).get(grant.id, []) if not one.refunds_claim]
    for payment in queries.for_change([one.reference for one in known]):  # somebody may be exporting them
        if payment.status in UNSENT:
            move(payment, PaymentStatus.CANCELLED, by=SYSTEM)
            case = grant.application.reference
            record("payment_cancelled", by=SYSTEM, at=at, case=case, payment=payment.reference)
    db.session.flush()
