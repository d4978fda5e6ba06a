"""The acts on one appeal: each locks it, asks the rules, changes, commits, and goes back to the case's appeals."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.applications import queries as applications
from app.applications.pot import pot
from app.config import public_url
from app.decisions import panel
from app.decisions.actions import proposal_of
from app.decisions.appeals import actions as appeal_actions
from app.decisions.appeals import jobs as appeal_jobs
from app.decisions.appeals import panel as appeal_panel
from app.decisions.appeals import policy as appeal_policy
from app.decisions.appeals import queries as appeal_queries
from app.decisions.appeals import reversal as appeal_reversal
from app.decisions.appeals.forms import AnswerForm, LateForm, ReturnForm, ReverseForm, StatementForm
from app.decisions.appeals.letters import Signer
from app.decisions.appeals.models import AppealHandling, AppealLetter, AppealResult, AppealStatus, StatementKind
from app.decisions.appeals.receiving import Enclosure
from app.decisions.appeals.standing import involved
from app.decisions.appeals.views import show
from app.decisions.forms import ProposalForm
from app.decisions.screen import letter_body
from app.decisions.views import bp
from app.extensions import db
from app.files.receiving import examine
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotPermitted
from app.review.policy import can_read

HANDLERS = (Role.CASE_HANDLER,)


def _loaded(public_id: str) -> AppealHandling:
    found = appeal_queries.handling(public_id, for_change=request.method == "POST")
    can_read(current_user, found.appeal.decision.application)
    return found


def _back(handling_reference: str) -> ResponseReturnValue:
    return redirect(url_for(".appeals", reference=handling_reference))


def _simple(public_id: str, act: Callable[..., object], done: str) -> ResponseReturnValue:
    """One press: the act, or the sentence that refuses it."""
    handling = _loaded(public_id)
    reference = handling.appeal.decision.application.reference
    try:
        act(handling, by=current_user, at=clock.now())
    except NotComplete as refusal:
        db.session.rollback()
        flash(refusal.reason, "error")
        return _back(reference)
    db.session.commit()
    send_waiting.enqueue()
    flash(done, "success")
    return _back(reference)


@bp.route("/staff/appeals/<public_id>/take", methods=["POST"])
@require(*HANDLERS)
def take_appeal(public_id: str) -> ResponseReturnValue:
    return _simple(public_id, appeal_actions.take, _("Du behandler klagen."))


@bp.route("/staff/appeals/<public_id>/give-up", methods=["POST"])
@require(Role.CASE_HANDLER, Role.APPROVER)
def give_up_appeal(public_id: str) -> ResponseReturnValue:
    return _simple(public_id, appeal_actions.give_up, _("Klagen venter på en ny saksbehandler."))


@bp.route("/staff/appeals/<public_id>/disputes", methods=["POST"])
@require(*HANDLERS)
def mark_disputed(public_id: str) -> ResponseReturnValue:
    """Whether the party contests also what was granted."""
    disputes = request.form.get("disputes") == "yes"
    return _simple(
        public_id,
        lambda one, by, at: appeal_actions.mark_disputed(one, disputes_grant=disputes, by=by),
        _("Lagret."),
    )


@bp.route("/staff/appeals/<public_id>/take-up", methods=["POST"])
@require(*HANDLERS)
def take_up_dismissed(public_id: str) -> ResponseReturnValue:
    """The appeal of a dismissal is right: the dismissed appeal is considered."""
    return _simple(
        public_id,
        appeal_actions.take_up_dismissed,
        _("Den avviste klagen er tatt opp til behandling."),
    )


@bp.route("/staff/appeals/<public_id>/close", methods=["POST"])
@require(*HANDLERS)
def close_appeal(public_id: str) -> ResponseReturnValue:
    return _simple(public_id, appeal_actions.close, _("Klagen er avsluttet."))


@bp.route("/staff/appeals/<public_id>/withdraw", methods=["POST"])
@require(*HANDLERS)
def withdraw_appeal_on_request(public_id: str) -> ResponseReturnValue:
    """The party has said so in writing."""
    return _simple(public_id, appeal_actions.withdraw, _("Klagen er trukket."))


@bp.route("/staff/appeals/<public_id>/body-told", methods=["POST"])
@require(*HANDLERS)
def tell_appeal_body(public_id: str) -> ResponseReturnValue:
    return _simple(public_id, appeal_actions.tell_body, _("Notert."))


@bp.route("/staff/appeals/<public_id>/comments", methods=["POST"])
@require(*HANDLERS)
def pass_on_comments(public_id: str) -> ResponseReturnValue:
    return _simple(public_id, appeal_actions.pass_on_comments, _("Notert."))


# --- acts with a form ------------------------------------------------------------------------------------------------


def _page(handling: AppealHandling, template: str, form: Any, status: int = 200, **more: Any) -> ResponseReturnValue:
    application = handling.appeal.decision.application
    return render_template(
        f"decisions/{template}.html", application=application, handling=handling, form=form, **more
    ), status


def _refused(public_id: str, template: str, form: Any, refusal: NotAllowed, **more: Any) -> ResponseReturnValue:
    """The same form with what was typed; nothing is changed."""
    db.session.rollback()
    if isinstance(refusal, NotPermitted):
        raise refusal
    show(form, refusal.missing if isinstance(refusal, NotComplete) else {})
    handling = appeal_queries.handling(public_id)
    return _page(handling, template, form, 409, refusal="" if form.errors else refusal.reason, **more)


@bp.route("/staff/appeals/<public_id>/late", methods=["GET", "POST"])
@require(*HANDLERS)
def assess_late_appeal(public_id: str) -> ResponseReturnValue:
    """A late appeal: taken up with the reason, or proposed dismissed."""
    handling = _loaded(public_id)
    reference = handling.appeal.decision.application.reference
    form = LateForm()
    if not form.validate_on_submit():
        appeal_policy.can_work(current_user, handling, involved(handling, current_user), AppealStatus.LATE)
        return _page(handling, "appeal_late", form, 422 if form.errors else 200)
    try:
        flash(_assess(handling, form), "success")
    except NotAllowed as refusal:
        return _refused(public_id, "appeal_late", form, refusal)
    db.session.commit()
    return _back(reference)


def _assess(handling: AppealHandling, form: LateForm) -> str:
    by, at = current_user, clock.now()
    if form.choice.data == "take_up":
        appeal_actions.take_up_late(handling, form.assessment.data, by=by, at=at)
        return str(_("Klagen er tatt opp til behandling."))
    if not form.grounds.data:
        missing = {"grounds": _("Skriv hva parten sier, eller at parten ikke har sagt noe.")}
        raise NotComplete(_("Forslaget er ikke sendt. Noe mangler."), missing)
    draft = appeal_actions.Draft(StatementKind.DISMISSAL, form.grounds.data, form.assessment.data)
    appeal_actions.propose(handling, draft, by=by, at=at)
    return str(_("Forslaget er sendt til godkjenning."))


@bp.route("/staff/appeals/<public_id>/uphold", methods=["GET", "POST"])
@require(*HANDLERS)
def uphold_appeal(public_id: str) -> ResponseReturnValue:
    """The statement to the appeal body, sent to another for approval."""
    handling = _loaded(public_id)
    form = StatementForm(data=_begun(handling))
    if not form.validate_on_submit():
        appeal_policy.can_work(current_user, handling, involved(handling, current_user), *appeal_actions.MAY_UPHOLD)
        return _page(handling, "appeal_uphold", form, 422 if form.errors else 200)
    reference = handling.appeal.decision.application.reference
    draft = appeal_actions.Draft(StatementKind.FORWARDING, form.grounds.data, form.assessment.data, form.listed)
    try:
        appeal_actions.propose(handling, draft, by=current_user, at=clock.now())
    except NotAllowed as refusal:
        return _refused(public_id, "appeal_uphold", form, refusal)
    db.session.commit()
    flash(_("Vurderingen er sendt til godkjenning."), "success")
    return _back(reference)


def _begun(handling: AppealHandling) -> Mapping[str, str]:
    """What the returned statement said; else the documents that always go."""
    statement = handling.newest_statement
    if statement is not None and statement.kind is StatementKind.FORWARDING:
        return {
            "grounds": statement.grounds,
            "assessment": statement.assessment,
            "documents": "\n".join(statement.documents),
        }
    documents = [_("Søknaden"), _("Vedtaket"), _("Klagen")]
    if handling.appeal.filename:
        documents.append(_("Vedlegg til klagen: %(name)s", name=handling.appeal.filename))
    return {"documents": "\n".join(str(one) for one in documents)}


@bp.route("/staff/appeals/<public_id>/approve", methods=["GET", "POST"])
@require(Role.APPROVER)
def approve_appeal(public_id: str) -> ResponseReturnValue:
    """The letter as it would go out; approve it, or send the proposal back."""
    handling = _loaded(public_id)
    statement = handling.newest_statement
    appeal_policy.can_approve(current_user, handling, statement, involved(handling, current_user))
    assert statement is not None
    form, at = ReturnForm(), clock.now()
    reference = handling.appeal.decision.application.reference
    is_return = request.form.get("act") == "return"
    if request.method == "POST" and not is_return:
        wanted = appeal_actions.approve(handling, public_url(), by=current_user, at=at)
        return _sent(wanted, reference, _("Brevet sendes nå."))
    if is_return and form.validate_on_submit():
        appeal_actions.send_back(handling, form.comment.data, by=current_user, at=at)
        db.session.commit()
        flash(_("Forslaget er sendt tilbake."), "success")
        return _back(reference)
    letter = appeal_actions.letter_of(
        handling, statement, Signer(current_user.name, current_user.title), at, public_url()
    )
    title = appeal_panel.statement_title(statement.kind)
    shown = {"statement": statement, "letter": letter, "body": letter_body(letter), "statement_title": title}
    return _page(handling, "appeal_approve", form, 422 if form.errors else 200, **shown)


def _sent(wanted: AppealLetter, reference: str, done: str) -> ResponseReturnValue:
    row_id = wanted.id
    db.session.commit()
    appeal_jobs.print_letter.enqueue(row_id)
    flash(done, "success")
    return _back(reference)


@bp.route("/staff/appeals/<public_id>/answer", methods=["GET", "POST"])
@require(*HANDLERS)
def answer_appeal(public_id: str) -> ResponseReturnValue:
    """What the appeal body decided. Registered once; the party gets a letter."""
    handling = _loaded(public_id)
    form = AnswerForm()
    if not form.validate_on_submit():
        appeal_policy.can_answer(current_user, handling)
        return _page(handling, "appeal_answer", form, 422 if form.errors else 200)
    reference = handling.appeal.decision.application.reference
    try:
        wanted = _answer(handling, form)
    except NotAllowed as refusal:
        return _refused(public_id, "appeal_answer", form, refusal)
    if form.is_worse.data:
        warning = appeal_policy.worsening_warning(handling, form.warned_on.data)
        if warning:
            flash(warning, "error")
    return _sent(wanted, reference, _("Svaret er registrert. Parten får brev."))


def _answer(handling: AppealHandling, form: AnswerForm) -> AppealLetter:
    said = appeal_actions.Decided(
        AppealResult(form.result.data),
        form.decided_on.data,
        form.outcome.data,
        form.reasons.data,
        form.is_worse.data,
        form.warned_on.data or None,
    )
    return appeal_actions.answer(handling, said, _file(form), public_url(), by=current_user, at=clock.now())


def _file(form: AnswerForm) -> Enclosure | None:
    file = form.original.data
    if not file or not file.filename:
        return None
    data = file.read()
    try:
        name, kind = examine(file.filename, data)
    except NotComplete as refusal:
        raise NotComplete(refusal.reason, {"original": refusal.reason}) from refusal
    return Enclosure(name, kind.media_type, data)


@bp.route("/staff/appeals/<public_id>/reverse", methods=["GET", "POST"])
@require(*HANDLERS)
def reverse_appeal(public_id: str) -> ResponseReturnValue:
    """The new decision, sent to another for approval."""
    handling = _loaded(public_id)
    reference = handling.appeal.decision.application.reference
    form = ReverseForm()
    if request.method != "POST":
        newest = appeal_queries.newest_released(handling.appeal.decision.application_id)
        appeal_policy.can_reverse(current_user, handling, involved(handling, current_user), newest)
        return _reverse_page(handling, form)
    typed = panel.typed_forms(applications.case(reference), request.form)
    if not all([form.validate(), *(one.validate() for one in typed.values())]):
        return _reverse_page(handling, form, typed, 422)
    try:
        _reverse(handling, form, typed)
    except NotAllowed as refusal:
        return _reverse_refused(public_id, form, typed, refusal)
    db.session.commit()
    flash(_("Forslaget til nytt vedtak er sendt til godkjenning."), "success")
    return _back(reference)


def _reverse(handling: AppealHandling, form: ReverseForm, typed: Mapping[int, ProposalForm]) -> None:
    proposals = {activity_id: one.proposal() for activity_id, one in typed.items()}
    grants_all = form.grants_all.data == "yes"
    appeal_reversal.prepare(
        handling, proposals, form.explanation.data, grants_all=grants_all, by=current_user, at=clock.now()
    )


def _reverse_refused(
    public_id: str, form: ReverseForm, typed: Mapping[int, ProposalForm], refusal: NotAllowed
) -> ResponseReturnValue:
    db.session.rollback()
    if isinstance(refusal, NotPermitted):
        raise refusal
    handling = appeal_queries.handling(public_id)
    missing = refusal.missing if isinstance(refusal, NotComplete) else {}
    show(form, missing)
    panel.show_problems(applications.case(handling.appeal.decision.application.reference), typed, missing)
    sentence = missing.get("ground") or refusal.reason
    return _reverse_page(handling, form, typed, 409, sentence)


def _reverse_page(
    handling: AppealHandling,
    form: ReverseForm,
    typed: Mapping[int, ProposalForm] | None = None,
    status: int = 200,
    refusal: str = "",
) -> ResponseReturnValue:
    case = applications.case(handling.appeal.decision.application.reference)
    newest = appeal_queries.newest_released(case.id)
    kept = {line.activity_id: line for line in newest.lines}
    lines = [
        (
            activity,
            kept[activity.id],
            (typed or {}).get(activity.id)
            or ProposalForm(prefix=panel.prefix(activity.position), obj=proposal_of(kept[activity.id])),
        )
        for activity in case.activities
    ]
    money = pot(case.round)
    return _page(handling, "appeal_reverse", form, status, lines=lines, pot=money, refusal=refusal)
