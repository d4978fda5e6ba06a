"""Files for the bank and the ERP: made once, fetched again, and what the bank said of each payment."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.config import public_url
from app.extensions import db
from app.files.serving import download
from app.followup.acceptance.accounts import masked
from app.followup.payment import actions, exporting, queries
from app.followup.payment.desk import batch_rows, desk, went_to
from app.followup.payment.forms import ConfirmForm, ExportForm, FailForm
from app.followup.payment.jobs import print_payment_letter
from app.followup.payment.models import PaymentStatus
from app.followup.payment.workflow import LABELS, MEANS
from app.followup.views import bp
from app.law.deadlines import working_days_after
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotPermitted
from app.rounds.forms import show_refusal
from app.rounds.models import Round
from app.rounds.queries import staff_rounds, working_round


def _refused(form: Any, refusal: NotAllowed) -> tuple[int, list[str]]:
    """The status, and the sentences that no field owns. Somebody who may not do it at all gets 403."""
    db.session.rollback()
    if isinstance(refusal, NotPermitted):
        raise refusal
    return (422 if isinstance(refusal, NotComplete) else 409), show_refusal(form, refusal)


@bp.route("/staff/payments/export", methods=["GET", "POST"])
@require(Role.FINANCE)
def export_payments() -> ResponseReturnValue:
    """Those approved by two, chosen and dated, become one batch."""
    of_round, form = working_round(request.values.get("runde")), ExportForm()
    if not form.validate_on_submit():
        form.pay_on.data = form.pay_on.data or working_days_after(clock.today(), 1)
        return _export_page(of_round, form, 422 if form.errors else 200)
    typed = (form.pay_on.data, form.payer_account.data)
    try:
        chosen = request.form.getlist("payment")
        batch = exporting.export(of_round.id, chosen, *typed, by=current_user, at=clock.now())
    except NotAllowed as refusal:
        status, loose = _refused(form, refusal)
        return _export_page(working_round(request.form.get("runde")), form, status, loose)
    db.session.commit()
    made = ngettext("%(num)s utbetaling er klar for banken.", "%(num)s utbetalinger er klare for banken.", len(chosen))
    flash(f"{made} {_('Last ned filen, og les den inn der dere betaler.')}", "success")
    return redirect(url_for(".payment_batch", reference=batch.reference))


def _export_page(
    of_round: Round, form: ExportForm, status: int = 200, refusal: Sequence[str] = ()
) -> ResponseReturnValue:
    ready = desk(of_round, current_user).ready
    return render_template(
        "followup/payment_export.html",
        round=of_round,
        form=form,
        ready=ready,
        payer=masked(of_round.payer_account, current_user) if of_round.payer_account else None,
        chosen=set(request.form.getlist("payment")) if request.method == "POST" else None,
        refusal=refusal,
    ), status


@bp.route("/staff/payments/batches")
@require(Role.FINANCE, Role.APPROVER)
def payment_batches() -> ResponseReturnValue:
    rounds = staff_rounds()
    of_round = working_round(request.args.get("runde"), rounds)
    return render_template("followup/payment_batches.html", round=of_round, rounds=rounds, batches=batch_rows(of_round))


@bp.route("/staff/payments/batches/<reference>")
@require(Role.FINANCE, Role.APPROVER)
def payment_batch(reference: str) -> ResponseReturnValue:
    return _batch_page(reference, ConfirmForm(formdata=None, data={"paid_on": clock.today()}))


def _batch_page(
    reference: str, form: ConfirmForm, status: int = 200, refusal: Sequence[str] = ()
) -> ResponseReturnValue:
    batch = queries.batch(reference)
    payments = queries.payments_in(batch)
    return render_template(
        "followup/payment_batch.html",
        batch=batch,
        rows=[(one, went_to(one, current_user)) for one in payments],
        sent=[one for one in payments if one.status is PaymentStatus.EXPORTED],
        form=form,
        chosen=set(request.form.getlist("payment")) if request.method == "POST" else None,
        labels=LABELS,
        means=MEANS,
        may_pay=Role.FINANCE in current_user.roles,
        refusal=refusal,
    ), status


@bp.route("/staff/payments/batches/<reference>/<kind>", methods=["POST"])
@require(Role.FINANCE)
def payment_file(reference: str, kind: str) -> Response:
    """The same bytes each time. Who fetched them is noted, so it is a POST."""
    batch = queries.batch(reference)
    sha256 = exporting.fetched(batch, kind, by=current_user, at=clock.now())
    db.session.commit()
    media_type = exporting.CSV_TYPE if kind == "csv" else exporting.PAIN_TYPE
    return download(sha256, f"{reference}.{kind}", media_type)


@bp.route("/staff/payments/batches/<reference>/confirm", methods=["POST"])
@require(Role.FINANCE)
def confirm_payments(reference: str) -> ResponseReturnValue:
    """All that is ticked reached the receivers on this day."""
    form, batch = ConfirmForm(), queries.batch(reference)
    paid_on = form.paid_on.data if form.validate() else None
    try:
        chosen = request.form.getlist("payment")
        done = actions.confirm(batch, chosen, paid_on, by=current_user, at=clock.now())
    except NotAllowed as refusal:
        status, loose = _refused(form, refusal)
        return _batch_page(reference, form, status, loose)
    ids = [payment.id for payment in done]
    db.session.commit()
    for payment_id in ids:
        print_payment_letter.enqueue(payment_id)
    flash(ngettext("%(num)s utbetaling er bekreftet.", "%(num)s utbetalinger er bekreftet.", len(ids)), "success")
    return redirect(url_for(".payment_batch", reference=reference))


@bp.route("/staff/payments/<reference>/failed", methods=["GET", "POST"])
@require(Role.FINANCE)
def fail_payment(reference: str) -> ResponseReturnValue:
    form = FailForm()
    if not form.validate_on_submit():
        return _fail_page(reference, form, 422 if form.errors else 200)
    try:
        actions.fail(
            reference,
            form.reason.data,
            account_is_wrong=form.account_is_wrong.data,
            public_url=public_url(),
            by=current_user,
            at=clock.now(),
        )
    except NotAllowed as refusal:
        return _fail_page(reference, form, *_refused(form, refusal))
    db.session.commit()
    send_waiting.enqueue()
    flash(_("%(payment)s er ført som ikke betalt. Det som skyldes, betales på nytt.", payment=reference), "success")
    return redirect(url_for(".payment_batch", reference=_batch_of(reference)))


def _batch_of(reference: str) -> str:
    batch = queries.payment(reference).batch
    assert batch is not None  # only what was exported can fail
    return batch.reference


def _fail_page(reference: str, form: FailForm, status: int = 200, refusal: Sequence[str] = ()) -> ResponseReturnValue:
    payment = queries.payment(reference)
    where = went_to(payment, current_user)
    shown = {"payment": payment, "where": where, "labels": LABELS, "form": form, "refusal": refusal}
    return render_template("followup/payment_failed.html", **shown), status
