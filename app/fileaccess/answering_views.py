"""Answering a request: what is given, masked and refused, document by document."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import require
from app.accounts.roles import CASE_READERS
from app.applications.models import Application
from app.clock import local, now, today
from app.config import public_url
from app.extensions import db
from app.fileaccess import actions, choosing, policy, queries
from app.fileaccess.documents import DIRECTIONS, KINDS, case_documents
from app.fileaccess.models import AccessRequest
from app.fileaccess.staff_views import readable
from app.fileaccess.views import bp
from app.law import exemptions
from app.law.access_times import counts_as_refused
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotPermitted, denial
from app.review.policy import can_read


@bp.route("/staff/cases/<reference>/access/requests/<public_id>", methods=["GET", "POST"])
@require(*CASE_READERS)
def answer(reference: str, public_id: str) -> ResponseReturnValue:
    if request.method == "GET":
        application = readable(reference)
        return _page(application, queries.request_of_case(application.id, public_id))
    application = queries.locked_case(reference)
    can_read(current_user, application)
    found = queries.request_of_case(application.id, public_id, for_change=True)
    try:
        _answer(application, found)
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        application = readable(reference)
        found = queries.request_of_case(application.id, public_id)
        return _page(application, found, refusal, 422 if isinstance(refusal, NotComplete) else 409)
    db.session.commit()
    send_waiting.enqueue()
    flash(_("Svaret er gitt."), "success")
    return redirect(url_for(".answer", reference=reference, public_id=public_id))


def _answer(application: Application, found: AccessRequest) -> None:
    form = request.form
    documents = case_documents(application, current_user)
    chosen = choosing.choices(form, documents, queries.copies(application.id))
    weighed = _short(form.get("weighing")) if form.get("weighed") else None
    actions.answer(
        found,
        application,
        chosen,
        weighing=weighed,
        facts_considered=bool(form.get("facts_considered")),
        message=_short(form.get("message")),
        public_url=public_url(),
        by=current_user,
        at=now(),
    )


def _short(text: str | None) -> str | None:
    return (text or "").strip()[: AccessRequest.WEIGHING_LENGTH] or None


def _page(
    application: Application, found: AccessRequest, refusal: NotAllowed | None = None, status: int = 200
) -> ResponseReturnValue:
    """The proposals; after a refusal what was chosen, with what is missing."""
    if found.answered_at is not None and refusal is None:
        return render_template("fileaccess/answered.html", application=application, asked=found)
    shown = today()
    documents, copies = case_documents(application, current_user), queries.copies(application.id)
    shieldings = queries.shieldings(application.id)
    typed: Mapping[str, str] = request.form if refusal else {}
    proposals = {
        each.key: choosing.typed(typed, each)
        if refusal
        else choosing.propose(each, shieldings.get(each.key), copies.get(each.key, []), is_party=found.is_party)
        for each in documents
    }
    return render_template(
        "fileaccess/answer.html",
        application=application,
        asked=found,
        documents=documents,
        copies=copies,
        shieldings=shieldings,
        proposals=proposals,
        typed=typed,
        refusal=refusal,
        missing=getattr(refusal, "missing", {}),
        grounds=exemptions.grounds(shown, for_party=found.is_party),
        cite=lambda code: exemptions.cite_ground(code, shown),
        rest=exemptions.REST,
        directions=DIRECTIONS,
        kinds=KINDS,
        today=shown,
        refused_after=counts_as_refused(local(found.received_at).date()),
        blocked=denial(policy.can_handle, current_user, application),
    ), status
