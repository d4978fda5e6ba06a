"""What the person who is signed in has to assess, and the way on to the next."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import Role, require
from app.applications.workflow import LABELS
from app.review import mine as reading
from app.review.onward import to_next
from app.review.views import bp
from app.rounds.queries import staff_rounds, working_round


@bp.route("/staff/mine")
@require(Role.CASE_HANDLER)
def mine() -> ResponseReturnValue:
    rounds = staff_rounds()
    grant_round = working_round(request.args.get("runde"), rounds)
    others = reading.later_and_done(current_user, grant_round.id)
    return render_template(
        "review/mine.html",
        round=grant_round,
        rounds=rounds,
        now=reading.to_assess(current_user, grant_round.id),
        later=[one for one in others if not one.sent_at],
        done=[one for one in others if one.sent_at],
        labels=LABELS,
    )


@bp.route("/staff/mine/next")
@require(Role.CASE_HANDLER)
def next_mine() -> ResponseReturnValue:
    """To the one that comes next."""
    return to_next(working_round(request.args.get("runde")))
