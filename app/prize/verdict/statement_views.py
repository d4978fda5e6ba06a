"""The secretary writes the statement, and the minutes are made."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.clock import now
from app.extensions import db
from app.policy import NotAllowed, NotComplete, NotPermitted, denial
from app.prize.jury.standing import standing
from app.prize.meeting.matrix import judged_nominations
from app.prize.models import PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.queries import locked_prize, prize_of
from app.prize.verdict import confirming, statement
from app.prize.verdict.forms import StatementForm, statement_form
from app.prize.verdict.models import Verdict
from app.prize.verdict.queries import verdict_of
from app.prize.views import bp

ADDRESS = "/staff/prize/<int(max=9999):year>/statement"


@bp.route(ADDRESS, methods=["GET", "POST"], endpoint="statement")
@require(Role.PRIZE_SECRETARY)
def write(year: int) -> ResponseReturnValue:
    if request.method == "GET":
        return _page(verdict_of(prize_of(year)))
    verdict = verdict_of(locked_prize(year))
    others = _others(verdict)
    form = statement_form(others)
    if not form.validate():
        return _page(verdict, form, status=422)
    try:
        _keep(verdict, others, form)
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        return _refused(year, form, refusal)
    db.session.commit()
    return _done(year)


def _keep(verdict: Verdict, others: Sequence[Nomination], form: StatementForm) -> None:
    """The draft as it is; or, asked for, the minutes too."""
    if not _wants_minutes():
        statement.can_save_draft(verdict.prize, current_user)
    at = now()
    statement.write(verdict, others, form.texts(others), by=current_user, at=at)
    db.session.flush()
    if _wants_minutes():
        confirming.make(verdict, standing(verdict.prize), others, by=current_user, at=at)


def _wants_minutes() -> bool:
    return request.form.get("act") == "minutes"


def _done(year: int) -> ResponseReturnValue:
    if _wants_minutes():
        flash(_("Protokollen er laget. Nå bekrefter medlemmene den."), "success")
        return redirect(url_for(".minutes_for_staff", year=year))
    flash(_("Utkastet er lagret."), "success")
    return redirect(url_for(".statement", year=year))


def _refused(year: int, form: StatementForm, refusal: NotAllowed) -> ResponseReturnValue:
    """The same page with what was typed; each lack at its field."""
    if isinstance(refusal, NotComplete):
        for name, sentence in refusal.missing.items():
            form[name].errors = [sentence]
    return _page(verdict_of(prize_of(year)), form, refusal.reason, 409)


def _others(verdict: Verdict) -> list[Nomination]:
    """Those that the jury judged and that did not win, by reference."""
    won = verdict.winner.id
    return [each for each in judged_nominations(verdict.prize) if each.id != won]


def _page(
    verdict: Verdict, form: StatementForm | None = None, refusal: str | None = None, status: int = 200
) -> ResponseReturnValue:
    prize, others = verdict.prize, _others(verdict)
    said = statement.said(prize, [verdict.winner, *others], current_user)
    if form is None:
        form = statement_form(others, formdata=None, data=_written(verdict, others, said[verdict.winner.id]))
    return render_template(
        "prize/statement.html",
        prize=prize,
        verdict=verdict,
        others=[(each, form[statement.field_of(each)], said[each.id]) for each in others],
        said=said[verdict.winner.id],
        form=form,
        words=statement.count_words(form.statement.data or ""),
        refusal=refusal,
        is_drafted=not verdict.statement,
        is_made=prize.status is PrizeStatus.STATEMENT_READY,
        blocked=denial(statement.can_write, prize, current_user),
    ), status


def _written(verdict: Verdict, others: Sequence[Nomination], of_winner: statement.Said) -> dict[str, Any]:
    """What is kept; before anything is, a statement drafted of what the jurors wrote."""
    words = {each.nomination_id: each.text for each in verdict.words}
    return {
        "statement": verdict.statement or statement.draft(of_winner),
        "sentence": verdict.diploma_sentence,
        **{statement.field_of(each): words.get(each.id, "") for each in others},
    }
