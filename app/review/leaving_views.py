"""Somebody stops working here: first what it means, then, confirmed, the act."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.accounts import actions
from app.accounts import policy as accounts
from app.accounts.queries import staff_with, user_by_public_id
from app.clock import now
from app.extensions import db
from app.policy import NotNow, denial
from app.review import assignments
from app.review.assignment_queries import open_of
from app.review.views import bp


@bp.route("/staff/people/<public_id>/leave", methods=["GET", "POST"])
@require(Role.ADMINISTRATOR)
def leave(public_id: str) -> ResponseReturnValue:
    person, refusal = user_by_public_id(public_id), None
    if request.method == "POST":
        try:
            actions.leave_staff(person, by=current_user, at=now())
            db.session.commit()
            flash(_("%(name)s er registrert som sluttet. Sakene og vurderingene er fri.", name=person.name), "success")
            return redirect(_onward())
        except NotNow as refused:
            db.session.rollback()
            person, refusal = user_by_public_id(public_id), refused.reason
    blocked = denial(accounts.can_leave_staff, current_user, person, staff_with(Role.ADMINISTRATOR))
    page = render_template(
        "review/leave.html",
        person=person,
        refusal=refusal,
        blocked=blocked,
        cases=assignments.unfinished_of(person.id),
        given=open_of(person.id),
    )
    return page, 409 if refusal else 200


def _onward() -> str:
    """To a new proposal for what became free, for those who may give it."""
    if current_user.roles & {Role.CASE_HANDLER, Role.APPROVER}:
        return url_for(".assignments")
    return url_for("accounts.staff")
