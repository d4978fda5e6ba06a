"""Min side: everything an applicant has with us, and what waits for them."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import Role, require
from app.accounts.queries import organisations_of
from app.clock import now
from app.overview import my_cases
from app.overview.views import bp
from app.rounds.queries import open_rounds


@bp.route("/min-side")
@require(Role.APPLICANT)
def my_page() -> ResponseReturnValue:
    cards = my_cases.cards(current_user, now())
    return render_template(
        "overview/my_page.html",
        cards=cards,
        first=my_cases.most_urgent(cards),
        organisations=organisations_of(current_user),
        open_rounds=open_rounds(now()),
    )
