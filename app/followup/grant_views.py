"""The party's page of a grant: where it stands, what waits for them, and the way to each thing."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.followup.acceptance import showing
from app.followup.grants.queries import of_case, own_grant
from app.followup.steps import StepState, steps
from app.followup.views import bp

assert showing  # adds its lines


@bp.route("/tilskudd/<reference>/<int(max=99):position>", endpoint="own_grant")
@require(Role.APPLICANT)
def show(reference: str, position: int) -> ResponseReturnValue:
    grant = own_grant(reference, position, current_user)
    found = steps(grant, clock.now())
    return render_template(
        "followup/grant.html",
        grant=grant,
        application=grant.application,
        steps=found,
        waiting=[step for step in found if step.state is StepState.YOURS],
        others=[other for other in of_case(grant.application_id) if other.id != grant.id],
    )
