"""The page of staff with all that happens in a case after its letter: a part from each folder."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import clock
from app.access import require
from app.accounts.roles import CASE_READERS
from app.applications.models import Application
from app.casework.conversation.queries import case_for_staff
from app.followup.acceptance import showing
from app.followup.acceptance.forms import DemandForm, PermitCheckForm
from app.followup.grants.queries import of_case
from app.followup.steps import CaseSeen, parts
from app.followup.views import bp
from app.review.policy import can_read

assert showing  # adds its part


@bp.route("/staff/cases/<reference>/grants")
@require(*CASE_READERS)
def case(reference: str) -> ResponseReturnValue:
    application = case_for_staff(reference)
    can_read(current_user, application)
    return case_page(application)


def case_page(application: Application, refusal: str | None = None, status: int = 200) -> ResponseReturnValue:
    """`refusal`: why an act on the page was refused; nothing is changed."""
    grants = of_case(application.id)
    return render_template(
        "followup/case.html",
        application=application,
        grants=grants,
        parts=parts(CaseSeen(application, grants, current_user, clock.now())),
        demand_form=DemandForm(formdata=None),
        check_form=PermitCheckForm(formdata=None),
        refusal=refusal,
    ), status
