"""Register an application that came by post or e-mail: find who applies, then write down what stands in it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.accounts.actions import create_organisation
from app.accounts.models import Organisation
from app.accounts.queries import find_organisations
from app.applications import actions, drafting, queries
from app.applications.jobs import render_receipt
from app.applications.models import Application, Channel
from app.applications.registration import write_down
from app.applications.registration_forms import RegisterForm
from app.applications.views import bp
from app.clock import now
from app.extensions import db
from app.policy import NotAllowed, NotComplete, NotPermitted
from app.rounds.models import Round
from app.rounds.queries import full_round, working_round

NEW = "new"


@bp.route("/staff/register", methods=["GET", "POST"])
@require(Role.CASE_HANDLER)
def register() -> ResponseReturnValue:
    chosen = request.args.get("organisation", "")
    if not chosen:
        return _find()
    of_round = full_round(working_round(request.args.get("round")).id)
    organisation = None if chosen == NEW else queries.organisation(chosen)
    form = RegisterForm(of_round)
    if not form.is_submitted():
        return _page(form, of_round, organisation)
    if not form.validate():
        return _page(form, of_round, organisation), 422
    try:
        application = _register(form, of_round, organisation)
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        return _refused(form, refusal)
    application_id, reference = application.id, application.reference
    db.session.commit()
    render_receipt.enqueue(application_id)
    flash(_("Søknaden er registrert som %(reference)s.", reference=reference), "success")
    return redirect(url_for("overview.case", reference=reference))


def _find() -> ResponseReturnValue:
    """The first step: who applies, and in which round."""
    words = request.args.get("q", "").strip()
    return render_template(
        "applications/register_find.html",
        words=words,
        found=find_organisations(words) if words else None,
        rounds=queries.rounds_to_register_in(),
        chosen_round=request.args.get("round", ""),
    )


def _page(form: RegisterForm, of_round: Round, organisation: Organisation | None, refusal: str = "") -> str:
    return render_template(
        "applications/register.html", form=form, round=of_round, organisation=organisation, refusal=refusal
    )


def _register(form: RegisterForm, of_round: Round, organisation: Organisation | None) -> Application:
    by, at = current_user, now()
    if organisation is None:
        organisation = create_organisation(form.organisation_values, by=by, at=at, is_member=False)
    application = write_down(
        of_round, organisation, form.answers, form.activity, channel=Channel(form.channel.data), by=by, at=at
    )
    if form.original.data:
        drafting.attach(
            application, form.original.data.filename, form.original.data.read(), by=by, at=at, is_original=True
        )
    actions.register(application, received_at=form.received_at, by=by, at=at)
    return application


def _refused(form: RegisterForm, refusal: NotAllowed) -> ResponseReturnValue:
    """Nothing is changed; the form stands as it was typed, with the sentence at its field."""
    db.session.rollback()
    chosen = request.args["organisation"]
    organisation = None if chosen == NEW else queries.organisation(chosen)
    of_round = full_round(working_round(request.args.get("round")).id)
    if isinstance(refusal, NotComplete):
        form.show(refusal.missing)
    return _page(form, of_round, organisation, "" if form.errors else refusal.reason), 409
