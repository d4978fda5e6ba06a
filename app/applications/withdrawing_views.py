"""A case handler withdraws a case when the applicant has asked for it in writing (domain.md T5)."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.applications import actions, policy, queries
from app.applications.views import bp
from app.clock import now
from app.extensions import db
from app.policy import denial


@bp.route("/staff/cases/<reference>/withdraw", methods=["GET", "POST"])
@require(Role.CASE_HANDLER)
def withdraw_on_request(reference: str) -> ResponseReturnValue:
    is_post = request.method == "POST"
    application = queries.case(reference, for_change=is_post)
    if not is_post:
        blocked = denial(policy.can_withdraw, current_user, application)
        return render_template("applications/withdraw_on_request.html", application=application, blocked=blocked)
    actions.withdraw(application, by=current_user, at=now())
    db.session.commit()
    flash(_("Søknaden er trukket."), "success")
    return redirect(url_for("overview.case", reference=reference))
