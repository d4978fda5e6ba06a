"""The programme on paper."""

from flask import Response, abort

from app import clock
from app.access import public
from app.files.serving import show_made_pdf
from app.programme import caching, printing, queries
from app.programme.printing import Paper
from app.programme.public_views import address
from app.programme.views import bp


@bp.route("/program/<int(max=9999):year>/program-<paper>.pdf")
@public
def printed(year: int, paper: str) -> Response:
    """The newest there is on paper: some minutes behind at most, since a timer prints what is changed. Only the very
    first is printed here, by one request while others wait for it."""
    if paper not in list(Paper):
        abort(404)
    week, of_size = queries.public_week(year, clock.now()), Paper(paper)
    path = printing.newest(week, of_size) or printing.keep(week, of_size, address(week), clock.now())

    def show() -> Response:
        return show_made_pdf(path.read_bytes(), f"program-{year}-{paper}.pdf")

    return caching.tagged(("printed", path.name), show)
