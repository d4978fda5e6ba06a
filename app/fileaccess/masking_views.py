"""Choosing what to take out of a document, page by page or field by field. Works without script."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import require
from app.applications.models import Application
from app.clock import now, today
from app.extensions import db, writes
from app.fileaccess import actions, choosing, masking, painting, policy, queries
from app.fileaccess.documents import PDF, Document, by_key, case_documents
from app.fileaccess.policy import HANDLES
from app.fileaccess.staff_views import readable
from app.fileaccess.views import bp
from app.files.serving import show_image
from app.law import exemptions
from app.policy import NotAllowed, NotComplete, NotPermitted

MOST_SHOWN = 120


@bp.route("/staff/cases/<reference>/access/documents/<key>/mask", methods=["GET", "POST"])
@require(*HANDLES)
@writes
def mask(reference: str, key: str) -> ResponseReturnValue:
    """Looking at a document here is opening it, and is noted."""
    application = readable(reference)
    document = by_key(case_documents(application, current_user), key)
    if request.method == "GET":
        actions.note_opened(application, document, by=current_user, at=now())
        db.session.commit()
        return _page(readable(reference), document)
    try:
        wishes, fields = choosing.wishes(request.form), choosing.whole_fields(request.form)
        made = masking.mask(application, document, wishes, fields, by=current_user, at=now())
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        status = 422 if isinstance(refusal, NotComplete) else 409
        return _page(readable(reference), document, refusal.reason, request.form, status)
    public_id = made.public_id
    db.session.commit()
    flash(_("Den skjermede kopien er laget. Se over den før den gis."), "success")
    return redirect(url_for(".mask", reference=reference, key=key, made=public_id))


def _page(
    application: Application,
    document: Document,
    refusal: str | None = None,
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    shown = today()
    looked, problem = _look(document)
    return render_template(
        "fileaccess/mask.html",
        application=application,
        document=document,
        fields=document.written.fields() if document.written else [],
        pages=range(1, min(looked.pages, MOST_SHOWN) + 1) if looked else [],
        looked=looked,
        problem=problem,
        copies=queries.copies(application.id).get(document.key, []),
        grounds=exemptions.grounds(shown, for_party=False) | exemptions.grounds(shown, for_party=True),
        short=lambda code: exemptions.short(code, shown),
        rows=range(choosing.ROWS),
        typed=typed or {},
        refusal=refusal,
    ), status


def _look(document: Document) -> tuple[painting.Looked | None, str | None]:
    """The pages of a file, or why it cannot be masked. What is kept as words needs no pages."""
    if document.written is not None:
        return None, None
    if not document.may_be_masked:
        return None, str(_("Et tekstdokument (DOCX, ODT) kan ikke skjermes her. Gi hele dokumentet, eller avslå."))
    if document.is_missing or document.sha256 is None:
        return None, str(_("Filen finnes ikke lenger."))
    try:
        return painting.look(document.sha256, document.media_type), None
    except NotComplete as refusal:
        return None, refusal.reason


@bp.route("/staff/cases/<reference>/access/documents/<key>/pages/<int(max=99999):page>.png")
@require(*HANDLES)
def page_image(reference: str, key: str, page: int) -> ResponseReturnValue:
    """One page of a file as a picture, to mark on."""
    application = readable(reference)
    policy.can_handle(current_user, application)
    document = by_key(case_documents(application, current_user), key)
    if document.written is not None or document.sha256 is None:
        return _no_picture()
    try:
        return show_image(painting.preview(document.sha256, document.media_type, page))
    except NotComplete:
        return _no_picture()


def _no_picture() -> ResponseReturnValue:
    return "", 404


assert PDF
