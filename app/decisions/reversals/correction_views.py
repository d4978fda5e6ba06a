"""Errors of writing in a released decision: proposed by one, confirmed by another."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.applications import queries as applications
from app.applications.models import Application
from app.config import public_url
from app.decisions import panel
from app.decisions.models import Decision
from app.decisions.outcomes import Proposal
from app.decisions.reversals import correcting, queries
from app.decisions.reversals import policy as rules
from app.decisions.reversals.forms import CorrectedTextsForm, CorrectionForm, ReturnForm
from app.decisions.reversals.letters import FIELDS
from app.decisions.reversals.models import ChangeStatus, Correction
from app.decisions.views import bp
from app.extensions import db
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotPermitted, denial
from app.review.policy import can_read

Forms = dict[int, CorrectedTextsForm]


@bp.route("/staff/cases/<reference>/correction", methods=["GET", "POST"])
@require(Role.CASE_HANDLER, Role.APPROVER)
def correction(reference: str) -> ResponseReturnValue:
    """The texts of the decision, to put right; and the proposal that waits."""
    posted = request.method == "POST"
    application = applications.case(reference, for_change=posted)
    can_read(current_user, application)
    if not posted:
        return page(application)
    decision, form = queries.versions(application.id)[0], CorrectionForm()
    forms = _forms(decision, request.form)
    if not all([form.validate(), *[one.validate() for one in forms.values()]]):
        return page(application, 422, form=form, forms=forms)
    try:
        given = {activity_id: Proposal(**one.data) for activity_id, one in forms.items()}
        correcting.propose(decision, given, form.explanation.data or "", by=current_user, at=clock.now())
    except NotAllowed as refusal:
        return _refused(reference, refusal, form=form, forms=forms)
    return _done(reference, _("Rettingen er sendt til en annen for å bli bekreftet."))


def _forms(decision: Decision, formdata: object = None) -> Forms:
    """A form for each activity, beginning with its texts as they stand."""
    stands = correcting.texts_of(decision)
    return {
        line.activity_id: CorrectedTextsForm(
            formdata, prefix=panel.prefix(line.activity.position), data=stands[line.activity_id]
        )
        for line in sorted(decision.lines, key=lambda line: line.activity.position)
    }


def page(
    application: Application,
    status: int = 200,
    refusal: str | None = None,
    *,
    form: CorrectionForm | None = None,
    forms: Forms | None = None,
    returning: ReturnForm | None = None,
) -> ResponseReturnValue:
    decision, found = next(iter(queries.versions(application.id)), None), queries.corrections(application.id)
    open_one = next((one for one in found if one.status is ChangeStatus.PROPOSED), None)
    blocked = denial(rules.can_correct, current_user, decision) if decision else _("Saken er ikke vedtatt ennå.")
    return render_template(
        "decisions/correction.html",
        application=application,
        decision=decision,
        open_one=open_one,
        confirming=denial(rules.can_confirm, current_user, open_one) if open_one else None,
        is_own=open_one is not None and open_one.proposed_by_id == current_user.id,
        fields=FIELDS,
        blocked=blocked,
        form=form or CorrectionForm(formdata=None),
        forms=forms or (_forms(decision) if decision else {}),
        returning=returning or ReturnForm(formdata=None),
        refusal=refusal,
    ), status


def _refused(
    reference: str,
    refusal: NotAllowed,
    *,
    form: CorrectionForm | None = None,
    forms: Forms | None = None,
    returning: ReturnForm | None = None,
) -> ResponseReturnValue:
    db.session.rollback()
    if isinstance(refusal, NotPermitted):
        raise refusal
    if isinstance(refusal, NotComplete):
        for shown in (form, returning):
            for name, sentence in refusal.missing.items():
                if shown is not None and name in shown:
                    shown[name].errors = [sentence]
    application = applications.case(reference)
    return page(application, 409, refusal.reason, form=form, forms=forms, returning=returning)


@bp.route("/staff/cases/<reference>/correction/<public_id>/confirm", methods=["POST"])
@require(Role.CASE_HANDLER, Role.APPROVER)
def confirm_correction(reference: str, public_id: str) -> ResponseReturnValue:
    try:
        found = _load(reference, public_id)
        correcting.confirm(found, public_url(), by=current_user, at=clock.now())
    except NotAllowed as refusal:
        return _refused(reference, refusal)
    done = _done(reference, _("Rettingen er bekreftet. Parten får et brev om den."))
    send_waiting.enqueue()
    return done


@bp.route("/staff/cases/<reference>/correction/<public_id>/return", methods=["POST"])
@require(Role.CASE_HANDLER, Role.APPROVER)
def return_correction(reference: str, public_id: str) -> ResponseReturnValue:
    """By another person, who says why; or taken back by whoever proposed it."""
    found, form = _load(reference, public_id), ReturnForm()
    try:
        correcting.send_back(found, form.comment.data or "", by=current_user, at=clock.now())
    except NotAllowed as refusal:
        return _refused(reference, refusal, returning=form)
    return _done(reference, _("Forslaget om retting er tatt bort. Vedtaksbrevet står som før."))


def _load(reference: str, public_id: str) -> Correction:
    found = queries.correction(reference, public_id)
    can_read(current_user, found.decision.application)
    return found


def _done(reference: str, text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "success")
    return redirect(url_for(".correction", reference=reference))
