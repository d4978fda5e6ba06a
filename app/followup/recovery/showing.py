"""What the party's page of a grant and the staff page of a case say of money that is to come back."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.followup.grants.models import Grant
from app.followup.payment import queries as payment
from app.followup.recovery import queries, suggesting
from app.followup.recovery.models import Recovery, RecoveryStatus
from app.followup.recovery.workflow import CAUSES, LABELS
from app.followup.report.queries import reports_of
from app.followup.steps import CaseSeen, Step, StepState, adds_part, adds_steps
from app.formatting import full_day, kroner

S = RecoveryStatus


@adds_steps("recovery")
def steps(grant: Grant, _at: datetime) -> list[Step]:
    """Every claim the party was told of. One statement."""
    return [_line(grant, one) for one in queries.of_grants([grant.id]).get(grant.id, []) if one.warned_of]


def _line(grant: Grant, one: Recovery) -> Step:
    reference, position = grant.application.reference, grant.activity.position
    url = url_for("followup.own_recovery", reference=reference, position=position, number=one.number)
    amount = kroner(one.amount_nok)
    if one.status is S.WARNED:
        state = StepState.OURS if one.commented_at else StepState.YOURS
        text = _("Vi vurderer å kreve %(amount)s tilbake", amount=amount)
        detail = "" if one.commented_at else _("Si hva dere mener innen %(day)s.", day=full_day(one.comment_by))
        return Step(text, state, detail, one.comment_by, url, _("Les varselet og svar"))
    if one.status is S.CLAIMED:
        text = _("Dere skal betale tilbake %(amount)s", amount=kroner(one.outstanding_nok))
        return Step(text, StepState.YOURS, str(CAUSES[one.cause]), one.pay_by, url, _("Se kravet"))
    text = _("Krav om %(amount)s", amount=amount)
    return Step(text, StepState.DONE, str(LABELS[one.status].applicant), one.closed_at, url, _("Se kravet"))


@adds_part("recovery")
def part(case: CaseSeen) -> dict[str, Any] | None:
    """The claims of the case, and what is suggested; None when there is neither. Three statements."""
    if not case.grants:
        return None
    claims = case.once(queries.of_grants, case.grant_ids)
    payments = case.once(payment.all_of, case.grant_ids)
    reports = case.once(reports_of, case.grant_ids)
    rows = [(grant, reports.get(grant.id)) for grant in case.grants]
    suggested = suggesting.suggested(rows, payment.paid_of(payments), claims, case.at)
    found = [one for mine in claims.values() for one in mine]
    if not found and not suggested:
        return None
    titles = {grant.id: grant.activity.title for grant in case.grants}
    return {"recoveries": found, "suggestions": suggested, "titles": titles, "labels": LABELS, "causes": CAUSES}
