"""The conversation on a case as staff see it: one thread, and one form beside it, of the kind that was chosen."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from app.access import Role, require
from app.accounts.models import User
from app.accounts.roles import CASE_READERS
from app.applications.models import Application
from app.casework.conversation import actions as conversing
from app.casework.conversation import noting, policy, queries
from app.casework.conversation.forms import HandlingForm, InformationForm, NoteForm, PutForm, StaffMessageForm
from app.casework.conversation.models import HandlingKind
from app.casework.conversation.thread import VIEW_NAMES, View, for_staff, shown
from app.casework.views import bp
from app.clock import local, now
from app.config import public_url
from app.extensions import db, writes
from app.files.serving import download
from app.formatting import full_day
from app.law.deadlines import working_days_after
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotPermitted, denial
from app.review.policy import MUST_DECLARE, can_read

CASE = "/staff/cases/<reference>/conversation"
WRITERS = (Role.CASE_HANDLER, Role.APPROVER)
COMMENT_WITHIN = 5
"""Working days that are suggested for the applicant's comment."""
MESSAGE, NOTE, INFORMATION, CORRECT, PUT, HANDLE = "melding", "notat", "opplysning", "rett", "legg-fram", "behandle"
"""What is being written; the word in the address."""


def _readable(reference: str) -> Application:
    application = queries.case_for_staff(reference)
    can_read(current_user, application)
    return application


@bp.route(CASE)
@require(*CASE_READERS)
@writes
def conversation(reference: str) -> ResponseReturnValue:
    """Reading it here marks the applicant's messages as read, for whoever may answer them."""
    application = _readable(reference)
    kind = request.args.get("skriv", "")
    page = _page(application, kind if kind in FORMS else MESSAGE, None, request.args.get("om", ""))
    db.session.commit()
    return page


def _page(
    application: Application, kind: str, form: FlaskForm | None, about: str = "", refusal: str | None = None
) -> str:
    user: User = current_user._get_current_object()
    messages = queries.messages(application.id)
    entries = for_staff(messages, queries.notes(application.id), queries.information(application.id), user)
    if request.method == "GET" and user.roles & MUST_DECLARE:
        conversing.note_reading(messages, application, by_party=False, by=user, at=now())
    chosen = request.args.get("vis", View.ALL)
    view = View(chosen) if chosen in set(View) else View.ALL
    target = next((entry for entry in entries if entry.public_id == about), None)
    if target is None and kind in {CORRECT, PUT, HANDLE}:
        kind, form = MESSAGE, None
    return render_template(
        "casework/conversation.html",
        application=application,
        entries=shown(entries, view),
        chips=[(one, VIEW_NAMES[one], len(shown(entries, one)), one is view) for one in View],
        view=view,
        kind=kind,
        target=target,
        form=form or FORMS[kind](target),
        refusal=refusal,
        blocked=denial(policy.can_write, user, application),
        not_put=sum(1 for entry in entries if entry.source and entry.waits),
    )


def _put_form(target: Any) -> PutForm:
    today = local(now()).date()
    text = _(
        "Hei! Vi har fått en opplysning om dere fra %(source)s, %(day)s:\n\n%(text)s\n\n"
        "Vil dere uttale dere om den? Skriv til oss her.",
        source=target.source,
        day=full_day(target.received_on),
        text=target.text,
    )
    return PutForm(formdata=None, text=text, answer_due_on=working_days_after(today, COMMENT_WITHIN))


FORMS: dict[str, Callable[[Any], FlaskForm]] = {
    MESSAGE: lambda _target: StaffMessageForm(formdata=None),
    NOTE: lambda _target: NoteForm(formdata=None),
    INFORMATION: lambda _target: InformationForm(formdata=None, received_on=local(now()).date()),
    CORRECT: lambda target: NoteForm(formdata=None, text=target.text),
    PUT: _put_form,
    HANDLE: lambda target: HandlingForm(
        formdata=None,
        kind=(HandlingKind.COMMENT if target.is_put else HandlingKind.PUT).value,
        on_day=local(now()).date(),
    ),
}
"""The empty form of each kind, for what it is about."""


def _written(
    reference: str, kind: str, form: Any, act: Callable[[Application], Any], said: str, about: str = ""
) -> ResponseReturnValue:
    """Check the form, act, and lead back to the thread; a refusal shows the form as it was typed."""
    application = _readable(reference)
    if not form.validate_on_submit():
        return _page(application, kind, form, about), 422
    try:
        act(application)
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        form.show(refusal.missing if isinstance(refusal, NotComplete) else {})
        return _page(_readable(reference), kind, form, about, refusal.reason), 409
    db.session.commit()
    flash(said, "success")
    return redirect(url_for(".conversation", reference=reference, _anchor="nyeste"))


def public_link(endpoint: str, reference: str) -> str:
    return public_url() + url_for(endpoint, reference=reference)


@bp.route(f"{CASE}/messages", methods=["POST"])
@require(*WRITERS)
def send_message(reference: str) -> ResponseReturnValue:
    form = StaffMessageForm()

    def act(application: Application) -> None:
        conversing.send(
            application,
            form.text.data,
            form.enclosures,
            answer_due_on=form.answer_due_on.data,
            link=public_link(".own_messages", reference),
            by=current_user,
            at=now(),
        )

    answer = _written(reference, MESSAGE, form, act, _("Meldingen er sendt."))
    send_waiting.enqueue()
    return answer


@bp.route(f"{CASE}/notes", methods=["POST"])
@require(*WRITERS)
def write_note(reference: str) -> ResponseReturnValue:
    form = NoteForm()

    def act(application: Application) -> None:
        noting.write_note(application, form.text.data, by=current_user, at=now())

    return _written(reference, NOTE, form, act, _("Notatet er lagret."))


@bp.route(f"{CASE}/notes/<public_id>", methods=["POST"])
@require(*WRITERS)
def correct_note(reference: str, public_id: str) -> ResponseReturnValue:
    form = NoteForm()

    def act(application: Application) -> None:
        note = queries.note_of_case(application.id, public_id)
        noting.correct_note(application, note, form.text.data, by=current_user, at=now())

    return _written(reference, CORRECT, form, act, _("Notatet er rettet."), public_id)


@bp.route(f"{CASE}/information", methods=["POST"])
@require(*WRITERS)
def record_information(reference: str) -> ResponseReturnValue:
    form = InformationForm()

    def act(application: Application) -> None:
        noting.record_information(
            application, form.source.data, form.text.data, form.received_on.data, by=current_user, at=now()
        )

    return _written(reference, INFORMATION, form, act, _("Opplysningen er ført opp. Legg den fram for søkeren."))


@bp.route(f"{CASE}/information/<public_id>/put", methods=["POST"])
@require(*WRITERS)
def put_information(reference: str, public_id: str) -> ResponseReturnValue:
    form, link = PutForm(), public_link(".own_messages", reference)

    def act(application: Application) -> None:
        found = queries.information_of_case(application.id, public_id, for_change=True)
        noting.put(found, form.text.data, form.answer_due_on.data, link=link, by=current_user, at=now())

    answer = _written(reference, PUT, form, act, _("Opplysningen er lagt fram for søkeren."), public_id)
    send_waiting.enqueue()
    return answer


@bp.route(f"{CASE}/information/<public_id>/handled", methods=["POST"])
@require(*WRITERS)
def handle_information(reference: str, public_id: str) -> ResponseReturnValue:
    """What was done with it outside the conversation."""
    form = HandlingForm()

    def act(application: Application) -> None:
        found = queries.information_of_case(application.id, public_id, for_change=True)
        values = {"by": current_user, "at": now()}
        if form.kind.data == HandlingKind.NOT_NEEDED:
            noting.exempt(found, form.text.data, **values)
        elif form.kind.data == HandlingKind.PUT:
            noting.note_put(found, form.day, form.text.data, **values)
        else:
            noting.note_comment(found, form.day, form.text.data, **values)

    return _written(reference, HANDLE, form, act, _("Det er ført inn."), public_id)


@bp.route(f"{CASE}/messages/<public_id>/settle", methods=["POST"])
@require(*WRITERS)
def settle_message(reference: str, public_id: str) -> ResponseReturnValue:
    application = _readable(reference)
    message = queries.message_of_case(application.id, public_id)
    conversing.settle(message, by=current_user, at=now())
    db.session.commit()
    flash(_("Meldingen er merket: den trenger ikke svar."), "success")
    return redirect(url_for(".conversation", reference=reference, _anchor=f"m-{public_id}"))


@bp.route(f"{CASE}/files/<public_id>")
@require(*CASE_READERS)
def message_file(reference: str, public_id: str) -> Response:
    found = queries.file_of_case(_readable(reference).id, public_id)
    return download(found.sha256, found.filename, found.file.media_type)
