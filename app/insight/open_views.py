"""Open data: what is published, how it is read, and the files. Anybody may keep and use them."""

from collections.abc import Callable
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app.access import public
from app.audit.queries import head
from app.insight import open_data, open_figures
from app.insight.dictionary import FIELDS, LICENCE
from app.insight.suppression import FEWEST
from app.insight.views import bp

KEPT_SECONDS = 600
SHAPE = "1"
"""Counts changes of the files' form, so that nobody keeps one of an older form."""


@bp.route("/data")
@public
def open_data_page() -> ResponseReturnValue:
    return render_template(
        "insight/open_data.html", years=open_data.years(), fields=FIELDS, licence=LICENCE, fewest=FEWEST
    )


@bp.route("/data/<int(max=9999):year>/tilskudd.json")
@public
def grants_json(year: int) -> ResponseReturnValue:
    return _unless_kept(lambda: open_data.as_json(_package(year)), "application/json")


@bp.route("/data/<int(max=9999):year>/tilskudd.csv")
@public
def grants_csv(year: int) -> ResponseReturnValue:
    return _unless_kept(lambda: open_data.as_csv(_package(year)["grants"]), "text/csv; charset=utf-8")


@bp.route("/data/nokkeltall.json")
@public
def figures_json() -> ResponseReturnValue:
    return _unless_kept(open_figures.as_json, "application/json")


@bp.route("/data/nokkeltall.csv")
@public
def figures_csv() -> ResponseReturnValue:
    return _unless_kept(open_figures.as_csv, "text/csv; charset=utf-8")


def _package(year: int) -> dict[str, Any]:
    here = url_for(".grants_json", year=year, _external=True)
    return open_data.package(year, download_url=here, page_url=url_for(".open_data_page", _external=True))


def _unless_kept(make: Callable[[], bytes], media_type: str) -> Response:
    """The file; or nothing new, by one statement, for whoever has it: no data changes without an event in the chain, so
    its head names what the file holds."""
    response = Response(mimetype=media_type)
    mark = f"{SHAPE}-{get_locale()}-{head()[:40]}"
    response.set_etag(mark)
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    if request.if_none_match.contains(mark):
        response.status_code = 304
        return response
    response.set_data(make())
    if media_type.startswith("text/csv"):
        name = request.path.strip("/").replace("data/", "").replace("/", "-")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
