"""Taking up an allocation: amounts changed by hand, and what came of each case."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.accounts.roles import CASE_READERS
from app.decisions.allocation import adopting
from app.decisions.allocation import page as allocation_page
from app.decisions.allocation import policy as allocation_policy
from app.decisions.allocation import queries as allocation_queries
from app.decisions.allocation.adopting import Adjustment
from app.decisions.allocation.forms import MakeForm
from app.decisions.allocation.models import AllocationAdoption, AllocationRun
from app.decisions.allocation.page import Opened
from app.decisions.views import bp
from app.extensions import db
from app.policy import NotComplete

REASON_LENGTH = AllocationAdoption.REASON_LENGTH
AT_MOST = 300
"""So many amounts can be changed on the page; those of a larger round are changed on the cases."""


@bp.route("/staff/allocation/<public_id>/adopt", methods=["GET", "POST"])
@require(Role.CASE_HANDLER)
def adopt_allocation(public_id: str) -> ResponseReturnValue:
    run = allocation_queries.run(public_id)
    allocation_policy.can_adopt(current_user, run, allocation_policy.sight(current_user, run.cases_round))
    found = allocation_page.opened(run)
    form = MakeForm()
    if not form.validate_on_submit():
        return _page(found, form)
    typed, wrong = _typed(found)
    if wrong:
        return _page(found, form, wrong, status=422)
    try:
        made, written = adopting.adopt(run, typed, by=current_user, at=clock.now())
    except NotComplete as refusal:
        db.session.rollback()
        return _page(
            allocation_page.opened(allocation_queries.run(public_id)), form, refusal.missing, refusal.reason, 409
        )
    db.session.commit()
    return _adopted(run, made, written)


def _adopted(run: AllocationRun, made: AllocationAdoption, written: Sequence[adopting.Written]) -> ResponseReturnValue:
    count = sum(one.refusal is None for one in written)
    flash(ngettext("%(num)s innstilling har fått beløp.", "%(num)s innstillinger har fått beløp.", count), "success")
    number = len(allocation_queries.run(run.public_id).adoptions)
    return redirect(url_for(".allocation_adoption", public_id=run.public_id, number=number))


def _typed(found: Opened) -> tuple[dict[str, Adjustment], dict[str, str]]:
    """What differs from what was proposed; and what is no amount."""
    changed, wrong = {}, {}
    for key, proposed in adopting.proposed(found.result).items():
        typed = "".join(request.form.get(f"nok-{key}", str(proposed)).split())
        if not typed.isdecimal():
            wrong[key] = _("Skriv beløpet i hele kroner, bare tall.")
        elif int(typed) != proposed:
            changed[key] = Adjustment(int(typed), request.form.get(f"reason-{key}", "")[:REASON_LENGTH])
    return changed, wrong


def _page(
    found: Opened, form: MakeForm, wrong: Mapping[str, str] | None = None, refusal: str | None = None, status: int = 200
) -> ResponseReturnValue:
    lines = [line for line in found.result.lines if adopting.is_proposed(line)]
    shown: dict[str, Any] = {
        "run": found.run,
        "result": found.result,
        "rows": allocation_page.rows(found, lines[:AT_MOST]),
        "more": max(0, len(lines) - AT_MOST),
        "form": form,
        "typed": request.form,
        "wrong": wrong or {},
        "errors": [
            *([refusal] if refusal else []),
            *((f"{key}: {sentence}", f"nok-{key}") for key, sentence in (wrong or {}).items()),
        ],
        "reason_length": REASON_LENGTH,
    }
    return render_template("decisions/allocation_adopt.html", **shown), status


@bp.route("/staff/allocation/<public_id>/adopted/<int(max=99999):number>")
@require(*CASE_READERS)
def allocation_adoption(public_id: str, number: int) -> ResponseReturnValue:
    run = allocation_queries.run(public_id)
    allocation_policy.can_open(current_user, run, allocation_policy.sight(current_user, run.cases_round))
    adoption = allocation_queries.adoption(run, number)
    return render_template("decisions/allocation_adopted.html", run=run, adoption=adoption)
