"""Requests for access as staff see them before they are answered: the list, registering, and finding the case."""

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import require
from app.accounts.roles import CASE_READERS
from app.applications.models import Channel
from app.clock import local, now, today
from app.config import public_url
from app.extensions import db
from app.fileaccess import actions, queries
from app.fileaccess.actions import Asked
from app.fileaccess.forms import NotFoundForm, RegisterForm, TieForm
from app.fileaccess.models import AccessRequest
from app.fileaccess.policy import HANDLES
from app.fileaccess.views import bp
from app.fileaccess.waiting import address_of
from app.law.access_times import counts_as_refused
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotPermitted
from app.rounds.models import Round


@bp.route("/staff/access")
@require(*CASE_READERS)
def requests() -> ResponseReturnValue:
    found = queries.waiting_requests()
    return render_template(
        "fileaccess/requests.html",
        waiting=[(each, address_of(each), _last_day(each)) for each in found],
        answered=[(each, address_of(each)) for each in queries.answered_requests()],
        today=today(),
        may_work=bool(current_user.roles & HANDLES),
    )


def _last_day(found: AccessRequest) -> date:
    return counts_as_refused(local(found.received_at).date())


@bp.route("/staff/access/new", methods=["GET", "POST"])
@require(*HANDLES)
def register() -> ResponseReturnValue:
    rounds = queries.public_rounds()
    form = RegisterForm()
    form.offer(rounds)
    if not form.is_submitted():
        form.received_on.data, form.received_time.data = today(), local(now()).time()
        return render_template("fileaccess/register.html", form=form, refusal=None)
    if not form.validate():
        return render_template("fileaccess/register.html", form=form, refusal=None), 422
    try:
        made = _register(form, form.chosen(rounds))
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        return render_template("fileaccess/register.html", form=form, refusal=refusal.reason), 409
    address = address_of(made)
    db.session.commit()
    flash(_("Kravet om innsyn er registrert."), "success")
    return redirect(address)


def _register(form: RegisterForm, of_round: Round | None) -> AccessRequest:
    return actions.register(
        Asked(form.wanted.data, form.about.data, form.name.data, form.email.data),
        queries.find_case(form.about.data),
        of_round,
        Channel(form.channel.data),
        received_at=form.received_at,
        by=current_user,
        at=now(),
    )


@bp.route("/staff/access/<public_id>", methods=["GET", "POST"])
@require(*HANDLES)
def request_page(public_id: str) -> ResponseReturnValue:
    """A request without a case: say which it means. One with a case is answered there."""
    form = TieForm()
    posted = form.is_submitted()
    found = queries.request(public_id, for_change=posted)
    if found.application is not None:
        return redirect(address_of(found))
    if not posted:
        return _page(found, form, NotFoundForm(formdata=None))
    if not form.validate():
        return _page(found, form, NotFoundForm(formdata=None), status=422)
    try:
        made = actions.tie(found, form.numbers, by=current_user, at=now())
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        return _page(queries.request(public_id), form, NotFoundForm(formdata=None), refusal.reason, 409)
    addresses = [address_of(each) for each in made]
    db.session.commit()
    return redirect(addresses[0] if len(addresses) == 1 else url_for(".requests"))


def _page(
    found: AccessRequest, form: TieForm, not_found: NotFoundForm, refusal: str | None = None, status: int = 200
) -> ResponseReturnValue:
    return render_template(
        "fileaccess/request.html", asked=found, form=form, not_found=not_found, refusal=refusal
    ), status


@bp.route("/staff/access/<public_id>/not-found", methods=["GET", "POST"])
@require(*HANDLES)
def answer_not_found(public_id: str) -> ResponseReturnValue:
    """Answer that there is nothing of the kind."""
    form = NotFoundForm()
    posted = form.is_submitted()
    found = queries.request(public_id, for_change=posted)
    if not posted:
        return redirect(url_for(".request_page", public_id=public_id))
    if not form.validate():
        return _page(found, TieForm(formdata=None), form, status=422)
    actions.answer_not_found(found, form.message.data, public_url=public_url(), by=current_user, at=now())
    db.session.commit()
    send_waiting.enqueue()
    flash(_("Svaret er sendt."), "success")
    return redirect(url_for(".requests"))


@bp.route("/staff/access/<public_id>/link", methods=["POST"])
@require(*HANDLES)
def renew_link(public_id: str) -> ResponseReturnValue:
    found = queries.request(public_id, for_change=True)
    actions.renew_link(found, public_url=public_url(), by=current_user, at=now())
    address = address_of(found)
    db.session.commit()
    send_waiting.enqueue()
    flash(_("Ny lenke er sendt. Den gamle virker ikke lenger."), "success")
    return redirect(address)
