"""The allocation of a round: what was computed, «hva hvis», one run, and taking it up."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.accounts.roles import CASE_READERS
from app.applications.pot import pot
from app.decisions.allocation import inputs as allocation_inputs
from app.decisions.allocation import page as allocation_page
from app.decisions.allocation import policy as allocation_policy
from app.decisions.allocation import queries as allocation_queries
from app.decisions.allocation import runs as allocation_runs
from app.decisions.allocation.documents import rules_text
from app.decisions.allocation.forms import WhatIfForm, what_if
from app.decisions.allocation.jobs import compute_order
from app.decisions.allocation.models import AllocationOrder, AllocationRun
from app.decisions.allocation.runs import Asked
from app.decisions.allocation.sentences import binding, conflict, gain, proof
from app.decisions.views import bp
from app.extensions import db
from app.policy import NotAllowed, NotPermitted, denial
from app.rounds import actions as rounds
from app.rounds import policy as round_policy
from app.rounds.models import Round
from app.rounds.queries import round_by_slug, staff_rounds, working_round

IN_REQUEST = 500
"""So many activities are shared while the person waits; the worker takes more than that."""


@bp.route("/staff/allocation")
@require(*CASE_READERS)
def allocation() -> ResponseReturnValue:
    everybody = staff_rounds()
    if not everybody:
        return render_template("overview/no_round.html")
    return _index(working_round(request.args.get("runde"), everybody), everybody)


def _index(
    grant_round: Round,
    everybody: Sequence[Round],
    form: WhatIfForm | None = None,
    refusal: str | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    known = allocation_policy.sight(current_user, grant_round)
    shown = {
        "round": grant_round,
        "rounds": everybody,
        "pot": pot(grant_round),
        "runs": allocation_queries.runs(grant_round.id),
        "cannot_make": denial(allocation_policy.can_make_real, current_user, known),
        "cannot_try": denial(allocation_policy.can_make, current_user),
        "cannot_open": denial(allocation_policy.sees_all, current_user, known),
        "cannot_close": denial(round_policy.can_close_assessing, grant_round, by=current_user),
        "form": form or _form(grant_round, everybody),
        "refusal": refusal,
    }
    return render_template("decisions/allocation.html", **shown), status


def _form(grant_round: Round, everybody: Sequence[Round]) -> WhatIfForm:
    named = allocation_page.criteria_names(grant_round)
    return what_if(grant_round, allocation_inputs.rules(grant_round), named, everybody)


@bp.route("/staff/allocation/close-assessing", methods=["POST"])
@require(Role.APPROVER)
def close_assessing() -> ResponseReturnValue:
    grant_round = round_by_slug(request.form.get("runde", ""))
    rounds.close_assessing(grant_round, by=current_user, at=clock.now())
    db.session.commit()
    flash(_("Vurderingen er avsluttet. Saksbehandlerne ser nå poengene i runden."), "success")
    return redirect(url_for(".allocation", runde=grant_round.slug))


@bp.route("/staff/allocation/compute", methods=["POST"])
@require(Role.CASE_HANDLER, Role.APPROVER)
def allocate() -> ResponseReturnValue:
    """By the round's own rules."""
    grant_round = working_round(request.form.get("runde"))
    return _compute(grant_round, Asked(grant_round.id, grant_round.id))


@bp.route("/staff/allocation/what-if", methods=["POST"])
@require(Role.CASE_HANDLER, Role.APPROVER)
def what_if_allocation() -> ResponseReturnValue:
    """By other rules, on a copy."""
    grant_round = working_round(request.form.get("runde"))
    everybody = staff_rounds()
    form = _form(grant_round, everybody)
    if not form.validate_on_submit():
        return _index(grant_round, everybody, form, status=422)
    base = allocation_inputs.rules(grant_round)
    cases = working_round(form.cases.data)
    asked = Asked(grant_round.id, cases.id, form.rules(base), redo=form.redo.data, note=form.note.data or "")
    return _compute(grant_round, asked, form)


def _compute(grant_round: Round, asked: Asked, form: WhatIfForm | None = None) -> ResponseReturnValue:
    """Here and now, or by the worker. Nothing is locked while it is computed."""
    try:
        prepared = allocation_runs.prepare(asked, by=current_user)
    except NotAllowed as refusal:
        if isinstance(refusal, NotPermitted):
            raise
        return _index(grant_round, staff_rounds(), form, refusal.reason, 409)
    if len(prepared.inputs) > IN_REQUEST:
        return _order(asked, len(prepared.inputs))
    db.session.rollback()
    computed = allocation_runs.compute(prepared)
    run = allocation_runs.keep(prepared, computed, by=current_user, at=clock.now())
    db.session.commit()
    return redirect(url_for(".allocation_run", public_id=run.public_id))


def _order(asked: Asked, count: int) -> ResponseReturnValue:
    rules = rules_text(asked.rules) if asked.rules else None
    order = AllocationOrder(
        round_id=asked.round_id,
        asked={"cases_round_id": asked.cases_round_id, "redo": asked.redo, "note": asked.note, "rules": rules},
        activities=count,
        ordered_by_id=current_user.id,
        ordered_at=clock.now(),
    )
    db.session.add(order)
    db.session.commit()
    compute_order.enqueue(order.id)
    return redirect(url_for(".allocation_order", public_id=order.public_id))


@bp.route("/staff/allocation/orders/<public_id>")
@require(Role.CASE_HANDLER, Role.APPROVER)
def allocation_order(public_id: str) -> ResponseReturnValue:
    order = allocation_queries.order(public_id)
    if order.run is not None:
        return redirect(url_for(".allocation_run", public_id=order.run.public_id))
    return render_template("decisions/allocation_order.html", order=order)


@bp.route("/staff/allocation/<public_id>")
@require(*CASE_READERS)
def allocation_run(public_id: str) -> ResponseReturnValue:
    """`?gjenta=1` computes it again beside what was kept."""
    run = allocation_queries.run(public_id)
    known = allocation_policy.sight(current_user, run.cases_round)
    allocation_policy.can_open(current_user, run, known)
    return render_template("decisions/allocation_run.html", **_shown(run, known))


def _shown(run: AllocationRun, known: allocation_policy.Sight) -> dict[str, Any]:
    found = allocation_page.opened(run)
    chosen = request.args.get("vis", "alle")
    everything = request.args.get("alle") == "1"
    page = request.args.get("side", 1, type=int)
    result = found.result
    return {
        "run": run,
        "found": found,
        "result": result,
        "proof": proof(result),
        "conflict": conflict(result.conflict, result.room_nok, found.names) if result.conflict else [],
        "gain": gain(result),
        "binding": [binding(said, found.names) for said in result.binding],
        "chosen": chosen,
        "table": allocation_page.table(found, chosen, page, everything=everything),
        "totals": allocation_page.totals(found),
        "ties": allocation_page.ties(found),
        "differences": allocation_page.differences(found),
        "replay": allocation_runs.replay(run) if request.args.get("gjenta") == "1" else None,
        "cannot_adopt": denial(allocation_policy.can_adopt, current_user, run, known),
    }
