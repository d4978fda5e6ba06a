"""The desk of the programme: what waits for an answer, what stands in it, and where in the city nothing happens."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from app import clock
from app.access import Role, require
from app.campaign import weeks
from app.campaign.models import Week
from app.config import public_url
from app.extensions import db
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotPermitted, denial
from app.programme import policy, settling, values
from app.programme.coverage import coverage, without
from app.programme.models import EventStatus, ProgrammeEvent
from app.programme.queries import words_of
from app.programme.registration_forms import ReasonForm
from app.programme.staff_forms import OwnEventForm
from app.programme.views import bp
from app.programme.wording import LABELS, ORIGINS, PARTS
from app.programme.words import SIGNUP

DESK = (Role.CASE_HANDLER, Role.APPROVER)
READERS = (*DESK, Role.READER, Role.ADMINISTRATOR)


@bp.route("/staff/programme")
@require(*READERS)
def desks() -> ResponseReturnValue:
    """The newest week's; where there is none, how to make one."""
    known = weeks.all_weeks()
    if not known:
        return render_template("programme/no_week.html")
    return redirect(url_for(".desk", year=known[0].year))


@bp.route("/staff/programme/<int(max=9999):year>")
@require(*READERS)
def desk(year: int) -> ResponseReturnValue:
    week, chosen = weeks.week_of(year), request.args.get("status")
    status = EventStatus(chosen) if chosen in set(EventStatus) else None
    covered = coverage(week)
    return render_template(
        "programme/desk.html",
        week=week,
        desk=settling.desk(week, status),
        status=status,
        labels=LABELS,
        origins=ORIGINS,
        coverage=covered,
        without=without(covered),
        may_write=denial(policy.can_write, None, by=current_user) is None,
    )


@bp.route("/staff/programme/<int(max=9999):year>/new", methods=["GET", "POST"])
@require(*DESK)
def new_event(year: int) -> ResponseReturnValue:
    week = weeks.week_of(year)
    form = OwnEventForm(week)
    if not form.is_submitted():
        form.organiser.data = week.owner_unit
    if not form.validate_on_submit():
        return _form(week, form, 422 if form.errors else 200)
    told, at = form.values(), clock.now()
    marks = {name: told.pop(name) for name in ("is_lighthouse", "is_internal")}
    try:
        event = settling.add_own(week, told, by=current_user, at=at)
    except NotComplete as refusal:
        return _without_picture(year, None, form, refusal)
    settling.highlight(event, marks["is_lighthouse"], by=current_user, at=at)
    settling.hide(event, marks["is_internal"], by=current_user, at=at)
    db.session.commit()
    flash(_("Arrangementet står i programmet."), "success")
    return redirect(url_for(".event_for_staff", year=year, public_id=event.public_id))


def _form(week: Week, form: OwnEventForm, status: int, event: ProgrammeEvent | None = None) -> ResponseReturnValue:
    return render_template("programme/write_event.html", week=week, event=event, form=form), status


def _without_picture(year: int, public_id: str | None, form: OwnEventForm, refusal: NotComplete) -> ResponseReturnValue:
    """Nothing is kept; what was typed is shown, with what is wrong with the picture."""
    db.session.rollback()
    form.picture.form.refuse(refusal)
    event = settling.event_of(year, public_id) if public_id else None
    return _form(weeks.week_of(year), form, 422, event)


@bp.route("/staff/programme/<int(max=9999):year>/<public_id>")
@require(*READERS)
def event_for_staff(year: int, public_id: str) -> ResponseReturnValue:
    return _page(settling.event_of(year, public_id))


def _page(
    event: ProgrammeEvent, status: int = 200, refusal: str | None = None, reason: ReasonForm | None = None
) -> ResponseReturnValue:
    waiting = event.proposal or {}
    return render_template(
        "programme/event_for_staff.html",
        event=event,
        week=event.week,
        before=values.for_reading(values.of_event(event)),
        proposed=values.for_reading(waiting),
        words=words_of(event.week),
        signups=SIGNUP,
        parts=PARTS,
        labels=LABELS,
        origins=ORIGINS,
        form=reason or ReasonForm(formdata=None),
        refusal=refusal,
        may_settle=denial(policy.can_settle, event, by=current_user) is None,
        may_write=denial(policy.can_write, event, by=current_user) is None,
        may_highlight=denial(policy.can_highlight, event, by=current_user) is None,
        may_cancel=denial(policy.can_cancel, event, by=current_user) is None,
    ), status


@bp.route("/staff/programme/<int(max=9999):year>/<public_id>/write", methods=["GET", "POST"])
@require(*DESK)
def write_event(year: int, public_id: str) -> ResponseReturnValue:
    event = settling.event_of(year, public_id, for_change=request.method == "POST")
    policy.can_write(event, by=current_user)
    told = {**values.of_event(event), "is_lighthouse": event.is_lighthouse, "is_internal": event.is_internal}
    form = OwnEventForm(event.week, data={**told, "sessions": values.for_form(told["sessions"])})
    if not form.validate_on_submit():
        return _form(event.week, form, 422 if form.errors else 200, event)
    typed, at = form.values(), clock.now()
    settling.highlight(event, typed.pop("is_lighthouse"), by=current_user, at=at)
    settling.hide(event, typed.pop("is_internal"), by=current_user, at=at)
    try:
        settling.write(event, typed, by=current_user, at=at)
    except NotComplete as refusal:
        return _without_picture(year, public_id, form, refusal)
    db.session.commit()
    flash(_("Arrangementet er endret."), "success")
    return redirect(url_for(".event_for_staff", year=year, public_id=public_id))


def _act(year: int, public_id: str, act: Callable[[ProgrammeEvent], Any], done: str) -> ResponseReturnValue:
    """Load, act, commit, and back to the event; a refusal shows the event with its reason."""
    try:
        act(settling.event_of(year, public_id, for_change=True))
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        return _page(settling.event_of(year, public_id), 409, refusal.reason)
    db.session.commit()
    send_waiting.enqueue()
    flash(done, "success")
    return redirect(url_for(".event_for_staff", year=year, public_id=public_id))


@bp.route("/staff/programme/<int(max=9999):year>/<public_id>/approve", methods=["POST"])
@require(*DESK)
def approve_event(year: int, public_id: str) -> ResponseReturnValue:
    told = {"by": current_user, "at": clock.now(), "public_url": public_url()}
    return _act(year, public_id, lambda event: settling.approve(event, **told), _("Arrangementet står i programmet."))


@bp.route("/staff/programme/<int(max=9999):year>/<public_id>/refuse", methods=["POST"])
@require(*DESK)
def refuse_event(year: int, public_id: str) -> ResponseReturnValue:
    """What is proposed, or what is proposed changed: whichever waits."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(settling.event_of(year, public_id), 422, reason=form)
    told = {"by": current_user, "at": clock.now(), "public_url": public_url()}
    reason = form.reason.data

    def refuse(event: ProgrammeEvent) -> None:
        if event.proposal is not None:
            settling.settle_change(event, accepts=False, answer=reason, **told)
        else:
            settling.refuse(event, reason, **told)

    return _act(year, public_id, refuse, _("Svaret er sendt."))


@bp.route("/staff/programme/<int(max=9999):year>/<public_id>/accept-change", methods=["POST"])
@require(*DESK)
def accept_change(year: int, public_id: str) -> ResponseReturnValue:
    told = {"by": current_user, "at": clock.now(), "public_url": public_url()}
    done = _("Endringen står i programmet.")
    return _act(year, public_id, lambda event: settling.settle_change(event, accepts=True, **told), done)


@bp.route("/staff/programme/<int(max=9999):year>/<public_id>/cancel", methods=["POST"])
@require(*DESK)
def cancel_event(year: int, public_id: str) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(settling.event_of(year, public_id), 422, reason=form)
    told = {"by": current_user, "at": clock.now(), "public_url": public_url()}
    done = _("Arrangementet vises som avlyst.")
    return _act(year, public_id, lambda event: settling.cancel(event, form.reason.data, **told), done)


@bp.route("/staff/programme/<int(max=9999):year>/<public_id>/mark", methods=["POST"])
@require(*DESK)
def mark_event(year: int, public_id: str) -> ResponseReturnValue:
    """Highlight as a lighthouse event, or hide from the public: `lighthouse` or `internal` is 1 or 0."""
    marks = {"lighthouse": settling.highlight, "internal": settling.hide}
    chosen = next((name for name in marks if name in request.form), None)
    if chosen is None:
        raise NoResultFound
    on = request.form[chosen] == "1"
    act = marks[chosen]
    return _act(
        year, public_id, lambda event: act(event, on, by=current_user, at=clock.now()), _("Merkingen er endret.")
    )
