"""The final report of a year: its drafts, the notes that go into it, and the files."""

from datetime import date

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import require
from app.clock import local, now
from app.extensions import db
from app.files import kinds
from app.files.serving import download, show_pdf
from app.insight import exporting, final_report, learning
from app.insight.jobs import draft_final_report
from app.insight.learning_form import LearningForm
from app.insight.views import bp
from app.policy import NotAllowed, denial

PAGE = "/staff/insight/final-reports"
SECONDS_BETWEEN = 3


@bp.route(PAGE)
@require(*exporting.PLANS)
def final_reports() -> ResponseReturnValue:
    return _page(_year(request.args.get("aar", type=int)))


@bp.route(f"{PAGE}/<int(max=9999):year>", methods=["POST"])
@require(*final_report.ASKS)
def ask_final_report(year: int) -> ResponseReturnValue:
    try:
        asked = final_report.ask(_known(year), by=current_user, at=now())
    except NotAllowed as refusal:
        db.session.rollback()
        flash(refusal.reason, "error")
        return _page(year, status=409)
    db.session.commit()
    draft_final_report.enqueue(asked.id)
    return redirect(url_for(".final_reports", aar=year))


@bp.route(f"{PAGE}/<int(max=9999):year>/<int(max=9999):number>.<kind>")
@require(*exporting.PLANS)
def final_report_file(year: int, number: int, kind: str) -> Response:
    if kind not in {"pdf", "docx"}:
        abort(404)
    draft = final_report.report_of(year, number)
    name = f"sluttrapport-{year}-utkast-{number}.{kind}"
    assert draft.pdf_sha256 is not None
    assert draft.docx_sha256 is not None
    if kind == "pdf":
        return show_pdf(draft.pdf_sha256, name)
    return download(draft.docx_sha256, name, kinds.DOCX)


@bp.route(f"{PAGE}/<int(max=9999):year>/notes", methods=["POST"])
@require(*learning.WRITES)
def note_learning(year: int) -> ResponseReturnValue:
    form = LearningForm()
    if not form.validate():
        return _page(_known(year), form, status=422)
    learning.note(_known(year), worked=form.worked.data == "yes", text=form.text.data or "", by=current_user, at=now())
    db.session.commit()
    flash(_("Notatet er lagret."), "success")
    return redirect(url_for(".final_reports", aar=year))


@bp.route(f"{PAGE}/notes/<public_id>/remove", methods=["POST"])
@require(*learning.WRITES)
def remove_learning(public_id: str) -> ResponseReturnValue:
    year = learning.remove(public_id, by=current_user, at=now())
    db.session.commit()
    flash(_("Notatet er fjernet."), "success")
    return redirect(url_for(".final_reports", aar=year))


def _year(asked: int | None) -> int:
    """The newest year with a round whose week has begun, unless another is asked for."""
    if asked is not None:
        return _known(asked)
    known, today = exporting.years(), local(now()).date()
    return next((year for year in known if date(year, 1, 1) <= today), today.year)


def _known(year: int) -> int:
    if not 2000 <= year <= 2100:
        abort(404)
    return year


def _page(year: int, form: LearningForm | None = None, *, status: int = 200) -> ResponseReturnValue:
    """While a draft is made, a browser without JavaScript fetches the page again by itself; it stops when it is done,
    and nothing that is being typed is lost to it, since the form then stands on the page without the header."""
    drafts = final_report.reports_of(year)
    is_waiting = any(draft.state in final_report.UNDER_WAY for draft in drafts)
    page = render_template(
        "insight/report_drafts.html",
        year=year,
        years=exporting.years(),
        drafts=drafts,
        is_waiting=is_waiting,
        notes=learning.notes(year),
        form=form or LearningForm(formdata=None),
        blocked=denial(final_report.can_ask, current_user, drafts),
        may_write=bool(current_user.roles & learning.WRITES),
    )
    headers = {"Refresh": str(SECONDS_BETWEEN)} if is_waiting and form is None else {}
    return page, status, headers
