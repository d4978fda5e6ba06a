"""The recommendation on the case page, and a page of its own for it. The other pages stand in *_views.py."""

from flask import Blueprint, Flask, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.applications import queries as applications
from app.applications.models import Application
from app.decisions import actions, panel, policy, snippets
from app.decisions.forms import ProposalForm
from app.extensions import db
from app.formatting import clock_time, kroner
from app.layout import flash_undo
from app.policy import NotAllowed, NotComplete, NotPermitted

bp = Blueprint("decisions", __name__)
Forms = dict[int, ProposalForm]
SEND_AND_GO_ON = "send_next"
SENDS = frozenset({"send", SEND_AND_GO_ON})


@bp.route("/staff/cases/<reference>/recommendation", methods=["GET", "POST"])
@require(Role.CASE_HANDLER)
def recommendation(reference: str) -> ResponseReturnValue:
    """Save what is written, put in a snippet, or send: the button pressed says which."""
    posted = request.method == "POST"
    application = applications.case(reference, for_change=posted)
    policy.can_open(current_user, application)
    if not posted:
        return _page(application)
    forms = panel.typed_forms(application, request.form)
    if not all([form.validate() for form in forms.values()]):
        return _page(application, forms, 422)
    snippets.insert(application, forms, request.form.get("insert"))
    proposals = {activity_id: form.proposal() for activity_id, form in forms.items()}
    act = actions.recommend if request.form.get("act") in SENDS else actions.save
    try:
        act(application, proposals, by=current_user, at=clock.now())
    except NotAllowed as refusal:
        return _refused(reference, forms, refusal)
    db.session.commit()
    return _saved(application)


@bp.route("/staff/cases/<reference>/recommendation/take-back", methods=["POST"])
@require(Role.CASE_HANDLER)
def take_back(reference: str) -> ResponseReturnValue:
    """Undo of sending: the case is the handlers' again."""
    actions.take_back(applications.case(reference), by=current_user, at=clock.now())
    db.session.commit()
    flash(_("Innstillingen er tatt tilbake. Saken er til vurdering igjen."), "success")
    return redirect(url_for("overview.case", reference=reference, _anchor="recommendation"))


def _saved(application: Application) -> ResponseReturnValue:
    if request.accept_mimetypes.best == "application/json":
        shown = panel.recommendation_panel(application, current_user)
        return jsonify(
            saved=_("Lagret kl. %(time)s", time=clock_time(clock.now())),
            this=kroner(shown.this_nok),
            left=kroner(shown.left_after_nok),
        )
    if request.form.get("act") in SENDS:
        said = _("%(reference)s er innstilt og sendt til godkjenning.", reference=application.reference)
        flash_undo(said, url_for(".take_back", reference=application.reference))
        return redirect(_after_sending(application))
    return redirect(url_for("overview.case", reference=application.reference, _anchor="recommendation"))


def _after_sending(application: Application) -> str:
    """The next case of the list, when the form came from one and asked for it."""
    following = request.form.get("next", "")
    wanted = request.form.get("act") == SEND_AND_GO_ON and following.startswith("/staff/cases/")
    return following if wanted else url_for("overview.case", reference=application.reference)


def _refused(reference: str, forms: Forms, refusal: NotAllowed) -> ResponseReturnValue:
    """The same form with what was typed; nothing is changed."""
    db.session.rollback()
    if isinstance(refusal, NotPermitted):
        raise refusal
    application = applications.case(reference)
    if isinstance(refusal, NotComplete):
        panel.show_problems(application, forms, refusal.missing)
    return _page(application, forms, 409, refusal.reason)


def _page(
    application: Application, forms: Forms | None = None, status: int = 200, refusal: str | None = None
) -> ResponseReturnValue:
    if request.accept_mimetypes.best == "application/json":
        return jsonify(problem=refusal or _("Noe av det du skrev, kan ikke lagres slik.")), status
    shown = panel.recommendation_panel(application, current_user, forms)
    return render_template(
        "decisions/recommendation.html", application=application, panel=shown, refusal=refusal
    ), status


def init_app(app: Flask) -> None:
    from app.decisions import (  # noqa: F401 - they add routes to `bp`
        applicant_views,
        approval_views,
        release_views,
    )
    from app.decisions.allocation import adopting_views  # noqa: F401
    from app.decisions.allocation import views as allocation_views  # noqa: F401
    from app.decisions.appeals import act_views, own_views  # noqa: F401
    from app.decisions.appeals import views as appeal_views  # noqa: F401
    from app.decisions.reversals import correction_views  # noqa: F401
    from app.decisions.reversals import views as reversal_views  # noqa: F401

    app.register_blueprint(bp)
