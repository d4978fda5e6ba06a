"""A decision that is made anew: proposed, followed up and approved on one page of the case."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import Form

from app import clock
from app.access import Role, require
from app.accounts.roles import CASE_READERS
from app.applications import queries as applications
from app.applications.models import Application
from app.decisions import panel, preview
from app.decisions.forms import ProposalForm
from app.decisions.models import Decision
from app.decisions.reversals import panel as reversal_panel
from app.decisions.reversals import policy as rules
from app.decisions.reversals import queries, reversing
from app.decisions.reversals.forms import CommentForm, NoticeForm, ReturnForm, ReversalForm
from app.decisions.reversals.grounds import GROUNDS
from app.decisions.reversals.models import ChangeStatus, Ground, Reversal
from app.decisions.screen import letter_body
from app.decisions.views import bp
from app.extensions import db
from app.policy import NotAllowed, NotComplete, NotPermitted, denial
from app.review.policy import can_read

Forms = dict[int, ProposalForm]


@bp.route("/staff/cases/<reference>/reversal", methods=["GET", "POST"])
@require(*CASE_READERS)
def reversal(reference: str) -> ResponseReturnValue:
    """What stands, what waits and what was; and the form, for whoever may propose something."""
    posted = request.method == "POST"
    application = applications.case(reference, for_change=posted)
    can_read(current_user, application)
    if not posted:
        return page(application)
    decision = queries.versions(application.id)[0]
    forms, form = panel.typed_forms(application, request.form), _form(decision)
    if not all([form.validate(), *[one.validate() for one in forms.values()]]):
        return page(application, 422, form=form, forms=forms)
    try:
        _prepare(decision, form, forms)
    except NotAllowed as refusal:
        return _refused(reference, refusal, form=form, forms=forms)
    db.session.commit()
    flash(_("Forslaget er sendt til godkjenning."), "success")
    return redirect(url_for(".reversal", reference=reference))


def _prepare(decision: Decision, form: ReversalForm, forms: Forms) -> Reversal:
    chosen = form.condition.data
    return reversing.prepare(
        decision,
        Ground(form.ground.data) if form.ground.data else None,
        {activity_id: one.proposal() for activity_id, one in forms.items()},
        form.explanation.data or "",
        condition=reversing.told(decision).conditions[int(chosen)] if chosen else None,
        by=current_user,
        at=clock.now(),
    )


def _form(decision: Decision | None, begun: Reversal | None = None) -> ReversalForm:
    """`begun`: a proposal that was returned or withdrawn, to begin anew with."""
    conditions = list(reversing.told(decision).conditions) if decision and decision.letter else []
    chosen = str(conditions.index(begun.condition)) if begun and begun.condition in conditions else None
    form = ReversalForm(
        ground=begun.ground if begun else None, explanation=begun.explanation if begun else None, condition=chosen
    )
    form.offer(conditions)
    return form


def page(
    application: Application,
    status: int = 200,
    refusal: str | None = None,
    *,
    form: ReversalForm | None = None,
    forms: Forms | None = None,
    notice: Form | None = None,
    comment: Form | None = None,
    returning: Form | None = None,
) -> ResponseReturnValue:
    """The tab. A form that was refused is shown with what was typed."""
    versions, found = queries.versions(application.id), queries.reversals(application.id)
    newest = versions[0] if versions else None
    open_one = next((one for one in found if one.status is ChangeStatus.PROPOSED), None)
    latest = found[0] if found and found[0].status in {ChangeStatus.RETURNED, ChangeStatus.WITHDRAWN} else None
    begun = latest if newest and latest and latest.reversed_id == newest.id else None
    blocked = denial(rules.can_prepare, current_user, newest) if newest else _("Saken er ikke vedtatt ennå.")
    return render_template(
        "decisions/reversal.html",
        application=application,
        versions=versions,
        open_one=reversal_panel.proposed(open_one, current_user, clock.today()) if open_one else None,
        others=[one for one in found if one is not open_one],
        corrections=queries.corrections(application.id),
        states=reversal_panel.STATES,
        grounds=GROUNDS,
        blocked=blocked,
        lines=reversal_panel.lines(application, newest, forms, begun) if newest and not blocked else [],
        returned=begun if begun and begun.status is ChangeStatus.RETURNED else None,
        form=form or _form(newest, begun),
        notice=notice or NoticeForm(formdata=None),
        comment=comment or CommentForm(formdata=None),
        returning=returning or ReturnForm(formdata=None),
        refusal=refusal,
    ), status


def _refused(
    reference: str, refusal: NotAllowed, *, form: ReversalForm | None = None, forms: Forms | None = None, **typed: Form
) -> ResponseReturnValue:
    """The same page with what was typed; nothing is changed."""
    db.session.rollback()
    if isinstance(refusal, NotPermitted):
        raise refusal
    application = applications.case(reference)
    if isinstance(refusal, NotComplete):
        if forms:
            panel.show_problems(application, forms, refusal.missing)
        for shown in [form, *typed.values()]:
            _show(shown, refusal.missing)
    return page(application, 409, refusal.reason, form=form, forms=forms, **typed)


def _show(form: Form | None, missing: dict[str, str]) -> None:
    for name, sentence in missing.items():
        if form is not None and name in form:
            form[name].errors = [sentence]


@bp.route("/staff/cases/<reference>/reversal/<public_id>/notice", methods=["POST"])
@require(Role.CASE_HANDLER)
def notice_reversal(reference: str, public_id: str) -> ResponseReturnValue:
    """The advance notice was sent."""
    found, form = _load(reference, public_id), NoticeForm()
    if not form.validate_on_submit():
        return page(applications.case(reference), 422, notice=form)
    try:
        days = form.noticed_on.data, form.comment_by.data
        reversing.register_notice(found, *days, by=current_user, at=clock.now())
    except NotAllowed as refusal:
        return _refused(reference, refusal, notice=form)
    return _done(reference, _("Forhåndsvarselet er ført."))


@bp.route("/staff/cases/<reference>/reversal/<public_id>/comment", methods=["POST"])
@require(Role.CASE_HANDLER)
def comment_reversal(reference: str, public_id: str) -> ResponseReturnValue:
    """The party commented on the notice."""
    found, form = _load(reference, public_id), CommentForm()
    if not form.validate_on_submit():
        return page(applications.case(reference), 422, comment=form)
    try:
        said, received = form.comment.data or "", form.comment_on.data
        reversing.register_comment(found, said, received, by=current_user, at=clock.now())
    except NotAllowed as refusal:
        return _refused(reference, refusal, comment=form)
    return _done(reference, _("Merknadene er ført."))


@bp.route("/staff/cases/<reference>/reversal/<public_id>/withdraw", methods=["POST"])
@require(Role.CASE_HANDLER)
def withdraw_reversal(reference: str, public_id: str) -> ResponseReturnValue:
    reversing.withdraw(_load(reference, public_id), by=current_user, at=clock.now())
    return _done(reference, _("Forslaget er trukket. Vedtaket står."))


@bp.route("/staff/cases/<reference>/reversal/<public_id>/approve", methods=["POST"])
@require(Role.APPROVER)
def approve_reversal(reference: str, public_id: str) -> ResponseReturnValue:
    try:
        made = reversing.approve(_load(reference, public_id), by=current_user, at=clock.now())
    except NotAllowed as refusal:
        return _refused(reference, refusal)
    text = _("Omgjøringen er godkjent som versjon %(version)s. Brevet sendes når du frigir det.", version=made.version)
    return _done(reference, text)


@bp.route("/staff/cases/<reference>/reversal/<public_id>/return", methods=["POST"])
@require(Role.APPROVER)
def return_reversal(reference: str, public_id: str) -> ResponseReturnValue:
    found, form = _load(reference, public_id), ReturnForm()
    if not form.validate_on_submit():
        return page(applications.case(reference), 422, returning=form)
    try:
        reversing.send_back(found, form.comment.data, by=current_user, at=clock.now())
    except NotAllowed as refusal:
        return _refused(reference, refusal, returning=form)
    return _done(reference, _("Forslaget er sendt tilbake."))


@bp.route("/staff/cases/<reference>/reversal/<public_id>/letter")
@require(Role.APPROVER, Role.CASE_HANDLER)
def preview_reversal(reference: str, public_id: str) -> ResponseReturnValue:
    """The letter as the party will see it. Nothing is stored."""
    found, application = _load(reference, public_id), applications.case(reference)
    content = preview.of_reversal(application, found, current_user, clock.now())
    back = url_for(".reversal", reference=reference), _("Til omgjøringen")
    body = letter_body(content)
    return render_template("decisions/preview.html", application=application, letter=content, body=body, back=back)


def _load(reference: str, public_id: str) -> Reversal:
    found = queries.reversal(reference, public_id)
    can_read(current_user, found.reversed.application)
    return found


def _done(reference: str, text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "success")
    return redirect(url_for(".reversal", reference=reference))
