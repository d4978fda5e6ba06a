"""Staff reads the reports: the list of a round, one report with its accounts and its history, and what is done with
it."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.accounts.roles import CASE_READERS
from app.clock import now, today
from app.config import public_url
from app.extensions import db
from app.files.serving import download, show_picture
from app.followup.grants.models import Grant
from app.followup.grants.queries import grant_at
from app.followup.report import actions, listing, queries, reading
from app.followup.report.jobs import print_report_letters
from app.followup.report.models import Report
from app.followup.report.staff_forms import ExtendForm, ReturnForm, WriteOffForm
from app.followup.report.workflow import LABELS
from app.followup.views import bp
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, NotPermitted
from app.review.policy import can_read
from app.rounds.queries import staff_rounds, working_round

PAGE = "/staff/cases/<reference>/grants/<int(max=99):position>/report"


@bp.route("/staff/reports")
@require(*CASE_READERS)
def reports() -> ResponseReturnValue:
    rounds = staff_rounds()
    chosen = working_round(request.args.get("runde"), rounds, waiting_in=listing.round_to_read())
    shown = listing.chosen(request.args.get("vis"))
    after, before = listing.place(request.args.get("etter")), listing.place(request.args.get("for"))
    return render_template(
        "followup/reports.html",
        rounds=rounds,
        round=chosen,
        shown=shown,
        names=listing.NAMES,
        counts=listing.counts(chosen.id, now()),
        page=listing.page(chosen.id, shown, now(), after=after, before=before),
        labels=LABELS,
        today=today(),
    )


def _loaded(reference: str, position: int, *, for_change: bool = False) -> tuple[Grant, Report | None]:
    grant = grant_at(reference, position, for_change=for_change)
    return grant, queries.report_of(grant.id, for_change=for_change)


@bp.route(PAGE)
@require(*CASE_READERS)
def report_for_staff(reference: str, position: int) -> ResponseReturnValue:
    grant, found = _loaded(reference, position)
    return _page(grant, found)


def _page(
    grant: Grant, found: Report | None, status: int = 200, refusal: str | None = None, **typed: Any
) -> ResponseReturnValue:
    """`typed`: a form that was refused, by its name."""
    shown = reading.page(grant, found, current_user, now())
    forms = {
        "return_form": ReturnForm(formdata=None),
        "extend_form": ExtendForm(formdata=None),
        "write_off_form": WriteOffForm(formdata=None),
    }
    page = render_template(
        "followup/report_for_staff.html",
        application=grant.application,
        grant=grant,
        report=found,
        shown=shown,
        refusal=refusal,
        opened=next(iter(typed), None),
        **{**forms, **typed},
    )
    return page, status


def _act(
    reference: str,
    position: int,
    act: Callable[[Grant, Report | None], object],
    done: str,
    **typed: Any,
) -> ResponseReturnValue:
    """One act on a report; refused, the page comes back with what was typed."""
    grant, found = _loaded(reference, position, for_change=True)
    try:
        act(grant, found)
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        for form in typed.values():
            _place(form, refusal)
        status = 422 if isinstance(refusal, NotComplete) else 409
        return _page(*_loaded(reference, position), status, refusal.reason, **typed)
    db.session.commit()
    send_waiting.enqueue()
    flash(done, "success")
    return redirect(url_for(".report_for_staff", reference=reference, position=position))


def _place(form: Any, refusal: NotAllowed) -> None:
    missing = refusal.missing if isinstance(refusal, NotComplete) else {}
    for field in form:
        if field.name in missing:
            field.errors = [missing[field.name]]


def _of_sent(found: Report | None) -> Report:
    if found is None:
        raise NotComplete(_("Ingen rapport er sendt."))
    return found


@bp.route(f"{PAGE}/approve", methods=["POST"])
@require(Role.CASE_HANDLER)
def approve_report(reference: str, position: int) -> ResponseReturnValue:
    approved: list[int] = []

    def act(_grant: Grant, found: Report | None) -> None:
        actions.approve(_of_sent(found), by=current_user, at=now())
        approved.append(_of_sent(found).id)

    answer = _act(reference, position, act, _("Rapporten er godkjent, og søkeren får takk."))
    for report_id in approved:
        print_report_letters.enqueue(report_id)
    return answer


@bp.route(f"{PAGE}/return", methods=["POST"])
@require(Role.CASE_HANDLER)
def return_report(reference: str, position: int) -> ResponseReturnValue:
    form = ReturnForm()
    form.validate()
    reason, due_on = form.returned_reason.data or "", form.returned_due_on.data

    def act(_grant: Grant, found: Report | None) -> None:
        actions.send_back(_of_sent(found), reason, due_on, public_url=public_url(), by=current_user, at=now())

    done = _("Rapporten er sendt tilbake, og søkeren har fått beskjed.")
    return _act(reference, position, act, done, return_form=form)


@bp.route(f"{PAGE}/deadline", methods=["POST"])
@require(Role.CASE_HANDLER)
def extend_report(reference: str, position: int) -> ResponseReturnValue:
    form = ExtendForm()
    form.validate()
    reason, due_on = form.extend_reason.data or "", form.extend_due_on.data

    def act(grant: Grant, found: Report | None) -> None:
        actions.extend(grant, found, due_on, reason, public_url=public_url(), by=current_user, at=now())

    done = _("Fristen er flyttet, og søkeren har fått beskjed.")
    return _act(reference, position, act, done, extend_form=form)


@bp.route(f"{PAGE}/receipts", methods=["POST"])
@require(Role.CASE_HANDLER)
def ask_receipts(reference: str, position: int) -> ResponseReturnValue:
    def act(grant: Grant, found: Report | None) -> None:
        actions.ask_receipts(grant, found, public_url=public_url(), by=current_user, at=now())

    return _act(reference, position, act, _("Søkeren er bedt om å sende kvitteringene."))


@bp.route(f"{PAGE}/write-off", methods=["POST"])
@require(Role.APPROVER)
def write_off_report(reference: str, position: int) -> ResponseReturnValue:
    form = WriteOffForm()
    form.validate()
    reason = form.written_off_reason.data or ""

    def act(grant: Grant, found: Report | None) -> None:
        actions.write_off(grant, found, reason, by=current_user, at=now())

    return _act(reference, position, act, _("Rapporten er avskrevet."), write_off_form=form)


@bp.route(f"{PAGE}/photos/<public_id>")
@require(*CASE_READERS)
def report_photo(reference: str, position: int, public_id: str) -> Response:
    found = queries.photo(reference, position, public_id)
    can_read(current_user, found.report.grant.application)
    return show_picture(found.sha256)


@bp.route(f"{PAGE}/files/<public_id>")
@require(*CASE_READERS)
def report_file(reference: str, position: int, public_id: str) -> Response:
    found = queries.file(reference, position, public_id)
    can_read(current_user, grant_at(reference, position).application)
    return download(found.sha256, found.filename, found.file.media_type)
