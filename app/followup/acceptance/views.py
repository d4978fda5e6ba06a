"""The applicant answers the grants of a decision. The form stands on the decision's page."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.decisions import queries as decisions
from app.decisions.applicant_views import page
from app.decisions.forms import AppealForm
from app.extensions import db
from app.followup.acceptance import actions, policy
from app.followup.acceptance.models import AcceptanceAnswer
from app.followup.views import bp
from app.policy import NotAllowed, NotComplete, NotPermitted


@bp.route("/vedtak/<reference>/svar", methods=["POST"])
@require(Role.APPLICANT)
def answer(reference: str) -> ResponseReturnValue:
    decision = decisions.own_decision(reference, current_user, for_change=True)
    typed = {line.activity.position: request.form.get(f"line-{line.activity.position}", "") for line in decision.lines}
    chosen = {
        line.id: AcceptanceAnswer(typed[line.activity.position])
        for line in decision.lines
        if typed[line.activity.position] in set(AcceptanceAnswer)
    }
    try:
        policy.is_read(decision, request.form.get("version"))
        actions.answer(decision, chosen, agrees="agrees" in request.form, by=current_user, at=clock.now())
    except NotAllowed as refusal:
        return _refused(reference, typed, refusal)
    db.session.commit()
    flash(_("Takk! Svaret deres er lagret."), "success")
    return redirect(url_for("decisions.read", reference=reference, _anchor="svar"))


def _refused(reference: str, typed: dict[int, str], refusal: NotAllowed) -> ResponseReturnValue:
    """The same page with what was marked; nothing is changed."""
    db.session.rollback()
    if isinstance(refusal, NotPermitted):
        raise refusal
    missing = refusal.missing.values() if isinstance(refusal, NotComplete) else []
    decision = decisions.own_decision(reference, current_user)
    sentence = " ".join([refusal.reason, *missing])
    return page(decision, AppealForm(formdata=None), 409, chosen=typed, unanswered=sentence)
