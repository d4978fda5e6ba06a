"""The goals, and when they hold."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.campaign import goals as room
from app.campaign.forms import GoalForm
from app.campaign.lasting_views import edited, taken_in
from app.campaign.models import Goal
from app.campaign.views import bp


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
    return taken_in(added, _("%(n)s mål er lagt inn.", n=added), ".goals")


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
    def save(values: dict[str, Any]) -> str:
        return room.save(found, values, by=current_user, at=clock.now()).name

    return edited("campaign/goal.html", form, save, ".goals", goal=found)
