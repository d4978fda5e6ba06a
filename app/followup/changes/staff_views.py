"""Staff read the change notices that wait, and answer them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.clock import now, today
from app.extensions import db
from app.followup.changes import actions, policy, queries
from app.followup.changes.forms import AnswerForm
from app.followup.changes.jobs import print_answer
from app.followup.changes.models import ChangeNotice, ChangeStatus
from app.followup.changes.wording import compared, gist, names_of, session
from app.followup.changes.workflow import LABELS, WEIGHTS
from app.followup.grants.giving_back import gone_out
from app.followup.views import bp
from app.policy import NotAllowed, NotComplete, NotPermitted, denial

READERS = (Role.CASE_HANDLER, Role.APPROVER, Role.READER)


@bp.route("/staff/changes")
@require(*READERS)
def changes() -> ResponseReturnValue:
    answered = "besvart" in request.args
    return render_template(
        "followup/changes.html",
        notices=queries.listed(answered=answered),
        answered=answered,
        labels=LABELS,
        weights=WEIGHTS,
        gist=gist,
        due_on=queries.due_on,
        today=today(),
    )


@bp.route("/staff/changes/<public_id>")
@require(*READERS)
def change_notice(public_id: str) -> ResponseReturnValue:
    notice = queries.notice(public_id)
    policy.may_see(current_user, notice)
    return _page(notice, AnswerForm(formdata=None))


@bp.route("/staff/changes/<public_id>", methods=["POST"])
@require(Role.CASE_HANDLER, Role.APPROVER)
def answer_change(public_id: str) -> ResponseReturnValue:
    notice = queries.notice(public_id, for_change=True)
    policy.may_see(current_user, notice)
    form = AnswerForm()
    if not form.validate():
        return _page(notice, form, 422)
    try:
        actions.decide(notice, ChangeStatus(form.decision.data), form.answer.data, by=current_user, at=now())
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        return _refused(public_id, form, refusal)
    notice_id, reference = notice.id, notice.grant.application.reference
    db.session.commit()
    print_answer.enqueue(notice_id)
    flash(_("Svaret er lagret, og søkeren får det i et brev."), "success")
    return redirect(url_for(".case", reference=reference))


def _refused(public_id: str, form: AnswerForm, refusal: NotAllowed) -> ResponseReturnValue:
    """The same page with what was typed; nothing is changed."""
    db.session.rollback()
    status = 409
    if isinstance(refusal, NotComplete):
        status = 422
        for name, sentence in refusal.missing.items():
            form[name].errors = [sentence]
    return _page(queries.notice(public_id), form, status, refusal.reason)


def _page(notice: ChangeNotice, form: AnswerForm, status: int = 200, refusal: str | None = None) -> ResponseReturnValue:
    application = notice.grant.application
    letter = queries.answer_letters(application.reference).get(queries.version(notice))
    return render_template(
        "followup/change_notice.html",
        application=application,
        notice=notice,
        differences=compared(notice, names_of(application.round)),
        when=[session(one) for one in notice.grant.plan["sessions"]],
        gone_nok=gone_out(notice.grant),
        form=form,
        blocked=denial(policy.can_decide, current_user, notice),
        refusal=refusal,
        letter=letter,
        labels=LABELS,
        weights=WEIGHTS,
        gist=gist(notice),
    ), status
