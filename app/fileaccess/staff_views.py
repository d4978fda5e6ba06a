"""The page of access in a case: its documents with their class, what is shielded, copies, and who asked for what."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import require
from app.accounts.roles import CASE_READERS
from app.applications.models import Application
from app.casework.conversation.queries import case_for_staff
from app.clock import now, today
from app.extensions import db, writes
from app.fileaccess import actions, policy, queries
from app.fileaccess.documents import DIRECTIONS, KINDS, by_key, case_documents
from app.fileaccess.models import Shielding
from app.fileaccess.policy import HANDLES
from app.fileaccess.views import bp, hand_out, show
from app.law import exemptions
from app.policy import NotAllowed, denial
from app.review.policy import can_read


def readable(reference: str) -> Application:
    """A case whose content this person may read now; raises the refusal otherwise."""
    application = case_for_staff(reference)
    can_read(current_user, application)
    return application


@bp.route("/staff/cases/<reference>/access")
@require(*CASE_READERS)
def case(reference: str) -> ResponseReturnValue:
    return page(readable(reference))


def page(application: Application, refusal: str | None = None, status: int = 200) -> ResponseReturnValue:
    shown = today()
    return render_template(
        "fileaccess/case.html",
        application=application,
        documents=case_documents(application, current_user),
        shieldings=queries.shieldings(application.id),
        copies=queries.copies(application.id),
        requests=queries.requests_of(application.id),
        grounds=exemptions.grounds(shown, for_party=False),
        cite=lambda code: exemptions.cite_ground(code, shown),
        directions=DIRECTIONS,
        kinds=KINDS,
        today=shown,
        blocked=denial(policy.can_handle, current_user, application),
        refusal=refusal,
    ), status


@bp.route("/staff/cases/<reference>/access/documents/<key>")
@require(*CASE_READERS)
@writes
def document(reference: str, key: str) -> ResponseReturnValue:
    """Opens a document, and says in the history who did."""
    application = readable(reference)
    found = by_key(case_documents(application, current_user), key)
    actions.note_opened(application, found, by=current_user, at=now())
    db.session.commit()
    return show(found)


@bp.route("/staff/cases/<reference>/access/documents/<key>/shield", methods=["POST"])
@require(*HANDLES)
def shield(reference: str, key: str) -> ResponseReturnValue:
    """Mark the document, or (`take_away`) take the mark away."""
    application = readable(reference)
    found = by_key(case_documents(application, current_user), key)
    note = (request.form.get("note") or "").strip()[: Shielding.NOTE_LENGTH] or None
    try:
        if request.form.get("take_away"):
            actions.unshield(application, found, by=current_user, at=now())
        else:
            actions.shield(application, found, request.form.get("ground", ""), note, by=current_user, at=now())
    except NotAllowed as refusal:
        db.session.rollback()
        return page(readable(reference), refusal.reason, 409)
    db.session.commit()
    flash(_("Merket er endret."), "success")
    return redirect(url_for(".case", reference=reference))


@bp.route("/staff/cases/<reference>/access/copies/<public_id>")
@require(*CASE_READERS)
def copy(reference: str, public_id: str) -> ResponseReturnValue:
    """A masked copy, as it would be given."""
    application = readable(reference)
    found = queries.copy_of_case(application.id, public_id)
    ending = found.media_type.rpartition("/")[2].replace("jpeg", "jpg")
    return hand_out(found.sha256, f"{reference}-skjermet.{ending}", found.media_type)


@bp.route("/staff/cases/<reference>/access/requests/<public_id>/<int(max=999):position>")
@require(*CASE_READERS)
def given(reference: str, public_id: str, position: int) -> ResponseReturnValue:
    """What was given, as it was given: for whoever answers by post, and for a complaint."""
    found = queries.request_of_case(readable(reference).id, public_id)
    line = queries.line(found, position)
    return hand_out(str(line.sha256), str(line.filename), str(line.media_type))
