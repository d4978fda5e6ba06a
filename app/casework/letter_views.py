"""The party reads a letter of their case: every kind but receipts and decisions, which have pages of their own."""

from flask import Response
from flask_login import current_user

from app.access import Role, require
from app.applications.queries import own_application
from app.casework.queries import letter_to_party
from app.casework.views import bp
from app.clock import now
from app.extensions import db, writes
from app.files.serving import show_pdf
from app.letters.actions import open_letter


@bp.route("/soknader/<reference>/brev/<public_id>")
@require(Role.APPLICANT)
@writes
def letter(reference: str, public_id: str) -> Response:
    application = own_application(reference, current_user)
    found = letter_to_party(application.reference, public_id)
    open_letter(found, by=current_user, by_party=True, at=now())
    db.session.commit()
    return show_pdf(found.sha256, f"{reference}-{found.kind.value}.pdf")
