"""What the party does with its own appeal: withdraw it, and comment on what was forwarded."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.decisions.appeals import actions as appeal_actions
from app.decisions.appeals import policy as appeal_policy
from app.decisions.appeals import queries as appeal_queries
from app.decisions.appeals.forms import CommentForm
from app.decisions.appeals.models import AppealHandling
from app.decisions.appeals.workflow import LABELS, WITH_US
from app.decisions.letters import appeal_steps
from app.decisions.views import bp
from app.extensions import db
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotPermitted, denial


@bp.route("/vedtak/<reference>/klage/<public_id>")
@require(Role.APPLICANT)
def appeal_receipt(reference: str, public_id: str) -> ResponseReturnValue:
    """The appeal's page: at once the receipt; later how far it has come, its letters, and what the party may do."""
    return own_page(appeal_queries.own_handling(reference, public_id, current_user))


def own_page(
    handling: AppealHandling, form: CommentForm | None = None, status: int = 200, refusal: str = ""
) -> ResponseReturnValue:
    appeal = handling.appeal
    may_comment = denial(appeal_policy.can_comment, current_user, handling) is None
    return render_template(
        "decisions/appeal_receipt.html",
        appeal=appeal,
        handling=handling,
        label=LABELS[handling.status],
        letters=[one.letter for one in handling.letters if one.letter],
        steps=appeal_steps(appeal, appeal.decision.application.round) if handling.status in WITH_US else (),
        may_withdraw=denial(appeal_policy.can_withdraw, current_user, handling) is None,
        form=(form or CommentForm(formdata=None)) if may_comment else None,
        refusal=refusal,
    ), status


@bp.route("/vedtak/<reference>/klage/<public_id>/trekk", methods=["GET", "POST"])
@require(Role.APPLICANT)
def withdraw_appeal(reference: str, public_id: str) -> ResponseReturnValue:
    """First asked, then done."""
    is_post = request.method == "POST"
    handling = appeal_queries.own_handling(reference, public_id, current_user, for_change=is_post)
    if not is_post:
        appeal_policy.can_withdraw(current_user, handling)
        return render_template("decisions/appeal_withdraw.html", appeal=handling.appeal)
    appeal_actions.withdraw(handling, by=current_user, at=clock.now())
    db.session.commit()
    send_waiting.enqueue()
    flash(_("Klagen er trukket."), "success")
    return redirect(url_for(".appeal_receipt", reference=reference, public_id=public_id))


@bp.route("/vedtak/<reference>/klage/<public_id>/merknad", methods=["GET", "POST"])
@require(Role.APPLICANT)
def comment_on_appeal(reference: str, public_id: str) -> ResponseReturnValue:
    """The form stands on the appeal's page."""
    is_post = request.method == "POST"
    handling = appeal_queries.own_handling(reference, public_id, current_user, for_change=is_post)
    if not is_post:
        return redirect(url_for(".appeal_receipt", reference=reference, public_id=public_id, _anchor="merknad"))
    form = CommentForm()
    if not form.validate_on_submit():
        return own_page(handling, form, 422)
    try:
        appeal_actions.comment(handling, form.text.data, by=current_user, at=clock.now())
    except NotAllowed as refusal:
        db.session.rollback()
        if isinstance(refusal, NotPermitted):
            raise
        return own_page(appeal_queries.own_handling(reference, public_id, current_user), None, 409, refusal.reason)
    db.session.commit()
    flash(_("Merknadene er sendt."), "success")
    return redirect(url_for(".appeal_receipt", reference=reference, public_id=public_id))
