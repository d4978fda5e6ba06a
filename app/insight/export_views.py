"""Lists as spreadsheets. Taking one out is recorded, so it is asked for with a button."""

from flask import Response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from app.access import require
from app.audit.actions import record
from app.clock import now
from app.extensions import db
from app.files import sheets
from app.insight import exporting
from app.insight.views import bp


@bp.route("/staff/insight/exports")
@require(*exporting.EVERYBODY)
def exports() -> ResponseReturnValue:
    known = exporting.years()
    year = request.args.get("aar", type=int) or (known[0] if known else now().year)
    return render_template("insight/exports.html", years=known, year=year, lists=exporting.lists_for(current_user))


@bp.route("/staff/insight/exports/<int(max=9999):year>/<code>", methods=["POST"])
@require(*exporting.EVERYBODY)
def export(year: int, code: str) -> Response:
    """The whole file is written before any of it is sent, so that what fails is an error page and not half a list."""
    if year < 1:
        raise NoResultFound
    at, wanted = now(), exporting.can_export(current_user, code)
    file = sheets.as_xlsx(exporting.sheet(wanted, year, sheets.stamp(at), current_user))
    record("list_exported", by=current_user, at=at, list=f"{code} {year}")
    db.session.commit()
    name = f"{code}-{year}-{sheets.stamp(at)[:10]}.xlsx"
    response = send_file(file, mimetype=sheets.XLSX, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
