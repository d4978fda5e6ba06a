"""The press release, when the winner is published."""

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import public
from app.files.serving import show_made_pdf
from app.prize.verdict.press import press_of, print_press
from app.prize.views import bp


@bp.route("/ombruksprisen/<int(max=9999):year>/presse")
@public
def press(year: int) -> ResponseReturnValue:
    return render_template("prize/press.html", press=press_of(year))


@bp.route("/ombruksprisen/<int(max=9999):year>/presse.pdf")
@public
def press_pdf(year: int) -> Response:
    page = url_for(".press", year=year, _external=True)
    return show_made_pdf(print_press(year, page), f"ombruksprisen-{year}.pdf")
