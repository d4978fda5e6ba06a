"""The approver's page, the list of what will happen, and sending back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.applications import queries as applications
from app.decisions import actions, declaring, preview, regretting
from app.decisions.approval import plan, waiting_cases
from app.decisions.forms import DecideForm, SendBackForm
from app.decisions.reversals import panel as reversal_panel
from app.decisions.reversals import queries as reversal_queries
from app.decisions.screen import letter_body
from app.decisions.views import bp
from app.extensions import db
from app.policy import NotAllowed, NotPermitted
from app.rounds import queries as rounds


@bp.route("/staff/approval")
@require(Role.APPROVER)
def approval() -> ResponseReturnValue:
    grant_round = rounds.working_round(request.args.get("round"))
    shown = waiting_cases(grant_round, current_user)
    return render_template(
        "decisions/approval.html",
        shown=shown,
        form=DecideForm(),
        round_slug=grant_round.slug,
        reversals=reversal_panel.waiting(grant_round.id, current_user, clock.today()),
        corrections=reversal_queries.waiting_corrections(grant_round.id),
    )


@bp.route("/staff/approval/impartial", methods=["POST"])
@require(Role.APPROVER)
def declare_impartial() -> ResponseReturnValue:
    """One act for many cases: «Jeg er habil i disse sakene»."""
    grant_round = rounds.working_round(request.form.get("round"))
    declared = declaring.impartial(grant_round.id, request.form.getlist("case"), by=current_user, at=clock.now())
    db.session.commit()
    flash(ngettext("Du er habil i %(num)s sak.", "Du er habil i %(num)s saker.", declared), "success")
    return redirect(url_for(".approval", round=grant_round.slug))


@bp.route("/staff/approval/decide", methods=["GET", "POST"])
@require(Role.APPROVER)
def decide() -> ResponseReturnValue:
    """First the list of exactly what will happen; then, confirmed, the result of each case."""
    grant_round = rounds.working_round(request.values.get("round"))
    form = DecideForm()
    chosen = actions.chosen(request.values.getlist("case"))
    if not form.validate_on_submit():
        listed = plan(waiting_cases(grant_round, current_user), {one.reference for one in chosen})
        return render_template("decisions/decide.html", plan=listed, form=form)
    try:
        results = actions.decide_many(grant_round.id, chosen, by=current_user, at=clock.now())
    except NotAllowed as refusal:
        db.session.rollback()
        flash(refusal.reason, "error")
        return redirect(url_for(".approval", round=grant_round.slug))
    db.session.commit()
    return render_template("decisions/decided.html", round=grant_round, results=results)


@bp.route("/staff/approval/<reference>/letter")
@require(Role.APPROVER, Role.CASE_HANDLER)
def preview_letter(reference: str) -> ResponseReturnValue:
    """The letter as the applicant will see it, marked as a preview. Nothing is stored."""
    application = applications.case(reference)
    content = preview.content(application, current_user, clock.now())
    return render_template("decisions/preview.html", application=application, letter=content, body=letter_body(content))


@bp.route("/staff/approval/<reference>/take-back", methods=["POST"])
@require(Role.APPROVER)
def take_back_decision(reference: str) -> ResponseReturnValue:
    """Undo of a decision that nobody has been told of."""
    application = applications.case(reference)
    regretting.take_back(application, by=current_user, at=clock.now())
    db.session.commit()
    flash(
        _("Vedtaket i sak %(reference)s er tatt tilbake. Innstillingen venter igjen.", reference=reference), "success"
    )
    return redirect(url_for(".approval", round=application.round.slug))


@bp.route("/staff/approval/<reference>/return", methods=["GET", "POST"])
@require(Role.APPROVER)
def send_back(reference: str) -> ResponseReturnValue:
    application = applications.case(reference)
    form, refusal, status = SendBackForm(), None, 200
    if form.validate_on_submit():
        try:
            actions.send_back(application, form.comment.data, by=current_user, at=clock.now())
            db.session.commit()
            flash(_("Innstillingen er sendt tilbake."), "success")
            return redirect(url_for(".approval", round=application.round.slug))
        except NotAllowed as refused:
            db.session.rollback()
            if isinstance(refused, NotPermitted):
                raise
            refusal, status, application = refused.reason, 409, applications.case(reference)
    status = 422 if form.errors else status
    page = render_template("decisions/send_back.html", application=application, form=form, refusal=refusal)
    return page, status
