"""Choose cases of the list, and what to do with all of them. What is done stands in the review room."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import Role, require
from app.overview import queries
from app.overview.filters import Filter
from app.overview.following import list_url
from app.overview.views import bp
from app.review.batch import MOST, NAMES
from app.rounds.queries import working_round


@bp.route("/staff/cases/several")
@require(Role.CASE_HANDLER)
def several() -> ResponseReturnValue:
    """The cases that the filter lets through, the first MOST of them, all chosen."""
    chosen = Filter.from_address(request.args)
    grant_round = working_round(chosen.round)
    cases = queries.cases_in_list(chosen.conditions(grant_round.id, current_user.id), MOST + 1)
    return render_template(
        "overview/several.html",
        round=grant_round,
        cases=cases[:MOST],
        most=MOST if len(cases) > MOST else None,
        acts=NAMES,
        list_url=list_url(chosen),
    )
