"""The front page: the round that is open now, and whether it is for you."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access import public
from app.overview.views import bp
from app.rounds import queries


@bp.route("/")
@public
def front() -> ResponseReturnValue:
    return render_template("overview/front.html", round=queries.public_round())
