"""What payments add to the party's page of a grant, and to the page of staff."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.followup.acceptance.accounts import live_accounts
from app.followup.acceptance.permits import permits_of_case, why_lacking
from app.followup.grants.models import Grant
from app.followup.payment import planning, queries
from app.followup.payment.desk import went_to
from app.followup.payment.models import Payment, PaymentMeans, PaymentStatus
from app.followup.payment.workflow import APPROVERS, LABELS
from app.followup.report.queries import reports_of
from app.followup.steps import CaseSeen, Step, StepState, adds_part, adds_steps
from app.formatting import kroner

UNTOLD = frozenset({PaymentStatus.CANCELLED, PaymentStatus.FAILED})
"""Not the party's business: what is owed is planned anew, and an account that is wrong is asked for by itself."""


@adds_steps("payment")
def steps(grant: Grant, _at: datetime) -> list[Step]:
    """A line for each payment, and one for what is not planned yet."""
    payments = [one for one in queries.all_of([grant.id]).get(grant.id, []) if one.status not in UNTOLD]
    lines = [_step(one, grant) for one in payments]
    left_nok = grant.accepted_nok - sum(one.amount_nok for one in payments if not one.refunds_claim)
    if left_nok > 0 and grant.cancelled_at is None:
        lines.append(_waits(grant, left_nok))
    return lines


def _step(payment: Payment, grant: Grant) -> Step:
    amount, label = kroner(payment.amount_nok), str(LABELS[payment.status].applicant)
    if payment.refunds_claim:
        amount = str(_("%(amount)s som vi krevde for mye", amount=amount))
    if payment.status is not PaymentStatus.CONFIRMED:
        on = payment.batch.pay_on if payment.batch else None
        return Step(f"{label}: {amount}", StepState.OURS, on=on)
    link = None
    if payment.letter is not None:
        reference = grant.application.reference
        link = url_for("casework.letter", reference=reference, public_id=payment.letter.public_id)
    return Step(
        f"{label}: {amount}",
        StepState.DONE,
        _where(payment),
        payment.confirmed_on,
        link,
        _("Les brevet") if link else None,
    )


def _where(payment: Payment) -> str:
    if payment.means is PaymentMeans.INTERNAL:
        return str(_("Til koststed %(centre)s", centre=payment.cost_centre))
    return str(_("Til kontoen som slutter på %(last4)s", last4=(payment.account_number or "")[-4:]))


def _waits(grant: Grant, left_nok: int) -> Step:
    """In the party's words what it waits for; a missing account and a permit have lines of their own."""
    text = _("Vi betaler %(amount)s", amount=kroner(left_nok))
    if not grant.application.round.pays_before_report:
        return Step(text, StepState.LATER, _("når rapporten er godkjent"))
    return Step(text, StepState.LATER, _("når konto og tillatelser er på plass"))


@adds_part("payment")
def part(case: CaseSeen) -> dict[str, Any] | None:
    """Every payment of the case, and what is owed and waits. Account numbers are masked but for finance. Four
    statements."""
    if not case.grants:
        return None
    payments = case.once(queries.all_of, case.grant_ids)
    standings, rows = _standings(case), []
    for grant in case.grants:
        mine = payments.get(grant.id, [])
        planned_nok = sum(one.amount_nok for one in mine if one.status in queries.COUNTED and not one.refunds_claim)
        left_nok = 0 if grant.cancelled_at else max(0, grant.accepted_nok - planned_nok)
        shown = [(one, went_to(one, case.reader) if one.batch_id else "–") for one in mine]
        rows.append({"grant": grant, "payments": shown, "left_nok": left_nok, "why_not": standings[grant.id].why_not})
    return {"rows": rows, "labels": LABELS, "may_open": bool(case.reader.roles & APPROVERS)}


def _standings(case: CaseSeen) -> dict[int, planning.Standing]:
    """As planning.standings, of what the other parts of the page have read."""
    owner = case.application.organisation_id
    accounts = queries.by_owner(case.once(live_accounts, (owner,))).get(owner, planning.NO_ACCOUNTS)
    lacking = why_lacking(case.grants, case.once(permits_of_case, case.application.id))
    reports = case.once(reports_of, case.grant_ids)
    return {
        grant.id: planning.standing_of(grant, lacking.get(grant.id), accounts, reports.get(grant.id))
        for grant in case.grants
    }
