"""The appeals of a case, the list of all appeals, and registering what came by post or e-mail."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.accounts.roles import CASE_READERS
from app.applications.models import Application, Channel
from app.applications.pot import pot
from app.config import public_url
from app.decisions import jobs
from app.decisions.appeals import panel as appeal_panel
from app.decisions.appeals import policy as appeal_policy
from app.decisions.appeals import queries as appeal_queries
from app.decisions.appeals import receiving as appealing
from app.decisions.appeals import terms as appeal_terms
from app.decisions.appeals.forms import DemandAnswerForm, DemandForm, ExtendForm, RegisterAppealForm
from app.decisions.appeals.workflow import LABELS
from app.decisions.deadlines import deadlines
from app.decisions.models import Appeal, Decision
from app.decisions.views import bp
from app.extensions import db
from app.files.receiving import examine
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotPermitted, denial
from app.review.policy import can_read


@bp.route("/staff/appeals")
@require(*CASE_READERS)
def all_appeals() -> ResponseReturnValue:
    """Every appeal that waits for somebody, soonest first; with ?ferdige=1 those that are done."""
    finished = request.args.get("ferdige") == "1"
    found = appeal_queries.listed(finished=finished)
    if not finished:
        found = sorted(found, key=lambda one: appeal_queries.due_on(one) or date.max)
    return render_template(
        "decisions/all_appeals.html",
        appeals=found,
        finished=finished,
        labels=LABELS,
        due_on=appeal_queries.due_on,
        today=clock.today(),
    )


@bp.route("/staff/cases/<reference>/appeals")
@require(*CASE_READERS)
def appeals(reference: str) -> ResponseReturnValue:
    application = appeal_queries.case(reference)
    can_read(current_user, application)
    return page(application)


def page(
    application: Application,
    status: int = 200,
    refusal: str | None = None,
    *,
    extend: ExtendForm | None = None,
    demand: DemandForm | None = None,
    demand_answer: DemandAnswerForm | None = None,
) -> ResponseReturnValue:
    """The tab, with a refused form where there is one."""
    newest = appeal_queries.released(application.id)
    handlings = appeal_queries.of_case(application)
    return render_template(
        "decisions/appeals.html",
        application=application,
        decision=newest,
        times=deadlines(newest, clock.now()) if newest else None,
        cards=appeal_panel.cards(handlings, newest, current_user) if newest else [],
        extensions=appeal_queries.extensions(application.id) if newest else [],
        demands=appeal_queries.demands(application.id) if newest else [],
        pot=pot(application.round),
        undisputed_nok=appeal_queries.undisputed_nok(newest) if newest else 0,
        disputed_nok=appeal_queries.disputed_nok(newest) if newest else 0,
        register_blocked=denial(appeal_policy.can_register, current_user, newest) if newest else None,
        refusal=refusal,
        extend_form=extend or ExtendForm(formdata=None),
        demand_form=demand or DemandForm(formdata=None, received_on=clock.today()),
        answer_form=demand_answer or DemandAnswerForm(formdata=None),
        statement_title=appeal_panel.statement_title,
        today=clock.today(),
    ), status


@bp.route("/staff/cases/<reference>/appeals/register", methods=["GET", "POST"])
@require(Role.CASE_HANDLER)
def register_appeal(reference: str) -> ResponseReturnValue:
    """One that came by post or e-mail."""
    application = appeal_queries.case(reference)
    decision = appeal_queries.newest_released(application.id, for_change=request.method == "POST")
    appeal_policy.can_register(current_user, decision)
    form = RegisterAppealForm()
    if not form.validate_on_submit():
        return _register_page(application, form, 422 if form.errors else 200)
    try:
        made = _register(decision, form)
    except NotAllowed as refusal:
        return _register_refused(reference, form, refusal)
    db.session.commit()
    jobs.render_appeal_receipt.enqueue(made.id)
    send_waiting.enqueue()
    flash(_("Klagen er registrert. Parten får kvittering."), "success")
    return redirect(url_for(".appeals", reference=reference))


def _register(decision: Decision, form: RegisterAppealForm) -> Appeal:
    data = form.original.data.read()
    name, kind = examine(form.original.data.filename, data)
    came = appealing.Coming(
        Channel(form.channel.data), form.appellant.data, form.received_at, form.posted_on.data or None
    )
    return appealing.register(
        decision,
        form.text.data,
        appealing.Enclosure(name, kind.media_type, data),
        came,
        public_url=public_url(),
        by=current_user,
        at=clock.now(),
    )


def _register_refused(reference: str, form: RegisterAppealForm, refusal: NotAllowed) -> ResponseReturnValue:
    db.session.rollback()
    if isinstance(refusal, NotPermitted):
        raise refusal
    shown = refusal.missing if isinstance(refusal, NotComplete) else {}
    show(form, {**shown, "original": shown.get("file", "")})
    return _register_page(appeal_queries.case(reference), form, 409, "" if form.errors else refusal.reason)


def show(form: object, missing: dict[str, str]) -> None:
    """Put what the rules miss at the field that it belongs to."""
    for field in form:  # type: ignore[attr-defined]
        if missing.get(field.name):
            field.errors = [missing[field.name]]


def _register_page(
    application: Application, form: RegisterAppealForm, status: int, refusal: str = ""
) -> ResponseReturnValue:
    decision = appeal_queries.newest_released(application.id)
    return render_template(
        "decisions/appeal_register.html",
        application=application,
        times=deadlines(decision, clock.now()),
        form=form,
        refusal=refusal,
    ), status


@bp.route("/staff/cases/<reference>/appeals/deadline", methods=["POST"])
@require(Role.CASE_HANDLER)
def extend_appeal_deadline(reference: str) -> ResponseReturnValue:
    """Longer, before it has run out."""
    application = appeal_queries.case(reference)
    decision = appeal_queries.newest_released(application.id, for_change=True)
    form = ExtendForm()
    if not form.validate_on_submit():
        return page(application, 422, extend=form)
    try:
        appeal_terms.extend(decision, form.until.data, form.reason.data, public_url(), by=current_user, at=clock.now())
    except NotAllowed as refusal:
        return _page_refused(reference, refusal, form, extend=form)
    db.session.commit()
    send_waiting.enqueue()
    flash(_("Klagefristen er forlenget. Parten får beskjed."), "success")
    return redirect(url_for(".appeals", reference=reference))


@bp.route("/staff/cases/<reference>/appeals/reasons", methods=["POST"])
@require(Role.CASE_HANDLER)
def register_demand(reference: str) -> ResponseReturnValue:
    """A party asked for the reasons."""
    application = appeal_queries.case(reference)
    decision = appeal_queries.newest_released(application.id, for_change=True)
    form = DemandForm()
    if not form.validate_on_submit():
        return page(application, 422, demand=form)
    try:
        appeal_terms.register_demand(
            decision, form.received_on.data, form.demanded_by.data, by=current_user, at=clock.now()
        )
    except NotAllowed as refusal:
        return _page_refused(reference, refusal, form, demand=form)
    db.session.commit()
    flash(_("Kravet om begrunnelse er registrert."), "success")
    return redirect(url_for(".appeals", reference=reference))


@bp.route("/staff/cases/<reference>/appeals/reasons/<public_id>", methods=["POST"])
@require(Role.CASE_HANDLER)
def answer_demand(reference: str, public_id: str) -> ResponseReturnValue:
    demand = appeal_queries.demand(reference, public_id)
    form = DemandAnswerForm()
    if not form.validate_on_submit():
        return page(appeal_queries.case(reference), 422, demand_answer=form)
    try:
        appeal_terms.answer_demand(
            demand,
            form.answer.data,
            public_url(),
            were_left_out=form.were_left_out.data == "yes",
            by=current_user,
            at=clock.now(),
        )
    except NotAllowed as refusal:
        return _page_refused(reference, refusal, form, demand_answer=form)
    db.session.commit()
    send_waiting.enqueue()
    flash(_("Parten har fått svar."), "success")
    return redirect(url_for(".appeals", reference=reference))


def _page_refused(reference: str, refusal: NotAllowed, form: object, **forms: object) -> ResponseReturnValue:
    """The same page with what was typed; nothing is changed."""
    db.session.rollback()
    if isinstance(refusal, NotPermitted):
        raise refusal
    show(form, refusal.missing if isinstance(refusal, NotComplete) else {})
    return page(appeal_queries.case(reference), 409, refusal.reason, **forms)  # type: ignore[arg-type]
