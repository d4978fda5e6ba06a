"""Permits: the party sends them in; a case handler demands them, and accepts them or not."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.accounts.roles import CASE_READERS
from app.applications.models import Application
from app.casework.conversation.queries import case_for_staff
from app.decisions.models import DecisionLine
from app.extensions import db
from app.files.serving import download
from app.followup.acceptance import permits
from app.followup.acceptance.forms import DemandForm, PermitCheckForm, PermitForm
from app.followup.grants.models import Grant
from app.followup.grants.queries import own_grant
from app.followup.views import bp
from app.policy import NotAllowed, NotComplete, NotPermitted
from app.review.policy import can_read


@bp.route("/tilskudd/<reference>/<int(max=99):position>/tillatelse", methods=["GET", "POST"])
@require(Role.APPLICANT)
def own_permits(reference: str, position: int) -> ResponseReturnValue:
    """Send the permit that a condition asks for, and see what was sent."""
    grant, form = own_grant(reference, position, current_user), PermitForm()
    if not form.is_submitted():
        return _own_page(grant, form)
    file = form.permit.data
    try:
        if not file or not file.filename:
            raise NotComplete(_("Velg en fil."), {"permit": str(_("Velg en fil."))})
        permits.send(grant, permits.Sent(file.filename, file.read()), by=current_user, at=clock.now())
    except NotAllowed as refusal:
        return _refused(reference, position, form, refusal)
    db.session.commit()
    flash(_("Takk! Vi ser på tillatelsen."), "success")
    return redirect(url_for(".own_grant", reference=reference, position=position))


def _refused(reference: str, position: int, form: PermitForm, refusal: NotAllowed) -> ResponseReturnValue:
    db.session.rollback()
    if isinstance(refusal, NotPermitted):
        raise refusal
    if isinstance(refusal, NotComplete):
        form.permit.errors = [refusal.reason]
        return _own_page(own_grant(reference, position, current_user), form, 422)
    return _own_page(own_grant(reference, position, current_user), form, 409, refusal.reason)


def _own_page(grant: Grant, form: PermitForm, status: int = 200, refusal: str | None = None) -> ResponseReturnValue:
    return render_template(
        "followup/acceptance_permits.html",
        grant=grant,
        application=grant.application,
        demand=permits.demands([grant.activity_id]).get(grant.activity_id),
        proofs=permits.proofs([grant.id]).get(grant.id, []),
        form=form,
        refusal=refusal,
    ), status


@bp.route("/tilskudd/<reference>/<int(max=99):position>/tillatelse/<public_id>")
@require(Role.APPLICANT)
def own_permit(reference: str, position: int, public_id: str) -> Response:
    grant = own_grant(reference, position, current_user)
    proof = permits.proof_of(grant.application_id, public_id, grant_id=grant.id)
    return download(proof.sha256, proof.filename, proof.file.media_type)


@bp.route("/staff/cases/<reference>/grants/permits/<public_id>")
@require(*CASE_READERS)
def permit(reference: str, public_id: str) -> Response:
    proof = permits.proof_of(_readable(reference).id, public_id)
    return download(proof.sha256, proof.filename, proof.file.media_type)


def _readable(reference: str) -> Application:
    application = case_for_staff(reference)
    can_read(current_user, application)
    return application


@bp.route("/staff/cases/<reference>/grants/<int(max=99):position>/permit-demand", methods=["POST"])
@require(Role.CASE_HANDLER)
def demand_permit(reference: str, position: int) -> ResponseReturnValue:
    """Demand that a permit is seen before payment, or (`drop`) no longer."""
    application, form = _readable(reference), DemandForm()
    line = permits.line_at(application.id, position)
    try:
        _demand(line, form)
    except NotAllowed as refusal:
        return _case_again(application, refusal)
    db.session.commit()
    return _back(reference)


def _demand(line: DecisionLine, form: DemandForm) -> None:
    if request.form.get("drop"):
        permits.drop(line, by=current_user, at=clock.now())
        flash(_("Tillatelsen trenger ikke å vises fram likevel."), "success")
        return
    if not form.validate():
        raise NotComplete(str(next(iter(form.errors.values()))[0]))
    permits.demand(line, form.what.data, by=current_user, at=clock.now())
    flash(_("Vi betaler ikke før tillatelsen er sett."), "success")


@bp.route("/staff/cases/<reference>/grants/permits/<public_id>", methods=["POST"])
@require(Role.CASE_HANDLER)
def settle_permit(reference: str, public_id: str) -> ResponseReturnValue:
    """Accept it (`accept`), or say what is wrong."""
    application, form = _readable(reference), PermitCheckForm()
    proof = permits.proof_of(application.id, public_id, for_change=True)
    is_accepted = bool(request.form.get("accept"))
    try:
        if not form.validate():
            raise NotComplete(str(next(iter(form.errors.values()))[0]))
        permits.settle(proof, is_accepted, form.comment.data, by=current_user, at=clock.now())
    except NotAllowed as refusal:
        return _case_again(application, refusal)
    db.session.commit()
    flash(_("Tillatelsen er godtatt.") if is_accepted else _("Søkeren ser hva som er galt."), "success")
    return _back(reference)


def _case_again(application: Application, refusal: NotAllowed) -> ResponseReturnValue:
    """The case's page with why; what was typed is in the browser's form when one goes back."""
    from app.followup.case_views import case_page  # that page stands on top of all folders, this one too

    db.session.rollback()
    if isinstance(refusal, NotPermitted):
        raise refusal
    missing = refusal.missing.values() if isinstance(refusal, NotComplete) else ()
    sentence = " ".join(dict.fromkeys([*missing] or [refusal.reason]))
    return case_page(case_for_staff(application.reference), sentence, 409)


def _back(reference: str) -> ResponseReturnValue:
    return redirect(url_for(".case", reference=reference, _anchor="acceptance"))
