"""Messages as the applicant reads and writes them. Notes and what others have told are never read here."""

from collections.abc import Sequence

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.accounts.models import User
from app.applications.models import Application
from app.applications.showing import shows
from app.audit.models import AuditEvent
from app.casework.conversation import actions as conversing
from app.casework.conversation import noting, policy, queries
from app.casework.conversation.forms import PartyMessageForm
from app.casework.conversation.models import CaseMessage
from app.casework.conversation.thread import for_party
from app.casework.conversation.views import public_link
from app.casework.views import bp
from app.clock import now
from app.extensions import db, writes
from app.files.serving import download
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotPermitted, denial


@shows("unread")
def unread_messages(_application: Application, events: Sequence[AuditEvent]) -> int:
    """On the applicant's page of the case: how much of what we wrote nobody there has read. No statement."""
    read = {event.fields["message"] for event in events if event.kind == "message_read"}
    return sum(1 for event in events if event.kind == "message_sent" and event.fields["message"] not in read)


@bp.route("/soknader/<reference>/meldinger", methods=["GET", "POST"])
@require(Role.APPLICANT)
@writes
def own_messages(reference: str) -> ResponseReturnValue:
    """Reading it here marks our messages as read, for the whole organisation."""
    application = queries.own_case(reference, current_user)
    form = PartyMessageForm()
    if request.method == "GET":
        page = _page(application, form)
        db.session.commit()
        return page
    if not form.validate():
        return _page(application, form), 422
    try:
        _answer(application, form)
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        form.show(refusal.missing if isinstance(refusal, NotComplete) else {})
        return _page(queries.own_case(reference, current_user), form, refusal.reason), 409
    db.session.commit()
    send_waiting.enqueue()
    flash(_("Meldingen er sendt."), "success")
    return redirect(url_for(".own_messages", reference=reference, _anchor="nyeste"))


def _page(application: Application, form: PartyMessageForm, refusal: str | None = None) -> str:
    user: User = current_user._get_current_object()
    messages = queries.messages(application.id)
    entries = for_party(messages, application.round.owner_unit)
    asked = _asked_about(application, messages)
    if request.method == "GET":
        conversing.note_reading(messages, application, by_party=True, by=user, at=now())
        form.about.data = [message.public_id for message in asked]
    return render_template(
        "casework/own_messages.html",
        application=application,
        entries=entries,
        asked=asked,
        form=form,
        refusal=refusal,
        blocked=denial(policy.can_answer, user, application, "…"),
    )


def _asked_about(application: Application, messages: Sequence[CaseMessage]) -> list[CaseMessage]:
    """Our messages that put something to them on which they have not said their word."""
    put = [message for message in messages if message.information_id is not None]
    if not put:
        return []
    commented = queries.commented(application.id)
    return [message for message in put if message.information_id not in commented]


def _answer(application: Application, form: PartyMessageForm) -> None:
    by, at = current_user._get_current_object(), now()
    link = public_link(".conversation", application.reference)
    sent = conversing.answer(application, form.text.data, form.enclosures, link=link, by=by, at=at)
    for information in queries.put_by(application.id, form.about.data or []):
        noting.take_as_comment(information, sent, by=by, at=at)


@bp.route("/soknader/<reference>/meldinger/<public_id>")
@require(Role.APPLICANT)
def own_message_file(reference: str, public_id: str) -> Response:
    found = queries.file_of_case(queries.own_case(reference, current_user).id, public_id)
    return download(found.sha256, found.filename, found.file.media_type)
