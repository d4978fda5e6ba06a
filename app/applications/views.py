"""Pages of this room: sending an application and following it. Drafting and registering have modules of their own."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.accounts import queries as accounts
from app.applications import actions, changing, merging, policy, queries, support, wording
from app.applications.jobs import render_receipt
from app.applications.letters import next_steps
from app.applications.models import Application, Status
from app.applications.sending_forms import SendForm
from app.applications.showing import beside
from app.applications.snapshot import content
from app.audit.events import Audience
from app.audit.queries import timeline
from app.clock import now
from app.extensions import db
from app.files.serving import show_pdf
from app.letters.models import LetterKind
from app.letters.queries import letter_of
from app.policy import NotAllowed, NotNow, NotPermitted, denial

bp = Blueprint("applications", __name__)


@bp.route("/soknader/<reference>/oppsummering")
@require(Role.APPLICANT)
def summary(reference: str) -> ResponseReturnValue:
    application = queries.own_application(reference, current_user)
    if application.status is not Status.DRAFT:
        return redirect(url_for(".show", reference=reference))
    return _summary(application, SendForm(obj=application))


def _file_url(public_id: str) -> str:
    return url_for("applications.attachment", public_id=public_id)


def _summary(application: Application, form: SendForm, refusal: NotAllowed | None = None) -> str:
    """The application as the case handler will read it, what is missing, and the button that sends it."""
    organisations = {organisation.id for organisation in accounts.organisations_of(current_user)}
    return render_template(
        "applications/summary.html",
        application=application,
        content=content(application),
        form=form,
        refusal=refusal,
        lacks=[(lack, changing.url_of_lack(application, lack)) for lack in support.missing(application)],
        duplicates=support.duplicates(application, organisations),
        change=changing.urls_of(application),
        file_url=_file_url,
        blocked=denial(policy.can_send_now, current_user, application, now()),
    )


@bp.route("/soknader/<reference>/send", methods=["GET", "POST"])
@require(Role.APPLICANT)
def submit(reference: str) -> ResponseReturnValue:
    is_post = request.method == "POST"
    application = queries.own_application(reference, current_user, for_change=is_post)
    if not is_post:  # the address of a refused sending, opened again
        return redirect(url_for(".summary", reference=reference))
    if application.status is not Status.DRAFT:  # a second click: the first one sent it
        return redirect(url_for(".receipt", reference=reference))
    form = SendForm()
    try:
        actions.confirm(application, **form.confirmations)
        actions.submit(application, by=current_user, at=now())
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        form.show(refusal)
        return _summary(queries.own_application(reference, current_user), form, refusal), 409
    application_id = application.id
    db.session.commit()
    render_receipt.enqueue(application_id)
    return redirect(url_for(".receipt", reference=reference))


@bp.route("/soknader/<reference>/kvittering")
@require(Role.APPLICANT)
def receipt(reference: str) -> ResponseReturnValue:
    application = queries.own_application(reference, current_user)
    if application.submitted_at is None or application.status is Status.WITHDRAWN:
        return redirect(url_for(".show", reference=reference))
    version = queries.latest_version(application.id)
    return render_template(
        "applications/receipt.html",
        application=application,
        version=version,
        next_steps=next_steps(application.round),
        letter=letter_of(LetterKind.RECEIPT, reference, version.number),
        withdraw_blocked=denial(policy.can_withdraw, current_user, application),
    )


@bp.route("/soknader/<reference>/kopi.pdf")
@require(Role.APPLICANT)
def copy(reference: str) -> ResponseReturnValue:
    """The receipt with a copy of everything, as the worker made it once."""
    application = queries.own_application(reference, current_user)
    version = queries.latest_version(application.id)
    letter = letter_of(LetterKind.RECEIPT, reference, version.number)
    if letter is None:
        raise NotNow(_("Kopien blir laget nå. Prøv igjen om noen sekunder."))
    return show_pdf(letter.sha256, f"{reference}.pdf")


@bp.route("/soknader/<reference>")
@require(Role.APPLICANT)
def show(reference: str) -> ResponseReturnValue:
    application = queries.own_application(reference, current_user)
    if application.status is Status.DRAFT:
        return redirect(url_for(".summary", reference=reference))
    version = queries.latest_version(application.id)
    events = timeline(reference, [Audience.CASE])
    members = frozenset(user.id for user in accounts.members(application.organisation_id))
    return render_template(
        "applications/show.html",
        application=application,
        version=version,
        status=wording.status_tag(application.status),
        what_now=wording.what_now(application),
        is_answered=application.status in wording.ANSWERED,
        letter=letter_of(LetterKind.RECEIPT, reference, version.number),
        file_url=_file_url,
        reopen_blocked=denial(policy.can_reopen, current_user, application, now()),
        withdraw_blocked=denial(policy.can_withdraw, current_user, application),
        timeline=wording.timeline(events, application.round.owner_unit, members),
        beside=beside(application, events),
    )


@bp.route("/soknader/<reference>/trekk", methods=["GET", "POST"])
@require(Role.APPLICANT)
def withdraw(reference: str) -> ResponseReturnValue:
    is_post = request.method == "POST"
    application = queries.own_application(reference, current_user, for_change=is_post)
    if not is_post:
        blocked = denial(policy.can_withdraw, current_user, application)
        return render_template("applications/withdraw.html", application=application, blocked=blocked)
    actions.withdraw(application, by=current_user, at=now())
    db.session.commit()
    flash(_("Søknaden er trukket. Vi behandler den ikke."), "success")
    return redirect(url_for(".show", reference=reference))


@bp.route("/soknader/<reference>/endre", methods=["GET", "POST"])
@require(Role.APPLICANT)
def reopen(reference: str) -> ResponseReturnValue:
    is_post = request.method == "POST"
    application = queries.own_application(reference, current_user, for_change=is_post)
    if not is_post:
        blocked = denial(policy.can_reopen, current_user, application, now())
        return render_template("applications/reopen.html", application=application, blocked=blocked)
    actions.reopen(application, by=current_user, at=now())
    db.session.commit()
    flash(_("Nå kan dere endre. Husk å sende søknaden på nytt."), "success")
    return redirect(url_for(".summary", reference=reference))


def init_app(app: Flask) -> None:
    """Drafting and registering register their views on the same blueprint."""
    from app.applications import assigning_views, draft_views, registration_views, withdrawing_views  # noqa: F401

    merging.init_app()
    app.add_template_filter(wording.session_time)
    app.add_template_filter(wording.file_size)
    app.register_blueprint(bp)
