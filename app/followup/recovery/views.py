"""Staff: what ought to come back, the warning, the decision, the money that comes in, and what is let go."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from app.access import Role, require
from app.clock import local, now, today
from app.decisions.appeals.queries import newest_released
from app.decisions.standing import standings
from app.extensions import db
from app.followup.grants.models import Grant
from app.followup.grants.queries import grant_at
from app.followup.recovery import (
    actions,
    forms,
    policy,
    queries,
    refunding,
    showing,  # noqa: F401 - adds its lines to the pages of a grant
    suggesting,
)
from app.followup.recovery.jobs import print_letters
from app.followup.recovery.models import Recovery, RecoveryCause
from app.followup.recovery.workflow import CAUSES, LABELS
from app.followup.views import bp
from app.law.deadlines import next_working_day
from app.policy import NotAllowed, NotComplete, NotPermitted, denial
from app.review import policy as review

READERS = (Role.CASE_HANDLER, Role.APPROVER, Role.READER, Role.FINANCE)
ONE_GRANT = "/staff/cases/<reference>/grants/<int(max=99):position>/recovery"
ONE = "/staff/recoveries/<public_id>"


@bp.route("/staff/recoveries")
@require(*READERS)
def recoveries() -> ResponseReturnValue:
    ended = "avsluttet" in request.args
    return render_template(
        "followup/recoveries.html",
        recoveries=queries.listed(ended=ended),
        suggestions=[] if ended else suggesting.suggestions(now()),
        ended=ended,
        labels=LABELS,
        causes=CAUSES,
        today=today(),
    )


# --- the warning -----------------------------------------------------------------------------------------------------


@bp.route(ONE_GRANT, methods=["GET", "POST"])
@require(Role.CASE_HANDLER, Role.APPROVER)
def warn_recovery(reference: str, position: int) -> ResponseReturnValue:
    """The form is filled with what is suggested."""
    form = forms.WarnForm()
    grant = grant_at(reference, position, for_change=form.is_submitted())
    review.can_read(current_user, grant.application)
    if not form.is_submitted():
        return _warning_page(grant, _suggested(grant))
    if not form.validate():
        return _warning_page(grant, form, status=422)
    about = actions.Warned(
        RecoveryCause(form.cause.data), form.amount_nok.data or 0, form.facts.data, form.comment_by.data
    )
    try:
        made = actions.warn(grant, about, by=current_user, at=now())
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        return _warning_again(reference, position, form, refusal)
    return _done(made, _("Varselet er laget, og søkeren får beskjed."))


@bp.route(f"{ONE_GRANT}/let-go", methods=["POST"])
@require(Role.APPROVER)
def let_go_recovery(reference: str, position: int) -> ResponseReturnValue:
    form = forms.LetGoForm()
    grant = grant_at(reference, position, for_change=True)
    review.can_read(current_user, grant.application)
    if not form.validate():
        return _warning_page(grant, _suggested(grant), let_go=form, status=422)
    amount = sum(one.amount_nok for one in suggesting.suggestions(now(), [grant.id])) or queries.claimable_nok(grant)
    cause = RecoveryCause(form.cause.data)
    made = actions.let_go(grant, cause, amount, form.reason.data, by=current_user, at=now())
    return _done(made, _("Vi krever ikke pengene."))


def _suggested(grant: Grant) -> forms.WarnForm:
    """What is known already: the cause, the amount, and two weeks to comment."""
    found = suggesting.suggestions(now(), [grant.id])
    first = next_working_day(local(now() + policy.COMMENT_PERIOD).date())
    given = {"cause": found[0].cause.value, "amount_nok": found[0].amount_nok} if found else {}
    return forms.WarnForm(formdata=None, data={"comment_by": first, **given})


def _warning_page(
    grant: Grant,
    form: forms.WarnForm,
    *,
    let_go: forms.LetGoForm | None = None,
    status: int = 200,
    refusal: str | None = None,
) -> ResponseReturnValue:
    decision, left = newest_released(grant.application_id), queries.claimable_nok(grant)
    cause = RecoveryCause(form.cause.data) if form.cause.data in set(RecoveryCause) else RecoveryCause.UNUSED
    return render_template(
        "followup/recovery_warning.html",
        application=grant.application,
        grant=grant,
        form=form,
        let_go=let_go or forms.LetGoForm(formdata=None).is_of(cause),
        quoted=policy.reservation(decision),
        claimable_nok=left,
        blocked=denial(policy.can_warn, current_user, grant, decision, left),
        keeping=denial(policy.can_let_go, current_user, grant, left),
        refusal=refusal,
    ), status


def _warning_again(reference: str, position: int, form: forms.WarnForm, refusal: NotAllowed) -> ResponseReturnValue:
    db.session.rollback()
    status = _place(form, refusal)
    return _warning_page(grant_at(reference, position), form, status=status, refusal=refusal.reason)


def _done(recovery: Recovery, said: str) -> ResponseReturnValue:
    """Kept; the letter is made after the commit."""
    public_id, recovery_id = recovery.public_id, recovery.id
    db.session.commit()
    print_letters.enqueue(recovery_id)
    flash(said, "success")
    return redirect(url_for(".recovery", public_id=public_id))


def _place(form: FlaskForm, refusal: NotAllowed) -> int:
    """Each sentence at its field. 422 for what is typed wrong, 409 for what cannot be done now."""
    if not isinstance(refusal, NotComplete):
        return 409
    for name, sentence in refusal.missing.items():
        form[name].errors = [sentence]
    return 422


# --- one claim -------------------------------------------------------------------------------------------------------


@bp.route(ONE)
@require(*READERS)
def recovery(public_id: str) -> ResponseReturnValue:
    found = queries.recovery(public_id)
    policy.may_see(current_user, found)
    return _page(found)


def _page(
    found: Recovery, status: int = 200, refusal: str | None = None, typed: tuple[str, FlaskForm] | None = None
) -> ResponseReturnValue:
    """`typed`: the refused form, in the place of the empty one of its name."""
    pay_by = next_working_day(local(now() + policy.PAY_PERIOD).date())
    shown: dict[str, Any] = {
        "claim": forms.ClaimForm(formdata=None, data={"pay_by": pay_by}),
        "drop": forms.ReasonForm(formdata=None, prefix="drop-"),
        "take_in": forms.TakeInForm(formdata=None, data={"returned_on": today()}),
        "write_off": forms.ReasonForm(formdata=None, prefix="write-"),
        "reduce": forms.ReduceForm(formdata=None, prefix="reduce-"),
        "answer": forms.AppealAnswerForm(formdata=None),
    }
    if typed:
        shown[typed[0]] = typed[1]
    return render_template(
        "followup/recovery.html",
        application=found.grant.application,
        recovery=found,
        typed=typed[1] if typed else None,
        forms=shown,
        blocked=_refusals(found),
        labels=LABELS,
        causes=CAUSES,
        refusal=refusal,
        letters=queries.letters_of(found),
        report_came=queries.report_came(found),
        refund_left_nok=refunding.left_nok(found),
        layout="layouts/case.html" if current_user.roles & {*READERS[:3]} else "layouts/staff.html",
    ), status


def _refusals(found: Recovery) -> dict[str, str | None]:
    """By act, why the person who looks may not do it now; None where they may."""
    case_id = found.grant.application_id
    own = standings(current_user, [case_id])[case_id]
    return {
        "claim": denial(policy.can_claim, current_user, found, now(), own),
        "drop": denial(policy.can_drop, current_user, found),
        "take_in": denial(policy.can_take_in, current_user, found),
        "write_off": denial(policy.can_write_off, current_user, found, own),
        "reduce": denial(policy.can_reduce, current_user, found, own),
        "answer": denial(policy.can_answer_appeal, current_user, found, own),
    }


def _act(public_id: str, name: str, form: FlaskForm, act: Callable[[Recovery], None], said: str) -> ResponseReturnValue:
    """One act on a claim; refused, the page comes back with what was typed."""
    found = queries.recovery(public_id, for_change=True)
    policy.may_see(current_user, found)
    if not form.validate():
        return _page(found, 422, typed=(name, form))
    try:
        act(found)
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        status = _place(form, refusal)
        return _page(queries.recovery(public_id), status, refusal.reason, (name, form))
    return _done(found, said)


@bp.route(f"{ONE}/claim", methods=["POST"])
@require(Role.APPROVER)
def claim_recovery(public_id: str) -> ResponseReturnValue:
    form = forms.ClaimForm()

    def act(found: Recovery) -> None:
        actions.claim(found, form.reasons.data, form.pay_by.data, by=current_user, at=now())

    return _act(public_id, "claim", form, act, _("Kravet er vedtatt, og søkeren får et brev."))


@bp.route(f"{ONE}/drop", methods=["POST"])
@require(Role.CASE_HANDLER, Role.APPROVER)
def drop_recovery(public_id: str) -> ResponseReturnValue:
    form = forms.ReasonForm(prefix="drop-")

    def act(found: Recovery) -> None:
        actions.drop(found, form.reason.data, by=current_user, at=now())

    return _act(public_id, "drop", form, act, _("Kravet er frafalt."))


@bp.route(f"{ONE}/paid", methods=["POST"])
@require(Role.FINANCE)
def take_in_recovery(public_id: str) -> ResponseReturnValue:
    form = forms.TakeInForm()

    def act(found: Recovery) -> None:
        actions.take_in(found, form.amount_nok.data or 0, form.returned_on.data, by=current_user, at=now())

    return _act(public_id, "take_in", form, act, _("Innbetalingen er ført, og pengene er tilbake i potten."))


@bp.route(f"{ONE}/write-off", methods=["POST"])
@require(Role.APPROVER)
def write_off_recovery(public_id: str) -> ResponseReturnValue:
    form = forms.ReasonForm(prefix="write-")

    def act(found: Recovery) -> None:
        actions.write_off(found, form.reason.data, by=current_user, at=now())

    return _act(public_id, "write_off", form, act, _("Resten av kravet er ettergitt."))


@bp.route(f"{ONE}/appeal", methods=["POST"])
@require(Role.APPROVER)
def answer_recovery_appeal(public_id: str) -> ResponseReturnValue:
    form = forms.AppealAnswerForm()

    def act(found: Recovery) -> None:
        actions.answer_appeal(found, form.answer.data, form.stands_nok, by=current_user, at=now())

    return _act(public_id, "answer", form, act, _("Svaret på klagen er lagret. Søkeren ser det på siden sin."))


@bp.route(f"{ONE}/reduce", methods=["POST"])
@require(Role.APPROVER)
def reduce_recovery(public_id: str) -> ResponseReturnValue:
    form = forms.ReduceForm(prefix="reduce-")

    def act(found: Recovery) -> None:
        actions.reduce(found, form.to_nok.data or 0, form.reason.data, by=current_user, at=now())

    return _act(public_id, "reduce", form, act, _("Kravet er endret, og søkeren får et brev."))
