"""Anyone registers an event without money, and comes back to it by the link in the e-mail."""

from flask import current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import public
from app.accounts.session import client
from app.campaign import weeks
from app.campaign.models import Week
from app.clock import now
from app.config import public_url
from app.extensions import db
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotNow, denial
from app.programme import chips, policy, registering, values
from app.programme.models import ProgrammeEvent
from app.programme.registering import CONTACT, LinkGone
from app.programme.registration_forms import ReasonForm, RegistrationForm
from app.programme.views import bp

NEWEST = "registered_event_link"


@bp.errorhandler(LinkGone)
def link_gone(gone: LinkGone) -> ResponseReturnValue:
    db.session.rollback()
    return render_template("programme/link_gone.html", reason=gone.reason), 404


@bp.route("/program/<int(max=9999):year>/meld-pa", methods=["GET", "POST"])
@public
def register(year: int) -> ResponseReturnValue:
    week = weeks.week_of(year)
    closed = denial(policy.can_register, week, now())
    form = RegistrationForm(week)
    if not form.validate_on_submit():
        return _form(week, form, 422 if form.errors else 200, closed)
    try:
        _event, link = registering.register(week, _told(form), client=client(), public_url=public_url(), at=now())
    except NotComplete as refusal:
        db.session.rollback()
        form.picture.form.refuse(refusal)
        return _form(weeks.week_of(year), form, 422, None)
    except NotNow as refusal:
        db.session.rollback()
        return _form(weeks.week_of(year), form, 409, refusal.reason)
    db.session.commit()
    send_waiting.enqueue()
    if current_app.config["DEMO"]:
        session[NEWEST] = link
    return redirect(url_for(".registered", year=year))


def _form(week: Week, form: RegistrationForm, status: int, closed: str | None) -> ResponseReturnValue:
    return render_template(
        "programme/register.html", week=week, form=form, closed=closed, days=chips.span(week)
    ), status


def _told(form: RegistrationForm) -> dict[str, object]:
    return {name: value for name, value in form.values().items() if name not in {"is_free", "is_open"}}


@bp.route("/program/<int(max=9999):year>/takk")
@public
def registered(year: int) -> ResponseReturnValue:
    """What happens now. Only the demonstration shows the link; everybody else gets it by e-mail."""
    return render_template("programme/registered.html", week=weeks.week_of(year), link=session.pop(NEWEST, None))


@bp.route("/program/endre/<token>", methods=["GET", "POST"])
@public
def change(token: str) -> ResponseReturnValue:
    event = registering.find(token)
    form = RegistrationForm(event.week, data=_filled(event))
    if not form.validate_on_submit():
        return _own(event, token, form, 422 if form.errors else 200)
    try:
        changed = registering.change(registering.find(token, for_change=True), _told(form), at=now())
    except NotComplete as refusal:
        db.session.rollback()
        form.picture.form.refuse(refusal)
        return _own(registering.find(token), token, form, 422)
    except NotAllowed as refusal:
        db.session.rollback()
        return _own(registering.find(token), token, form, 409, refusal.reason)
    db.session.commit()
    flash(_said(event, changed), "success")
    return redirect(url_for(".change", token=token))


def _said(event: ProgrammeEvent, changed: list[str]) -> str:
    if not changed:
        return str(_("Ingenting er endret."))
    waits = event.proposal is not None
    sentence = _("Endringen er sendt. Den vises når vi har godkjent den.") if waits else _("Endringen er lagret.")
    return str(sentence)


def _filled(event: ProgrammeEvent) -> dict[str, object]:
    """The form as it was sent last, with rows left for more days."""
    told = {**values.of_event(event), **(event.proposal or {})}
    contact = {name: getattr(event, name) for name in CONTACT}
    return {**told, **contact, "sessions": values.for_form(told["sessions"]), "is_free": True, "is_open": True}


def _own(
    event: ProgrammeEvent,
    token: str,
    form: RegistrationForm,
    status: int = 200,
    refusal: str | None = None,
    reason: ReasonForm | None = None,
) -> ResponseReturnValue:
    return render_template(
        "programme/own_event.html",
        event=event,
        week=event.week,
        token=token,
        form=form,
        reason=reason or ReasonForm(formdata=None),
        blocked=denial(policy.can_change_own, event),
        refusal=refusal,
    ), status


@bp.route("/program/endre/<token>/trekk", methods=["POST"])
@public
def withdraw(token: str) -> ResponseReturnValue:
    form = ReasonForm()
    event = registering.find(token, for_change=True)
    if not form.validate_on_submit():
        return _own(event, token, RegistrationForm(event.week, formdata=None, data=_filled(event)), 422, reason=form)
    try:
        registering.withdraw(event, form.reason.data, at=now())
    except NotAllowed as refusal:
        db.session.rollback()
        event = registering.find(token)
        return _own(event, token, RegistrationForm(event.week, formdata=None, data=_filled(event)), 409, refusal.reason)
    db.session.commit()
    flash(_("Det er registrert."), "success")
    return redirect(url_for(".change", token=token))
