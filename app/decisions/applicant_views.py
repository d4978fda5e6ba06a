"""The decision as the applicant reads it, its letter, and the appeal."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.config import public_url
from app.decisions import jobs, queries
from app.decisions.appeals import queries as appeal_queries
from app.decisions.appeals import receiving as appealing
from app.decisions.appeals.workflow import LABELS
from app.decisions.deadlines import deadlines
from app.decisions.forms import AppealForm
from app.decisions.models import Decision
from app.decisions.replies import replies
from app.decisions.reversals import queries as reversals
from app.decisions.screen import letter_body
from app.decisions.views import bp
from app.extensions import db, writes
from app.files.receiving import examine
from app.files.serving import download, show_pdf
from app.letters.actions import open_letter
from app.letters.content import DecisionContent
from app.letters.models import Letter
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotPermitted
from app.review.policy import can_read


@bp.route("/vedtak/<reference>")
@require(Role.APPLICANT)
@writes
def read(reference: str) -> ResponseReturnValue:
    """The decision. Reading it here opens the letter, and that is kept (eForvaltningsforskriften § 8)."""
    decision = queries.own_decision(reference, current_user)
    _open(decision)
    return page(decision, AppealForm(formdata=None))


def _open(decision: Decision) -> Letter:
    assert decision.letter is not None
    open_letter(decision.letter, by=current_user, by_party=True, at=clock.now())
    db.session.commit()
    return decision.letter


def page(
    decision: Decision,
    form: AppealForm,
    status: int = 200,
    refusal: str | None = None,
) -> ResponseReturnValue:
    """The decision's page. `refusal`: why an appeal was not received."""
    assert decision.letter is not None
    letter = DecisionContent.from_dict(decision.letter.content)
    return render_template(
        "decisions/read.html",
        decision=decision,
        letter=letter,
        body=letter_body(letter),
        times=deadlines(decision, clock.now()),
        replies=replies(decision),
        earlier=reversals.earlier(decision),
        corrections=reversals.letters_of_corrections([decision.id]),
        appeals=appeal_queries.of_decision(decision.application_id),
        appeal_labels=LABELS,
        demands=appeal_queries.demands(decision.application_id),
        form=form,
        refusal=refusal,
    ), status


@bp.route("/vedtak/<reference>/brev.pdf")
@require(Role.APPLICANT)
@writes
def letter(reference: str) -> ResponseReturnValue:
    """The letter itself, as it was issued."""
    opened = _open(queries.own_decision(reference, current_user))
    return show_pdf(opened.sha256, f"vedtak-{reference}.pdf")


@bp.route("/vedtak/<reference>/tidligere/<int(max=999):version>.pdf")
@require(Role.APPLICANT)
@writes
def earlier_letter(reference: str, version: int) -> ResponseReturnValue:
    """The letter of a version that is replaced, as it was issued."""
    opened = _open(queries.own_decision(reference, current_user, version=version))
    return show_pdf(opened.sha256, f"vedtak-{reference}-{version}.pdf")


@bp.route("/vedtak/<reference>/klage", methods=["GET", "POST"])
@require(Role.APPLICANT)
def appeal(reference: str) -> ResponseReturnValue:
    """Receive an appeal. The form stands on the decision's page."""
    posted = request.method == "POST"
    decision = queries.own_decision(reference, current_user, for_change=posted)
    if not posted:
        return redirect(url_for(".read", reference=reference, _anchor="klage"))
    form = AppealForm()
    if not form.validate_on_submit():
        return page(decision, form, 422)
    try:
        made = appealing.appeal(
            decision, form.text.data, _enclosure(form), public_url=public_url(), by=current_user, at=clock.now()
        )
    except NotComplete as refusal:
        form.attachment.errors = [refusal.reason]
        return _refused(reference, form, 422)
    except NotAllowed as refusal:
        return _refused(reference, form, 409, refusal)
    db.session.commit()
    jobs.render_appeal_receipt.enqueue(made.id)
    send_waiting.enqueue()
    return redirect(url_for(".appeal_receipt", reference=reference, public_id=made.public_id))


def _enclosure(form: AppealForm) -> appealing.Enclosure | None:
    file = form.attachment.data
    if not file or not file.filename:
        return None
    data = file.read()
    name, kind = examine(file.filename, data)
    return appealing.Enclosure(name, kind.media_type, data)


def _refused(reference: str, form: AppealForm, status: int, refusal: NotAllowed | None = None) -> ResponseReturnValue:
    db.session.rollback()
    if isinstance(refusal, NotPermitted):
        raise refusal
    decision = queries.own_decision(reference, current_user)
    return page(decision, form, status, refusal.reason if refusal else None)


@bp.route("/vedtak/<reference>/klage/<public_id>/kvittering.pdf")
@require(Role.APPLICANT)
def appeal_letter(reference: str, public_id: str) -> ResponseReturnValue:
    found = queries.own_appeal(reference, public_id, current_user)
    return show_pdf(queries.receipt_of(found).sha256, f"klage-{reference}.pdf")


@bp.route("/vedtak/<reference>/klage/<public_id>/vedlegg")
@require(Role.APPLICANT)
def own_enclosure(reference: str, public_id: str) -> ResponseReturnValue:
    found = queries.own_appeal(reference, public_id, current_user)
    file = queries.enclosure_of(found)
    return download(file.sha256, found.filename or "vedlegg", file.media_type)


@bp.route("/staff/appeals/<public_id>/enclosure")
@require(Role.CASE_HANDLER, Role.APPROVER, Role.READER)
def enclosure(public_id: str) -> ResponseReturnValue:
    found = queries.any_appeal(public_id)
    can_read(current_user, found.decision.application)
    file = queries.enclosure_of(found)
    return download(file.sha256, found.filename or "vedlegg", file.media_type)
