"""Staff and their roles, for administrators."""

from collections.abc import Sequence

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.accounts import actions, policy, queries
from app.accounts.forms import LeaderForm, StaffForm
from app.accounts.links import site
from app.accounts.models import User
from app.accounts.roles import ROLES, STAFF
from app.accounts.views import bp
from app.extensions import db
from app.mail.jobs import send_waiting
from app.policy import NotNow, denial


@bp.route("/staff/people", methods=["GET", "POST"])
@require(Role.ADMINISTRATOR)
def staff() -> ResponseReturnValue:
    form = StaffForm()
    if not form.validate_on_submit():
        return _page(form), 422 if form.errors else 200
    try:
        link = actions.invite_staff(
            form.email.data,
            form.name.data,
            form.title.data,
            form.chosen_role(),
            by=current_user,
            site=site(),
            at=clock.now(),
        )
    except NotNow as refusal:
        db.session.rollback()
        return _page(form, refusal.reason), 409
    db.session.commit()
    send_waiting.enqueue()
    if current_app.config["DEMO"]:
        return _page(StaffForm(formdata=None), link=link)
    flash(_("Invitasjonen er sendt til %(email)s.", email=form.email.data), "success")
    return redirect(url_for(".staff"))


def _page(form: StaffForm, refusal: str | None = None, link: str | None = None) -> str:
    people = queries.staff()
    administrators = [one for one in people if Role.ADMINISTRATOR in one.roles]
    blocked = {
        one.id: denial(policy.can_withdraw, current_user, one, Role.ADMINISTRATOR, administrators)
        for one in administrators
    }
    return render_template(
        "accounts/staff.html",
        form=form,
        refusal=refusal,
        link=link,
        people=people,
        roles={role: described for role, described in ROLES.items() if role in STAFF},
        blocked=blocked,
        leaders=_leaders(people),
    )


def _leaders(people: Sequence[User]) -> dict[int, str]:
    """Whom each reports to, by name."""
    names = {one.id: one.name for one in people}
    return {user_id: names[leader_id] for user_id, leader_id in queries.superiors().items() if leader_id in names}


@bp.route("/staff/people/<public_id>", methods=["GET", "POST"])
@require(Role.ADMINISTRATOR)
def person(public_id: str) -> ResponseReturnValue:
    """One of the staff: who they report to, and the way out."""
    user, refusal = queries.user_by_public_id(public_id), None
    people = queries.staff()
    form = LeaderForm([one for one in people if one.id != user.id], queries.leader_of(user.id))
    if form.validate_on_submit():
        leader = next((one for one in people if one.public_id == form.leader.data), None)
        try:
            actions.set_leader(user, leader, by=current_user, at=clock.now())
            db.session.commit()
            flash(_("Nærmeste leder for %(name)s er lagret.", name=user.name), "success")
            return redirect(url_for(".staff"))
        except NotNow as refused:
            db.session.rollback()
            user, people, refusal = queries.user_by_public_id(public_id), queries.staff(), refused.reason
    administrators = [one for one in people if Role.ADMINISTRATOR in one.roles]
    leave_blocked = denial(policy.can_leave_staff, current_user, user, administrators)
    page = render_template("accounts/person.html", person=user, form=form, refusal=refusal, leave_blocked=leave_blocked)
    return page, 409 if refusal else 422 if form.errors else 200


@bp.route("/staff/people/<public_id>/roles", methods=["POST"])
@require(Role.ADMINISTRATOR)
def change_role(public_id: str) -> ResponseReturnValue:
    """One button a role: gives it, or takes it back."""
    user = queries.user_by_public_id(public_id)
    code = request.form.get("role", "")
    if code not in set(Role):
        abort(404)
    if request.form.get("act") == "withdraw":
        actions.withdraw_role(user, Role(code), by=current_user, at=clock.now())
    else:
        actions.grant_role(user, Role(code), by=current_user, at=clock.now())
    db.session.commit()
    flash(_("Rollene til %(name)s er endret.", name=user.name), "success")
    return redirect(url_for(".staff"))


@bp.route("/staff/people/<public_id>/invitation", methods=["POST"])
@require(Role.ADMINISTRATOR)
def send_invitation(public_id: str) -> ResponseReturnValue:
    """A new link for somebody who did not answer in time; the old one stops working."""
    user = queries.user_by_public_id(public_id)
    link = actions.send_invitation(user, by=current_user, site=site(), at=clock.now())
    db.session.commit()
    send_waiting.enqueue()
    if current_app.config["DEMO"]:
        return _page(StaffForm(formdata=None), link=link)
    flash(_("Invitasjonen er sendt til %(email)s.", email=user.email), "success")
    return redirect(url_for(".staff"))
