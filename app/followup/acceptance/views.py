"""The applicant answers the grants of a decision, on a page of its own."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from app import clock
from app.access import Role, require
from app.accounts.models import ApplicantType
from app.config import public_url
from app.decisions import jobs as decision_jobs
from app.decisions import queries as decisions
from app.decisions.deadlines import deadlines
from app.decisions.letters import may_appeal
from app.decisions.models import Decision
from app.decisions.replies import replies
from app.extensions import db, writes
from app.followup.acceptance import answering
from app.followup.acceptance.accounts import masked
from app.followup.acceptance.answering import Done, Given
from app.followup.acceptance.deadlines import last_day
from app.followup.acceptance.forms import AnswerForm
from app.followup.acceptance.models import AcceptanceAnswer
from app.followup.acceptance.permits import Sent
from app.followup.views import bp
from app.letters.actions import open_letter
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotPermitted


@bp.route("/vedtak/<reference>/svar", methods=["GET", "POST"])
@require(Role.APPLICANT)
@writes
def answer(reference: str) -> ResponseReturnValue:
    """Each grant, the conditions, the account: all of it on one page. Reading it opens the letter it answers."""
    posted = request.method == "POST"
    decision = decisions.own_decision(reference, current_user, for_change=posted)
    if not posted:
        assert decision.letter is not None
        open_letter(decision.letter, by=current_user, by_party=True, at=clock.now())
        db.session.commit()
        return page(decision, AnswerForm(formdata=None), Given())
    form = AnswerForm()
    given = _given(decision, form)
    try:
        if not form.validate():
            raise NotComplete(_("Svaret er ikke sendt."))
        done = answering.give(decision, given, public_url=public_url(), by=current_user, at=clock.now())
    except NotAllowed as refusal:
        return _refused(reference, form, given, refusal)
    db.session.commit()
    return _after(reference, done)


def _given(decision: Decision, form: AnswerForm) -> Given:
    said = {line.activity.position: request.form.get(f"line-{line.activity.position}", "") for line in decision.lines}
    files = {position: _sent(request.files.get(f"permit-{position}")) for position in said}
    return Given(
        chosen={at: AcceptanceAnswer(value) for at, value in said.items() if value in set(AcceptanceAnswer)},
        ticked=frozenset(request.form.getlist("agrees")),
        version=request.form.get("version"),
        account=form.typed(),
        is_cost_centre_ok=form.cost_centre_ok.data,
        files={position: file for position, file in files.items() if file},
        appeal=form.text.data,
        enclosure=_sent(form.attachment.data),
    )


def _sent(file: FileStorage | None) -> Sent | None:
    return Sent(file.filename, file.read()) if file and file.filename else None


def page(
    decision: Decision, form: AnswerForm, given: Given, status: int = 200, refusal: NotAllowed | None = None
) -> ResponseReturnValue:
    """`given`: what was typed when it was refused. Files cannot be shown again: they are chosen anew."""
    organisation, times = decision.application.organisation, deadlines(decision, clock.now())
    is_informal = organisation.applicant_type is ApplicantType.INFORMAL
    form.ask_about(organisation.name, is_informal=is_informal)
    missing = refusal.missing if isinstance(refusal, NotComplete) else {}
    form.put(missing)
    known = answering.known_account(decision)
    return render_template(
        "followup/acceptance.html",
        decision=decision,
        application=decision.application,
        organisation=organisation,
        replies=replies(decision),
        times=times,
        last_day=last_day(decision, times),
        conditions=answering.conditions(decision),
        demanded=answering.demanded(decision),
        account=masked(known.number) if known else None,
        is_municipal=organisation.applicant_type is ApplicantType.MUNICIPAL,
        is_informal=is_informal,
        may_appeal=may_appeal(decision.application),
        form=form,
        given=given,
        missing=missing,
        refusal=refusal,
    ), status


def _refused(reference: str, form: AnswerForm, given: Given, refusal: NotAllowed) -> ResponseReturnValue:
    """The same page with what was typed; nothing is changed."""
    db.session.rollback()
    if isinstance(refusal, NotPermitted):
        raise refusal
    return page(decisions.own_decision(reference, current_user), form, given, 409, refusal)


def _after(reference: str, done: Done) -> ResponseReturnValue:
    """To the grant that was accepted, or back to the decision."""
    send_waiting.enqueue()
    if done.appeal is not None:
        decision_jobs.render_appeal_receipt.enqueue(done.appeal.id)
    both = done.grants and done.appeal
    flash(_("Takk! Svaret og klagen er sendt.") if both else _("Takk! Svaret deres er lagret."), "success")
    if not done.grants:
        return redirect(url_for("decisions.read", reference=reference, _anchor="svar"))
    return redirect(url_for(".own_grant", reference=reference, position=done.grants[0].activity.position))
