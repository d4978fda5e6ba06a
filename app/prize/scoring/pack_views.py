"""The print pack: a juror's own reading list as one PDF."""

from flask import Response
from flask_login import current_user

from app.access import Role, require
from app.clock import now
from app.files.serving import show_made_pdf
from app.prize.scoring import policy
from app.prize.scoring.pack import pack as printed
from app.prize.scoring.reading import sitting
from app.prize.views import bp


@bp.route("/jury/<int(max=9999):year>/pack.pdf")
@require(Role.JUROR)
def pack(year: int) -> Response:
    seated = sitting(year, current_user)
    policy.can_open(seated.prize)
    return show_made_pdf(printed(seated, now()), f"ombruksprisen-{year}-leseliste.pdf")
