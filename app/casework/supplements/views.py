"""The applicant reads what is missing and answers it, item by item. A draft is kept until it is sent."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import CombinedMultiDict

from app.access import Role, require
from app.applications.models import Application, Status
from app.applications.queries import own_application
from app.casework.supplements import actions as supplements
from app.casework.supplements import forms, policy, queries
from app.casework.supplements.forms import Answered
from app.casework.supplements.models import Supplement
from app.casework.supplements.wording import we_need, weekday
from app.casework.views import bp
from app.clock import now
from app.extensions import db, writes
from app.files.serving import download
from app.letters.actions import open_letter
from app.letters.models import LetterKind
from app.letters.queries import letter_of
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotPermitted, denial


@bp.route("/soknader/<reference>/tillegg", methods=["GET", "POST"])
@require(Role.APPLICANT)
@writes
def answer(reference: str) -> ResponseReturnValue:
    """Reading the questions here opens their letter, and that is kept (eForvaltningsforskriften § 8)."""
    is_post = request.method == "POST"
    application = own_application(reference, current_user, for_change=is_post)
    supplement = queries.newest(application.id)
    if is_post:
        return _post(supplement)
    page = _page(application, supplement)
    open_letter(supplement.letter, by=current_user, by_party=True, at=now())
    db.session.commit()
    return page


def _page(
    application: Application,
    supplement: Supplement,
    answers: list[Answered] | None = None,
    refusal: str | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The form while it may be answered, and afterwards what was asked and answered. `answers`: what was just typed."""
    blocked = denial(policy.can_write, current_user, supplement, now())
    unsent = [one for one in answers or [] if blocked and one.given.answer]
    receipt = letter_of(LetterKind.SUPPLEMENT_RECEIPT, application.reference, supplement.number)
    return render_template(
        "casework/answer.html",
        application=application,
        supplement=supplement,
        answers=answers or forms.answers(supplement, None),
        blocked=blocked,
        unsent=unsent,
        refusal=refusal,
        receipt=receipt,
        is_withdrawn=application.status is Status.WITHDRAWN,
        needs=we_need(len(supplement.items), supplement.due_on),
        weekday=weekday,
        most_files=supplements.MOST_FILES,
    ), status


def _post(supplement: Supplement) -> ResponseReturnValue:
    """Save what was typed, do what the button says, and go on; or show the page again with what stands in the way."""
    answers = forms.answers(supplement, CombinedMultiDict([request.files, request.form]))
    try:
        policy.can_write(current_user, supplement, now())
        status = _save(supplement, answers)
        if not status and request.form.get("_do") == "send":
            supplements.answer(supplement, by=current_user, at=now())
    except NotPermitted:
        raise
    except NotComplete as lack:  # what was typed is kept
        status = _place(answers, lack)
    except NotAllowed as too_late:
        return _too_late(supplement.application.reference, answers, too_late)
    is_sent, reference = supplement.is_answered, supplement.application.reference
    db.session.commit()
    if status:
        return _again(reference, answers, status)
    if not is_sent:
        flash(_("Lagret. Svarene er ikke sendt ennå."), "success")
        return redirect(url_for(".answer", reference=reference))
    send_waiting.enqueue()
    flash(_("Svarene er sendt. Dere får en kvittering på e-post."), "success")
    return redirect(url_for(".answer", reference=reference))


def _save(supplement: Supplement, answers: list[Answered]) -> int:
    """The draft, files too. 0 when all of it was kept; else the status of the page that says what was not."""
    whole = [one for one in answers if one.form.validate()]
    given = {one.item.position: one.given for one in whole}
    revision = request.form.get("revision", type=int)
    conflicts = supplements.save_draft(supplement, given, revision=revision, by=current_user, at=now())
    status = 0 if len(whole) == len(answers) else 422
    for one in answers:
        if one.item.position in conflicts:
            one.form.answer.errors, status = [conflicts[one.item.position].sentence], 409
        status = _keep_files(one) or status
    return status


def _keep_files(one: Answered) -> int:
    removed = request.form.get("_do", "").removeprefix("remove:")
    for file in [file for file in one.item.files if file.public_id == removed]:
        supplements.remove_file(file, by=current_user, at=now())
    refused = []
    for sent in one.sent:
        try:
            supplements.attach(one.item, sent, by=current_user, at=now())
        except NotComplete as refusal:
            refused.append(refusal.reason)
    if refused:
        one.form.files.errors = refused
    return 422 if refused else 0


def _place(answers: list[Answered], lack: NotComplete) -> int:
    for one in answers:
        one.error = lack.missing.get(f"item-{one.item.position}")
    return 422


def _again(reference: str, answers: list[Answered], status: int) -> ResponseReturnValue:
    """The page as it is saved, with what was typed and what is wrong with it."""
    application = own_application(reference, current_user)
    supplement = queries.newest(application.id)
    items = {item.position: item for item in supplement.items}
    for one in answers:
        one.item = items[one.item.position]
    return _page(application, supplement, answers, status=status)


def _too_late(reference: str, answers: list[Answered], refusal: NotAllowed) -> ResponseReturnValue:
    """Nothing was changed; what was typed is shown, so that it is not lost."""
    positions = [one.item.position for one in answers]
    db.session.rollback()
    application = own_application(reference, current_user)
    supplement = queries.newest(application.id)
    items = {item.position: item for item in supplement.items}
    for one, position in zip(answers, positions, strict=True):
        if position in items:
            one.item = items[position]
    return _page(application, supplement, answers, refusal.reason, 409)


@bp.route("/soknader/<reference>/tillegg/fil/<public_id>")
@require(Role.APPLICANT)
def own_supplement_file(reference: str, public_id: str) -> Response:
    found = queries.own_file(reference, public_id, current_user)
    return download(found.sha256, found.filename, found.file.media_type)
