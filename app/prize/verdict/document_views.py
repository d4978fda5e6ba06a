"""The secretary's list of documents: minutes, diploma, letters, press release."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.clock import local, now
from app.config import public_url
from app.extensions import db
from app.files.serving import show_made_pdf, show_pdf
from app.policy import denial
from app.prize import embargo
from app.prize.jury.standing import standing
from app.prize.queries import locked_prize, prize_of
from app.prize.verdict import papers
from app.prize.verdict.diploma import diploma_of, print_diploma
from app.prize.verdict.models import Verdict
from app.prize.verdict.queries import verdict_of
from app.prize.views import bp

ADDRESS = "/staff/prize/<int(max=9999):year>/documents"


@bp.route(ADDRESS)
@require(Role.PRIZE_SECRETARY)
def documents(year: int) -> ResponseReturnValue:
    verdict = verdict_of(prize_of(year))
    return render_template(
        "prize/documents.html",
        prize=verdict.prize,
        verdict=verdict,
        sent=papers.sent(verdict.prize),
        not_yet=denial(papers.can_draw_diploma, verdict),
        not_printable=denial(papers.can_print_diploma, verdict, current_user),
        is_over=embargo.is_over(verdict.prize),
        is_public=embargo.is_public(verdict.prize),
    )


@bp.route(f"{ADDRESS}/diploma.pdf")
@require(Role.PRIZE_SECRETARY)
def diploma(year: int) -> Response:
    """With the mark of the embargo until the prize is handed over."""
    verdict = verdict_of(prize_of(year))
    papers.can_draw_diploma(verdict)
    return _diploma(verdict, is_sealed=not embargo.is_over(verdict.prize))


@bp.route(f"{ADDRESS}/diploma-clean.pdf", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def print_clean_diploma(year: int) -> Response:
    """The one that is framed and handed over: a press of a button, and a line in the history."""
    verdict = verdict_of(locked_prize(year))
    papers.note_diploma_printed(verdict, by=current_user, at=now())
    db.session.commit()
    return _diploma(verdict, is_sealed=False)


def _diploma(verdict: Verdict, *, is_sealed: bool) -> Response:
    drawn = diploma_of(verdict, standing(verdict.prize), local(now()).date())
    return show_made_pdf(print_diploma(drawn, is_sealed=is_sealed), _("diplom-%(year)s.pdf", year=verdict.prize.year))


@bp.route(f"{ADDRESS}/winner-letter.pdf")
@require(Role.PRIZE_SECRETARY)
def winner_letter_preview(year: int) -> Response:
    verdict = verdict_of(prize_of(year))
    data = papers.winner_letter_preview(verdict, public_url(), now())
    return show_made_pdf(data, f"vinnerbrev-{year}.pdf")


@bp.route(f"{ADDRESS}/letters/<public_id>.pdf")
@require(Role.PRIZE_SECRETARY)
def prize_letter(year: int, public_id: str) -> Response:
    letter = papers.letter_of(prize_of(year), public_id)
    return show_pdf(letter.sha256, f"{letter.case_reference}.pdf")
