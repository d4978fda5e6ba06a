"""The party writes the report: one page of short sections, saved as it is written, and sent from the same page."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.applications.forms import read_shown
from app.clock import now
from app.extensions import db
from app.files import pictures
from app.files.serving import download, show_picture
from app.followup.grants.models import Grant
from app.followup.grants.queries import own_grant
from app.followup.report import actions, asking, drafting, panel, policy, queries, showing, workflow
from app.followup.report.jobs import print_report_letters
from app.followup.report.models import Report, ReportPhoto
from app.followup.report.sheet import Sheet, plain
from app.followup.views import bp
from app.formatting import clock_time
from app.policy import NotAllowed, NotComplete, NotPermitted, denial

assert panel  # adds its lines to the pages of a grant and of a case
PAGE = "/tilskudd/<reference>/<int(max=99):position>/rapport"


@bp.route(PAGE, methods=["GET", "POST"])
@require(Role.APPLICANT)
def report(reference: str, position: int) -> ResponseReturnValue:
    is_post = request.method == "POST"
    grant = own_grant(reference, position, current_user, for_change=is_post)
    found = queries.report_of(grant.id, for_change=is_post)
    if is_post:
        return _post(grant, found)
    if found is not None and found.state in queries.WITH_US:
        return _sent(grant, found)
    return _form(grant, Sheet(found or drafting.blank(grant, now()), grant))


def _form(grant: Grant, sheet: Sheet, status: int = 200, refusal: str | None = None) -> ResponseReturnValue:
    written = sheet.report
    blocked = denial(policy.can_write, current_user, grant, written if written.id else None, now())
    page = render_template(
        "followup/report.html",
        grant=grant,
        application=grant.application,
        report=written,
        sheet=sheet,
        form=sheet.form,
        asked=sheet.asked,
        blocked=blocked,
        refusal=refusal,
        when=asking.when,
        unused=policy.unused_of(written, sheet.asked),
        rest=showing.what_of_the_rest(grant),
        cost=policy.cost_of(written, sheet.asked),
        most_photos=ReportPhoto.MOST,
        accept=pictures.ACCEPT,
    )
    return page, status


def _sent(grant: Grant, found: Report, status: int = 200, refusal: str | None = None) -> ResponseReturnValue:
    """What was sent, where it stands, and its letters."""
    content = queries.version_of(found).content if found.version else None
    page = render_template(
        "followup/report_sent.html",
        grant=grant,
        application=grant.application,
        report=found,
        label=workflow.LABELS[found.state],
        parts=showing.parts(content) if content else [],
        rest=showing.what_of_the_rest(grant),
        letters=queries.letters_of(grant),
        files_open=denial(policy.can_add_file, current_user, found) is None,
        refusal=refusal,
    )
    return page, status


# --- what is posted --------------------------------------------------------------------------------------------------


def _post(grant: Grant, found: Report | None) -> ResponseReturnValue:
    """Save what was changed, do what the button says, and go on; or show the page again with what stands in the way."""
    typed = plain(request.form)
    try:
        policy.can_write(current_user, grant, found, now())
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        return _refused(grant, found, typed, refusal)
    written = found or drafting.begin(grant, by=current_user, at=now())
    sheet = Sheet(written, grant, typed)
    sheet.find_faults()
    _save(sheet)
    _take_files(sheet)
    status = 422 if sheet.is_refused else 0
    if _do() == "send" and not status:
        return _send(grant, sheet)
    _remove(sheet)
    db.session.commit()
    if _do() == "autosave":
        return {"saved_at": clock_time(now()), "errors": sheet.faults, "theirs": sheet.theirs}
    if status:
        return _form(grant, sheet, status)
    flash(_("Lagret. Rapporten er ikke sendt ennå."), "success")
    return redirect(url_for(".report", reference=grant.application.reference, position=grant.activity.position))


def _do() -> str:
    return request.form.get("_do", "save").partition(":")[0]


def _refused(grant: Grant, found: Report | None, typed: Any, refusal: NotAllowed) -> ResponseReturnValue:
    """Nothing is saved; what was typed is shown."""
    if _do() == "autosave":
        return {"error": refusal.reason}, 409
    return _form(grant, Sheet(found or drafting.blank(grant, now()), grant, typed), 409, refusal.reason)


def _save(sheet: Sheet) -> None:
    fresh = sheet.touched(read_shown(request.form))
    drafting.save(sheet.report, sheet.values(fresh), by=current_user, at=now())
    for photo in sheet.report.photos:
        form = sheet.photos[photo.public_id]
        values = {field.short_name: field.data for field in form if field.name in fresh}
        if values:
            drafting.describe(photo, values, by=current_user, at=now())


def _take_files(sheet: Sheet) -> None:
    """Pictures and receipts that were chosen are kept whichever button was pressed."""
    adding: dict[str, Callable[..., Any]] = {"photos": drafting.add_photo, "receipts": drafting.add_file}
    for name, add in adding.items():
        refused = _add_each(sheet.report, name, add)
        if refused:
            sheet.faults[name] = " ".join(dict.fromkeys(refused))
    sheet.renew_photos()


def _add_each(written: Report, name: str, add: Callable[..., Any]) -> list[str]:
    refused = []
    for file in request.files.getlist(name):
        if not file.filename:
            continue
        try:
            add(written, file.filename, file.read(), by=current_user, at=now())
        except NotAllowed as refusal:
            refused.append(refusal.reason)
    return refused


def _remove(sheet: Sheet) -> None:
    command, _colon, name = request.form.get("_do", "").partition(":")
    if command == "remove":
        for photo in [photo for photo in sheet.report.photos if photo.public_id == name]:
            drafting.remove_photo(photo, by=current_user, at=now())
    if command == "drop":
        for file in [file for file in sheet.report.files if file.public_id == name]:
            drafting.remove_file(file, sheet.report, by=current_user, at=now())
    sheet.renew_photos()


def _send(grant: Grant, sheet: Sheet) -> ResponseReturnValue:
    """What was typed is kept also when something is missing."""
    try:
        actions.submit(sheet.report, is_sure="visitors_ok" in request.form, by=current_user, at=now())
    except NotComplete as lack:
        sheet.place(lack.missing)
        db.session.commit()
        return _form(grant, sheet, 422)
    report_id = sheet.report.id
    db.session.commit()
    print_report_letters.enqueue(report_id)
    flash(_("Takk! Rapporten er sendt. Dere får en kvittering på e-post."), "success")
    return redirect(url_for(".report", reference=grant.application.reference, position=grant.activity.position))


@bp.route(f"{PAGE}/kvitteringer", methods=["POST"])
@require(Role.APPLICANT)
def add_receipts(reference: str, position: int) -> ResponseReturnValue:
    """Receipts that we asked for, after the report was sent."""
    grant = own_grant(reference, position, current_user, for_change=True)
    found = queries.own_report(grant.id)
    refused = _add_each(found, "receipts", drafting.add_file)
    if not refused and not any(file.filename for file in request.files.getlist("receipts")):
        refused = [str(_("Velg minst én fil."))]
    if refused:
        db.session.rollback()
        grant = own_grant(reference, position, current_user)
        return _sent(grant, queries.own_report(grant.id), 422, " ".join(dict.fromkeys(refused)))
    db.session.commit()
    flash(_("Takk, vi har fått kvitteringene."), "success")
    return redirect(url_for(".report", reference=reference, position=position))


@bp.route(f"{PAGE}/bilde/<public_id>")
@require(Role.APPLICANT)
def own_report_photo(reference: str, position: int, public_id: str) -> Response:
    return show_picture(queries.own_photo(reference, position, public_id, current_user).sha256)


@bp.route(f"{PAGE}/kvittering/<public_id>")
@require(Role.APPLICANT)
def own_report_file(reference: str, position: int, public_id: str) -> Response:
    found = queries.own_file(reference, position, public_id, current_user)
    return download(found.sha256, found.filename, found.file.media_type)
