"""A case handler asks for what is missing, and handles the waiting: writes down an answer, gives time, goes on."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import CombinedMultiDict

from app.access import Role, require
from app.applications.models import Application
from app.applications.queries import case
from app.casework.supplements import actions as supplements
from app.casework.supplements import forms, policy, queries
from app.casework.supplements.models import AnswerChannel, Supplement
from app.casework.supplements.wording import we_need, weekday
from app.casework.views import bp
from app.clock import local, now
from app.config import public_url
from app.extensions import db
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotPermitted, denial
from app.review.policy import can_read
from app.review.queries import results


def _page(application: Application, status: int = 200, **shown: Any) -> ResponseReturnValue:
    """Everything about the supplements of a case. `shown` replaces a form by the one that was refused."""
    asked = queries.of_case(application.id)
    waiting = next((one for one in asked if one.is_waiting), None)
    blocked = denial(policy.can_ask, current_user, application, asked)
    values: dict[str, Any] = {"proposed": [], "free": 1, "refusal": None, "errors": {}, "opened": None}
    if waiting:
        values |= {
            "answers": forms.answers(waiting, None, is_blank=True),
            "channel_form": forms.ChannelForm(formdata=None),
            "extend_form": forms.ExtendForm(formdata=None),
            "end_form": forms.EndForm(formdata=None),
            "handle_blocked": denial(policy.can_handle, current_user, waiting),
        }
    elif not blocked:
        proposal = policy.first_possible(local(now()).date(), application.round.supplement_days)
        values["deadline_form"] = forms.DeadlineForm(formdata=None, data={"due_on": proposal})
        values["proposed"] = forms.proposals(
            application, results(application.id), None, request.args.get("sjekk"), values["free"]
        )
    return render_template(
        "casework/supplement.html",
        application=application,
        supplements=asked,
        waiting=waiting,
        blocked=blocked,
        addresses=queries.addresses(application),
        most_rounds=policy.MOST_ROUNDS,
        we_need=we_need,
        weekday=weekday,
        **{**values, **shown},
    ), status


@bp.route("/staff/cases/<reference>/supplement", methods=["GET", "POST"])
@require(Role.CASE_HANDLER)
def supplement(reference: str) -> ResponseReturnValue:
    is_post = request.method == "POST"
    application = case(reference, for_change=is_post)
    can_read(current_user, application)
    return _request(application) if is_post else _page(application)


def _request(application: Application) -> ResponseReturnValue:
    """The letter goes out, or the form comes back with what was typed."""
    free = request.form.get("free", 1, type=int)
    is_adding = request.form.get("_do") == "add"
    form = forms.DeadlineForm()
    proposed = forms.proposals(application, results(application.id), request.form, None, free + is_adding)
    typed: dict[str, Any] = {"proposed": proposed, "deadline_form": form, "free": free + is_adding}
    if is_adding:
        return _page(application, **typed)
    items = [one.asked for one in proposed if one.is_wanted]
    due_on = form.due_on.data if form.validate() else None
    try:
        made = supplements.request(application, items, due_on, public_url=public_url(), by=current_user, at=now())
    except NotAllowed as refusal:
        return _refused(application.reference, refusal, typed, [form, *(one.form for one in proposed)])
    flash(_("Brevet er sendt. Saken venter på svar til %(day)s.", day=weekday(made.due_on)), "success")
    back = url_for("overview.case", reference=application.reference, _anchor="checks")
    db.session.commit()
    send_waiting.enqueue()
    return redirect(back)


def _refused(reference: str, refusal: NotAllowed, typed: dict[str, Any], fields: list[Any]) -> ResponseReturnValue:
    """The same page with what was typed, and each sentence at its field. Nothing was changed."""
    db.session.rollback()
    if isinstance(refusal, NotPermitted):
        raise refusal
    missing = refusal.missing if isinstance(refusal, NotComplete) else {}
    forms.place(missing, *fields)
    for answered in typed.get("answers", []):
        answered.error = missing.get(f"item-{answered.item.position}")
    status = 422 if isinstance(refusal, NotComplete) else 409
    return _page(case(reference), status, refusal=refusal.reason, errors=missing, **typed)


def _waiting(reference: str) -> Supplement:
    """Locked with its case. NoResultFound where nothing was asked."""
    application = case(reference, for_change=True)
    can_read(current_user, application)
    return queries.newest(application.id)


def _handle(
    reference: str, act: Callable[[Supplement], None], opened: str, typed: dict[str, Any], fields: list[Any], done: str
) -> ResponseReturnValue:
    """One act on a supplement that waits; refused, its form comes back open."""
    try:
        act(_waiting(reference))
    except NotAllowed as refusal:
        return _refused(reference, refusal, {"opened": opened, **typed}, fields)
    db.session.commit()
    send_waiting.enqueue()
    flash(done, "success")
    return redirect(url_for("overview.case", reference=reference, _anchor="checks"))


@bp.route("/staff/cases/<reference>/supplement/answer", methods=["POST"])
@require(Role.CASE_HANDLER)
def register_answer(reference: str) -> ResponseReturnValue:
    form, found = forms.ChannelForm(), _waiting(reference)
    answers = forms.answers(found, CombinedMultiDict([request.files, request.form]), is_blank=True)
    typed, fields = {"answers": answers, "channel_form": form}, [form, *(one.form for one in answers)]
    if not all([form.validate(), *(one.form.validate() for one in answers)]):
        return _page(found.application, 422, opened="register", **typed)

    def act(supplement: Supplement) -> None:
        given = {one.item.position: one.given for one in answers}
        files = {one.item.position: one.sent for one in answers}
        channel = AnswerChannel(form.channel.data)
        supplements.register_answer(supplement, channel, given, files, by=current_user, at=now())

    return _handle(reference, act, "register", typed, fields, _("Svaret er registrert, og søkeren har fått en kopi."))


@bp.route("/staff/cases/<reference>/supplement/deadline", methods=["POST"])
@require(Role.CASE_HANDLER)
def extend_supplement(reference: str) -> ResponseReturnValue:
    form = forms.ExtendForm()
    due_on = form.due_on.data if form.validate() else None

    def act(supplement: Supplement) -> None:
        supplements.extend(supplement, due_on, form.reason.data, by=current_user, at=now())

    done = _("Søkeren har fått ny frist, og har fått beskjed.")
    return _handle(reference, act, "extend", {"extend_form": form}, [form], done)


@bp.route("/staff/cases/<reference>/supplement/end", methods=["POST"])
@require(Role.CASE_HANDLER)
def end_supplement(reference: str) -> ResponseReturnValue:
    form = forms.EndForm()

    def act(supplement: Supplement) -> None:
        supplements.end(supplement, form.end_reason.data, by=current_user, at=now())

    done = _("Saken er tilbake i den formelle kontrollen, og søkeren har fått beskjed.")
    return _handle(reference, act, "end", {"end_form": form}, [form], done)
