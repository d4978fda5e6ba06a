"""Give a case to a case handler: take it oneself with one press, or choose who."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.accounts.queries import staff_with
from app.applications import actions, policy, queries
from app.applications.views import bp
from app.clock import now
from app.extensions import db
from app.policy import denial


@bp.route("/staff/cases/<reference>/handler", methods=["GET", "POST"])
@require(Role.CASE_HANDLER)
def assign(reference: str) -> ResponseReturnValue:
    is_post = request.method == "POST"
    application = queries.case(reference, for_change=is_post)
    handlers = {handler.public_id: handler for handler in staff_with(Role.CASE_HANDLER)}
    chosen = request.form.get("handler", "")
    if not is_post or (chosen and chosen not in handlers):
        blocked = denial(policy.can_assign, current_user, application, None)
        page = render_template(
            "applications/assign.html", application=application, handlers=handlers.values(), blocked=blocked
        )
        return page, 422 if is_post else 200
    handler = handlers.get(chosen)
    actions.assign(application, handler, by=current_user, at=now())
    db.session.commit()
    flash(_("Saken er din.") if handler and handler.id == current_user.id else _("Saken er fordelt."), "success")
    return redirect(url_for("overview.case", reference=reference))
