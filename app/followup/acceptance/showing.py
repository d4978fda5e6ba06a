"""What acceptance adds to the party's page of a grant, and to the page of staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.access import Role
from app.accounts.models import ApplicantType
from app.decisions.deadlines import deadlines
from app.decisions.models import DecisionLine
from app.decisions.queries import newest_decision
from app.decisions.replies import Reply, replies
from app.followup.acceptance.accounts import live_account, live_accounts, masked
from app.followup.acceptance.deadlines import reminders
from app.followup.acceptance.models import AccountStatus, PermitDemand, PermitProof
from app.followup.acceptance.permits import demands, permits_of_case, proofs, suggestion
from app.followup.grants.models import Grant
from app.followup.steps import CaseSeen, Step, StepState, adds_part, adds_steps
from app.formatting import kroner


@adds_steps("acceptance")
def steps_of(grant: Grant, at: datetime) -> list[Step]:
    """Accepted, where the money goes, and the permit if one is to be seen. Three statements."""
    amount = kroner(grant.accepted_nok)
    said = Step(_("Dere har godtatt %(amount)s", amount=amount), StepState.DONE, on=grant.accepted_at)
    permit = _permit_step(grant) if grant.cancelled_at is None else None
    return [said, _account_step(grant), *([permit] if permit else [])]


def _account_step(grant: Grant) -> Step:
    organisation, here = grant.application.organisation, _here(grant)
    if organisation.applicant_type is ApplicantType.MUNICIPAL:
        text = _("Pengene overføres internt til koststed %(code)s", code=organisation.cost_centre)
        return Step(text, StepState.DONE)
    change = url_for("followup.own_account", **here)
    found = live_account(organisation.id)
    if found is None:
        detail = _("Vi kan ikke betale før vi har det.")
        return Step(_("Oppgi kontonummer"), StepState.YOURS, detail, url=change, link=_("Oppgi kontonummer"))
    number = masked(found.number)
    if found.status is AccountStatus.WAITING:
        text = _("Vi kontrollerer kontoen %(number)s", number=number)
        return Step(text, StepState.OURS, found.holder, url=change, link=_("Bytt konto"))
    text = _("Pengene går til kontoen %(number)s", number=number)
    return Step(text, StepState.DONE, found.holder, url=change, link=_("Bytt konto"))


def _permit_step(grant: Grant) -> Step | None:
    demand = demands([grant.activity_id]).get(grant.activity_id)
    if demand is None:
        return None
    sent = proofs([grant.id]).get(grant.id, [])
    url = url_for("followup.own_permits", **_here(grant))
    accepted = next((proof for proof in sent if proof.is_accepted), None)
    if accepted:
        return Step(_("Tillatelsen er i orden"), StepState.DONE, demand.what, accepted.settled_at)
    if any(proof.is_accepted is None for proof in sent):
        return Step(_("Vi ser på tillatelsen"), StepState.OURS, demand.what, url=url, link=_("Se det dere har sendt"))
    detail = sent[0].comment if sent and sent[0].comment else demand.what
    return Step(_("Send oss tillatelsen"), StepState.YOURS, detail, url=url, link=_("Send tillatelsen"))


def _here(grant: Grant) -> dict[str, Any]:
    return {"reference": grant.application.reference, "position": grant.activity.position}


@dataclass(frozen=True)
class Shown:
    """One granted activity on the page of staff. `proposed`: which permit to demand, by the application."""

    line: DecisionLine
    reply: Reply
    demand: PermitDemand | None
    proofs: Sequence[PermitProof]
    proposed: str


@adds_part("acceptance")
def part(case: CaseSeen) -> dict[str, Any] | None:
    """The answers, the account and the permits of a case; None before its letter is out. The page has asked whether
    the reader may read the case. Four statements; two more while an answer is awaited, and one where the decision was
    made anew."""
    application = case.application
    decision = newest_decision(application.id)
    if decision is None or decision.released_at is None:
        return None
    lines = [line for line in decision.lines if line.outcome.is_grant]
    if not lines:
        return None
    shown = _shown(case, lines, replies(decision))
    is_awaited = any(one.reply.asked_nok for one in shown)
    accounts = case.once(live_accounts, (application.organisation_id,))
    return {
        "shown": shown,
        "reminder": reminders([decision.id]).get(decision.id) if is_awaited else None,
        "times": deadlines(decision, case.at) if is_awaited else None,
        "accounts": [(one, masked(one.number, case.reader)) for one in accounts],
        "is_municipal": application.organisation.applicant_type is ApplicantType.MUNICIPAL,
        "may_handle": Role.CASE_HANDLER in case.reader.roles,
    }


def _shown(case: CaseSeen, lines: Sequence[DecisionLine], stands: Mapping[int, Reply]) -> list[Shown]:
    by_activity = {grant.activity_id: grant.id for grant in case.grants}
    permits = case.once(permits_of_case, case.application.id)
    return [
        Shown(
            line,
            stands[line.id],
            permits.demands.get(line.activity_id),
            permits.proofs.get(by_activity.get(line.activity_id, 0), ()),
            suggestion(case.application, line.activity.permits),
        )
        for line in lines
    ]
