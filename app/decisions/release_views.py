"""Planning when decided letters go out, stopping it, and watching them go."""

from datetime import datetime, time, timedelta

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.clock import at_oslo
from app.config import public_url
from app.decisions import jobs, queries, releasing
from app.decisions.forms import DecideForm, ReleaseForm
from app.decisions.views import bp
from app.extensions import db
from app.formatting import moment
from app.policy import NotAllowed
from app.rounds import queries as rounds
from app.rounds.models import Round

MORNING = time(9)
"""When letters go out unless another time is chosen: tomorrow, as the day begins for those who answer the phone."""


@bp.route("/staff/releases", methods=["GET", "POST"])
@require(Role.APPROVER)
def releases() -> ResponseReturnValue:
    """What is planned and sent, what can be planned, and what cannot and why."""
    grant_round, now = rounds.working_round(request.values.get("round")), clock.now()
    form = ReleaseForm(day=clock.today() + timedelta(days=1), hour=MORNING)
    if not form.validate_on_submit():
        return _page(grant_round, form, 422 if form.errors else 200)
    release_at = max(_moment(form), now)
    try:
        made = releasing.plan(
            grant_round.id, request.form.getlist("case"), release_at, public_url(), by=current_user, at=now
        )
    except NotAllowed as refusal:
        db.session.rollback()
        return _page(rounds.working_round(grant_round.slug), form, 409, refusal.reason)
    db.session.commit()
    if release_at == now:
        jobs.release_due(now)
    flash(_planned(len(made.decisions), release_at), "success")
    return redirect(url_for(".release", public_id=made.public_id))


def _planned(letters: int, release_at: datetime) -> str:
    when = moment(release_at)
    return str(ngettext("%(num)s brev sendes %(when)s.", "%(num)s brev sendes %(when)s.", letters, when=when))


def _moment(form: ReleaseForm) -> datetime:
    return at_oslo(form.day.data, form.hour.data.hour, form.hour.data.minute)


def _page(grant_round: Round, form: ReleaseForm, status: int = 200, refusal: str | None = None) -> ResponseReturnValue:
    listed = releasing.ready(grant_round.id, clock.now(), public_url(), current_user)
    return render_template(
        "decisions/releases.html",
        round=grant_round,
        form=form,
        refusal=refusal,
        ready=[one for one in listed if not one.missing and not one.blocked],
        lacking=[one for one in listed if one.missing],
        others=[one for one in listed if one.blocked],
        releases=queries.releases(grant_round.id),
    ), status


@bp.route("/staff/releases/<public_id>")
@require(Role.APPROVER, Role.CASE_HANDLER)
def release(public_id: str) -> ResponseReturnValue:
    """One release: how far it has come, and the letters that could not be made."""
    found = queries.release(public_id)
    shown = releasing.progress(found.id)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(done=shown.released, total=shown.total, text=shown.text, finished=not shown.waiting)
    return render_template(
        "decisions/release.html",
        release=found,
        progress=shown,
        decisions=releasing.planned(found),
        form=DecideForm(),
        started=found.release_at <= clock.now(),
    )


@bp.route("/staff/releases/<public_id>/cancel", methods=["POST"])
@require(Role.APPROVER)
def cancel_release(public_id: str) -> ResponseReturnValue:
    found = queries.release(public_id, for_change=True)
    releasing.cancel(found, by=current_user, at=clock.now())
    db.session.commit()
    flash(_("Frigivelsen er stoppet. Vedtakene står, og kan frigis på nytt."), "success")
    return redirect(url_for(".releases"))


@bp.route("/staff/releases/<public_id>/retry", methods=["POST"])
@require(Role.APPROVER)
def retry_release(public_id: str) -> ResponseReturnValue:
    """Have the letters that could not be made tried again."""
    found = queries.release(public_id, for_change=True)
    releasing.try_again(found, by=current_user)
    db.session.commit()
    jobs.release_due(clock.now())
    return redirect(url_for(".release", public_id=public_id))
