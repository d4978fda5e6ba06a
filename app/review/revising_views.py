"""Changing a sent assessment once, after others' are seen or the meeting: a page of its own."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.applications.models import Activity
from app.applications.queries import case
from app.clock import now
from app.extensions import db
from app.judging.models import ScoreRevision
from app.judging.queries import criteria as rubric_criteria
from app.policy import NotAllowed, NotNow, NotPermitted
from app.review import actions, policy, queries
from app.review.forms import ReviseForm, TypedAnswer, sheet_answers
from app.review.panel import Card, ScoreSheet
from app.review.views import CASE, bp


@bp.route(f"{CASE}/activities/<int(max=99):position>/revise", methods=["GET", "POST"])
@require(Role.CASE_HANDLER)
def revise(reference: str, position: int) -> ResponseReturnValue:
    application = case(reference, for_change=request.method == "POST")
    activity = queries.activity(application, position)
    policy.can_score(current_user, application)
    form = ReviseForm()
    if not form.is_submitted():
        return _page(activity, form)
    criteria = rubric_criteria(application.round.rubric_id)
    typed = sheet_answers(request.form, criteria)
    wrong = {code: answer.error for code, answer in typed.items() if answer.error}
    if not form.validate() or wrong:
        return _page(activity, form, typed, wrong, status=422)
    answers = [(criterion, typed[criterion.code].given) for criterion in criteria]
    try:
        actions.revise_assessment(activity, answers, form.reason.data or "", by=current_user, at=now())
    except NotAllowed as refusal:
        return _refused(reference, position, typed, refusal)
    db.session.commit()
    flash(_("Vurderingen er endret. Den første står fortsatt ved siden av."), "success")
    return redirect(url_for("overview.case", reference=reference, _anchor=f"scores-{position}"))


def _refused(reference: str, position: int, typed: dict[str, TypedAnswer], refusal: NotAllowed) -> ResponseReturnValue:
    """The same page with what was typed; nothing is changed."""
    db.session.rollback()
    if isinstance(refusal, NotPermitted):
        raise refusal
    form, missing = ReviseForm(), dict(getattr(refusal, "missing", {}))
    if reason := missing.pop("reason", None):
        form.reason.errors = [reason]
    activity = queries.activity(case(reference), position)
    return _page(activity, form, typed, missing, refusal=refusal.reason, status=409)


def _page(
    activity: Activity,
    form: ReviseForm,
    typed: dict[str, TypedAnswer] | None = None,
    errors: dict[str, str] | None = None,
    *,
    refusal: str | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    found = queries.panel(activity.application, current_user)
    sheet = next(one for one in found.sheets if one.position == activity.position)
    if refusal is None and not sheet.may_revise:
        raise NotNow(_("Denne vurderingen kan ikke endres nå."))
    shown = sheet if typed is None else _filled(sheet, typed)
    page = render_template(
        "review/revise.html",
        application=activity.application,
        sheet=shown,
        form=form,
        errors=errors or {},
        refusal=refusal,
        max_reason=ScoreRevision.REASON_LENGTH,
    )
    return page, status


def _filled(sheet: ScoreSheet, typed: dict[str, TypedAnswer]) -> ScoreSheet:
    def card(one: Card) -> Card:
        given = typed[one.code].given
        return replace(one, value=given.value, cannot_assess=given.cannot_assess, comment=given.comment)

    return replace(sheet, cards=[card(one) for one in sheet.cards])
