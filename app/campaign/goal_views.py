"""The goals, and when they hold."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.campaign import goals as room
from app.campaign.forms import GoalForm
from app.campaign.models import Goal
from app.campaign.views import bp
from app.extensions import db


@bp.route("/staff/goals")
@require(Role.ADMINISTRATOR)
def goals() -> ResponseReturnValue:
    today = clock.local(clock.now()).date()
    found = room.all_goals()
    held = [goal for goal in found if room.holds(goal, today)]
    ahead = [goal for goal in found if goal.valid_from > today]
    return render_template(
        "campaign/goals.html",
        groups=[
            (_("Gjelder nå"), held),
            (_("Gjelder senere"), ahead),
            (_("Gjaldt før"), [goal for goal in found if goal not in held and goal not in ahead]),
        ],
        goals=found,
    )


@bp.route("/staff/goals/standard", methods=["POST"])
@require(Role.ADMINISTRATOR)
def load_goals() -> ResponseReturnValue:
    added = room.load(current_user, clock.now())
    db.session.commit()
    flash(_("%(n)s mål er lagt inn.", n=added) if added else _("Alle står der fra før."), "success")
    return redirect(url_for(".goals"))


@bp.route("/staff/goals/new", methods=["GET", "POST"])
@require(Role.ADMINISTRATOR)
def new_goal() -> ResponseReturnValue:
    return _edit(None, GoalForm())


@bp.route("/staff/goals/<public_id>", methods=["GET", "POST"])
@require(Role.ADMINISTRATOR)
def goal(public_id: str) -> ResponseReturnValue:
    found = room.goal_of(public_id)
    return _edit(found, GoalForm(obj=found))


def _edit(found: Goal | None, form: Any) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return render_template("campaign/goal.html", goal=found, form=form), 422 if form.errors else 200
    room.save(found, form.values(), by=current_user, at=clock.now())
    db.session.commit()
    flash(_("«%(goal)s» er lagret.", goal=form.name.data), "success")
    return redirect(url_for(".goals"))
