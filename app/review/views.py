"""The acts of the review, each a POST from a panel of the case page. What is refused is shown again as it was typed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Flask, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.applications.models import Activity, Application
from app.applications.queries import case
from app.clock import now
from app.extensions import db
from app.formatting import clock_time
from app.judging.actions import Given
from app.judging.models import Criterion, ImpartialityAnswer
from app.judging.queries import criteria as rubric_criteria
from app.layout import flash_undo
from app.policy import NotAllowed, NotComplete, NotNow, NotPermitted
from app.review import actions, queries
from app.review.forms import (
    CANNOT_ASSESS,
    VALUES,
    DeclareForm,
    ScoreForm,
    SettleForm,
    TypedAnswer,
    explanations,
    sheet_answers,
)
from app.review.onward import to_next
from app.review.panel import ReviewPanel, ScoreSheet

CASE = "/staff/cases/<reference>"

bp = Blueprint("review", __name__)


def _to_case(reference: str, part: str) -> ResponseReturnValue:
    return redirect(url_for("overview.case", reference=reference, _anchor=part))


def _again(application: Application, part: str, status: int, **shown: Any) -> ResponseReturnValue:
    """The form that was refused, by itself, with what was typed. Nothing was changed."""
    return _page(application, queries.panel(application, current_user), part, **shown), status


def _page(application: Application, panel: ReviewPanel, part: str, **shown: Any) -> str:
    return render_template("review/again.html", application=application, panel=panel, part=part, **shown)


def _missing(refusal: NotAllowed) -> dict[str, str]:
    return refusal.missing if isinstance(refusal, NotComplete) else {}


@bp.route(f"{CASE}/screening/start", methods=["POST"])
@require(Role.CASE_HANDLER)
def start_screening(reference: str) -> ResponseReturnValue:
    actions.start_screening(case(reference, for_change=True), by=current_user, at=now())
    db.session.commit()
    flash(_("Du har begynt på den formelle kontrollen."), "success")
    return _to_case(reference, "checks")


@bp.route(f"{CASE}/screening", methods=["POST"])
@require(Role.CASE_HANDLER)
def screen(reference: str) -> ResponseReturnValue:
    """Every explanation at once; and the check approved, when that button was pressed."""
    application = case(reference, for_change=True)
    typed = explanations(request.form)
    shown: dict[str, Any] = {"typed": {one.field: one.text for one in typed}}
    if wrong := {one.field: one.error for one in typed if one.error}:
        return _again(application, "checks", 422, errors=wrong, **shown)
    told = [(queries.result(application, one.code, one.position), one.text) for one in typed]
    complete = request.form.get("act") == "pass"
    try:
        actions.screen(application, told, complete=complete, by=current_user, at=now())
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        return _again(application, "checks", 409, refusal=refusal.reason, errors=_at_fields(refusal), **shown)
    db.session.commit()
    if complete:
        flash_undo(_("Formell kontroll er godkjent."), url_for(".reopen_screening", reference=reference))
    else:
        flash(_("Forklaringene er lagret."), "success")
    return _to_case(reference, "scores" if complete else "checks")


def _at_fields(refusal: NotAllowed) -> dict[str, str]:
    return {f"explanation-{check}": _("Skriv en kort forklaring.") for check in _missing(refusal)}


@bp.route(f"{CASE}/screening/review", methods=["POST"])
@require(Role.CASE_HANDLER)
def begin_review(reference: str) -> ResponseReturnValue:
    actions.begin_review(case(reference, for_change=True), by=current_user, at=now())
    db.session.commit()
    return _to_case(reference, "scores")


@bp.route(f"{CASE}/screening/reopen", methods=["POST"])
@require(Role.CASE_HANDLER)
def reopen_screening(reference: str) -> ResponseReturnValue:
    """Undo of the approval."""
    actions.reopen_screening(case(reference, for_change=True), by=current_user, at=now())
    db.session.commit()
    flash(_("Den formelle kontrollen er tatt opp igjen."), "success")
    return _to_case(reference, "checks")


@bp.route(f"{CASE}/checks", methods=["POST"])
@require(Role.CASE_HANDLER)
def run_checks(reference: str) -> ResponseReturnValue:
    actions.run_checks_again(case(reference, for_change=True), by=current_user, at=now())
    db.session.commit()
    flash(_("Kontrollen er kjørt på nytt."), "success")
    return _to_case(reference, "checks")


@bp.route(f"{CASE}/impartiality", methods=["POST"])
@require(Role.CASE_HANDLER, Role.APPROVER)
def declare(reference: str) -> ResponseReturnValue:
    application = case(reference, for_change=True)
    form = DeclareForm()
    if not form.validate_on_submit():
        return _again(application, "impartiality", 422, typed=form.data, errors=_first(form.errors))
    try:
        actions.declare(application, ImpartialityAnswer(form.answer.data), form.reason.data, by=current_user, at=now())
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        shown = {"typed": form.data, "errors": _missing(refusal), "refusal": refusal.reason}
        return _again(application, "impartiality", 409, **shown)
    db.session.commit()
    return _to_case(reference, "impartiality")


def _first(errors: dict[str, Any]) -> dict[str, str]:
    return {name: found[0] for name, found in errors.items() if found}


@bp.route(f"{CASE}/impartiality/<person>", methods=["POST"])
@require(Role.APPROVER)
def settle(reference: str, person: str) -> ResponseReturnValue:
    application, colleague = case(reference, for_change=True), queries.person(person)
    form = SettleForm()
    about: dict[str, Any] = {"person": person, "typed": form.data}
    if not form.validate_on_submit():
        return _again(application, "impartiality", 422, errors=_first(form.errors), **about)
    answer = ImpartialityAnswer(form.answer.data)
    try:
        actions.settle(application, colleague, answer, form.reason.data or "", by=current_user, at=now())
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        return _again(application, "impartiality", 409, errors=_missing(refusal), refusal=refusal.reason, **about)
    db.session.commit()
    flash(_("Avgjørelsen er lagret."), "success")
    return _to_case(reference, "impartiality")


@bp.route(f"{CASE}/activities/<int(max=99):position>/scores/<criterion>", methods=["POST"])
@require(Role.CASE_HANDLER)
def save_score(reference: str, position: int, criterion: str) -> ResponseReturnValue:
    """One answer as it is given, from scoring.js."""
    activity, asked = queries.to_score(reference, position, criterion)
    form = ScoreForm()
    if not form.validate_on_submit():
        return jsonify(error=next(iter(_first(form.errors).values()))), 422
    chosen, at = form.value.data or "", now()
    answer = {"value": VALUES[chosen], "cannot_assess": chosen == CANNOT_ASSESS, "comment": form.comment.data}
    try:
        actions.save_score(activity, asked, **answer, by=current_user, at=at)
    except NotAllowed as refusal:
        db.session.rollback()
        return jsonify(error=refusal.reason), 403 if isinstance(refusal, NotPermitted) else 409
    db.session.commit()
    return jsonify(saved=_("Lagret kl. %(time)s", time=clock_time(at)))


@bp.route(f"{CASE}/activities/<int(max=99):position>/scores", methods=["POST"])
@require(Role.CASE_HANDLER)
def save_sheet(reference: str, position: int) -> ResponseReturnValue:
    """The whole sheet as one form: saved, and sent too when that button was pressed."""
    application = case(reference, for_change=True)
    activity = queries.activity(application, position)
    criteria = rubric_criteria(application.round.rubric_id)
    typed = sheet_answers(request.form, criteria)
    shown = SheetShown(application, position, typed)
    if wrong := {code: answer.error for code, answer in typed.items() if answer.error}:
        return shown.again(422, wrong)
    answers = [(criterion, typed[criterion.code].given) for criterion in criteria]
    try:
        refusal = _save(activity, answers)
    except NotNow as too_late:
        db.session.rollback()
        return shown.again(409, {}, too_late.reason)
    db.session.commit()
    if refusal:
        return shown.again(409, refusal.missing, refusal.reason)
    flash(_("Vurderingen er sendt.") if "send" in request.form else _("Vurderingen er lagret."), "success")
    if request.form.get("send") == "next":
        return to_next(application.round)
    return _to_case(reference, f"scores-{position}")


def _save(activity: Activity, answers: Sequence[tuple[Criterion, Given]]) -> NotComplete | None:
    """What was answered is kept, also when it is too little to be sent: then this says why."""
    try:
        actions.save_sheet(activity, answers, by=current_user, at=now())
        if "send" in request.form:
            actions.send_assessment(activity, by=current_user, at=now())
    except NotComplete as too_early:
        return too_early
    return None


@dataclass(frozen=True)
class SheetShown:
    """A sheet that was refused, with what was just typed, also where it could not be kept."""

    application: Application
    position: int
    typed: dict[str, TypedAnswer]

    def again(self, status: int, errors: dict[str, str], refusal: str | None = None) -> ResponseReturnValue:
        panel = queries.panel(self.application, current_user)
        sheet = next((self._filled(one) for one in panel.sheets if one.position == self.position), None)
        return _page(self.application, panel, "scores", sheet=sheet, errors=errors, refusal=refusal), status

    def _filled(self, sheet: ScoreSheet) -> ScoreSheet:
        given = {card.code: self.typed[card.code].given for card in sheet.cards}
        cards = [
            replace(
                card,
                value=given[card.code].value,
                cannot_assess=given[card.code].cannot_assess,
                comment=given[card.code].comment,
            )
            for card in sheet.cards
        ]
        return replace(sheet, cards=cards)


def init_app(app: Flask) -> None:
    from app.review import (  # noqa: F401 - they add routes to `bp`
        assignment_views,
        batch_views,
        leaving_views,
        mine_views,
        ranking_views,
        revising_views,
    )

    app.register_blueprint(bp)
