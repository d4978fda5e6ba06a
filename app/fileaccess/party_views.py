"""The party sees the documents of its own case, takes them all down, and asks for more."""

from flask import Response, redirect, render_template, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.applications.models import Application
from app.audit.actions import record
from app.casework.conversation.queries import own_case
from app.clock import now
from app.extensions import db, writes
from app.fileaccess import actions, archive, policy, queries
from app.fileaccess.documents import KINDS, Document, by_key, own_documents
from app.fileaccess.forms import MoreForm
from app.fileaccess.views import bp, hand_out, show
from app.files.serving import SANDBOX
from app.letters.actions import open_letter
from app.policy import denial


@bp.route("/soknader/<reference>/dokumenter")
@require(Role.APPLICANT)
def documents(reference: str) -> ResponseReturnValue:
    return _page(own_case(reference, current_user), MoreForm(formdata=None))


def _page(application: Application, form: MoreForm, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "fileaccess/documents.html",
        application=application,
        documents=own_documents(application),
        requests=[each for each in queries.requests_of(application.id) if each.is_party],
        form=form,
        kinds=KINDS,
        blocked=denial(policy.can_ask_for_more, current_user, application),
    ), status


@bp.route("/soknader/<reference>/dokumenter/mer", methods=["GET", "POST"])
@require(Role.APPLICANT)
def ask_for_more(reference: str) -> ResponseReturnValue:
    application = own_case(reference, current_user)
    form = MoreForm()
    if not form.is_submitted():
        return redirect(url_for(".documents", reference=reference, _anchor="mer"))
    if not form.validate():
        return _page(application, form, 422)
    actions.ask_for_more(application, form.wanted.data, by=current_user, at=now())
    db.session.commit()
    return redirect(url_for(".documents", reference=reference, _anchor="krav"))


@bp.route("/soknader/<reference>/dokumenter/alle.zip", methods=["POST"])
@require(Role.APPLICANT)
def all_documents(reference: str) -> ResponseReturnValue:
    """Every document in one file. Each letter counts as opened, as it would one by one."""
    application = own_case(reference, current_user)
    found, at = own_documents(application), now()
    for document in found:
        _note_opening(document)
    record("documents_downloaded", by=current_user, at=at, case=reference, count=len(found))
    title = str(_("Dokumentene i sak %(reference)s", reference=reference))
    db.session.commit()
    response = Response(stream_with_context(archive.stream(found, title)), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{reference}.zip"'
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _note_opening(document: Document) -> None:
    if document.letter is not None:
        open_letter(document.letter, by=current_user, by_party=True, at=now())


@bp.route("/soknader/<reference>/dokumenter/<key>")
@require(Role.APPLICANT)
@writes
def own_document(reference: str, key: str) -> ResponseReturnValue:
    document = by_key(own_documents(own_case(reference, current_user)), key)
    _note_opening(document)
    db.session.commit()
    return show(document)


@bp.route("/soknader/<reference>/dokumenter/svar/<public_id>/<int(max=999):position>")
@require(Role.APPLICANT)
def given_to_party(reference: str, public_id: str, position: int) -> ResponseReturnValue:
    """A document that the party was given on its own request."""
    found = queries.request_of_party(own_case(reference, current_user).id, public_id)
    line = queries.line(found, position)
    return hand_out(str(line.sha256), str(line.filename), str(line.media_type))
