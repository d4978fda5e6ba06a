"""Payments that are ready: what waits for whom, and two persons' approval."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.extensions import db
from app.followup.payment import actions, planning, queries, showing
from app.followup.payment.actions import Result
from app.followup.payment.desk import desk
from app.followup.payment.policy import APPROVALS
from app.followup.views import bp
from app.layout import flash_undo
from app.rounds.models import Round
from app.rounds.queries import staff_rounds, working_round

assert showing  # adds its lines to the pages of a grant
MOST_REFUSALS = 5


def _page(of_round: Round, rounds: Sequence[Round], refused: Sequence[Result] = ()) -> ResponseReturnValue:
    shown = desk(of_round, current_user)
    return render_template(
        "followup/payments.html",
        round=of_round,
        rounds=rounds,
        desk=shown,
        refused=refused,
        chosen=request.form.getlist("payment"),
        may_export=Role.FINANCE in current_user.roles,
    ), 409 if refused else 200


@bp.route("/staff/payments")
@require(Role.FINANCE, Role.APPROVER)
def payments() -> ResponseReturnValue:
    rounds = staff_rounds()
    return _page(working_round(request.args.get("runde"), rounds, waiting_in=queries.round_to_pay()), rounds)


@bp.route("/staff/payments/approve", methods=["POST"])
@require(Role.FINANCE, Role.APPROVER)
def approve_payments() -> ResponseReturnValue:
    """One or many, by their references. Where none could be approved, the page says why of each."""
    slug = request.form.get("runde")
    results = actions.approve(_chosen(), by=current_user, at=clock.now())
    done, refused = [one for one in results if not one.refusal], [one for one in results if one.refusal]
    if refused and not done:
        db.session.rollback()
        rounds = staff_rounds()
        return _page(working_round(slug, rounds), rounds, refused)
    db.session.commit()
    _tell(done, refused)
    return redirect(url_for(".payments", runde=slug))


def _chosen() -> list[str]:
    """By the button: the one it stands beside, all that the page offered, or those that are ticked."""
    if "bare" in request.args:
        return request.args.getlist("bare")
    return request.form.getlist("offered" if "alle" in request.form else "payment")


def _tell(done: Sequence[Result], refused: Sequence[Result]) -> None:
    """What was approved, with the way back where it was one; and what was not."""
    for one in refused[:MOST_REFUSALS]:
        flash(f"{one.payment.reference}: {one.refusal}", "error")
    ready = sum(one.approvals >= APPROVALS for one in done)
    text = ngettext("Du har godkjent %(num)s utbetaling.", "Du har godkjent %(num)s utbetalinger.", len(done))
    if ready:
        text += " " + ngettext("%(num)s er klar for banken.", "%(num)s er klare for banken.", ready)
    if len(done) == 1:
        flash_undo(text, url_for(".withdraw_payment_approval", reference=done[0].payment.reference))
    elif done:
        flash(text, "success")
    else:
        flash(_("Velg minst én utbetaling."), "error")


@bp.route("/staff/payments/<reference>/withdraw", methods=["POST"])
@require(Role.FINANCE, Role.APPROVER)
def withdraw_payment_approval(reference: str) -> ResponseReturnValue:
    payment = actions.withdraw_approval(reference, by=current_user, at=clock.now())
    slug = payment.grant.application.round.slug
    db.session.commit()
    flash(_("Du har trukket godkjenningen av %(payment)s.", payment=reference), "success")
    return redirect(url_for(".payments", runde=slug))


@bp.route("/staff/payments/waiting")
@require(Role.FINANCE, Role.APPROVER)
def waiting_payments() -> ResponseReturnValue:
    """What is accepted and not planned, and what it waits for."""
    rounds = staff_rounds()
    of_round = working_round(request.args.get("runde"), rounds)
    return render_template(
        "followup/payments_waiting.html", round=of_round, rounds=rounds, owed=planning.owed(of_round.id)
    )
