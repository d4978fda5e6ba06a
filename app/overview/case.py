"""The case page: the application on the left, what is to be done on the right."""

from flask.typing import ResponseReturnValue

from app.access import require
from app.accounts.roles import CASE_READERS
from app.overview.views import bp


@bp.route("/staff/cases/<reference>")
@require(*CASE_READERS)
def case(reference: str) -> ResponseReturnValue:
    return reference
