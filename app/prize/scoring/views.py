"""A juror's cards: the list, one to read and score, two to compare, and the pictures; with or without a connection."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, public, require
from app.clock import now
from app.extensions import db
from app.files.serving import show_picture
from app.formatting import clock_time
from app.judging.models import Criterion
from app.judging.queries import criteria, questions
from app.layout import STATIC
from app.policy import NotAllowed, NotComplete, NotPermitted
from app.prize.nominations.models import Nomination
from app.prize.scoring import actions, policy, queries, screen
from app.prize.scoring.actions import Touch
from app.prize.scoring.forms import Sent, Typed, milliseconds, moment_of, sent, typed_card
from app.prize.scoring.policy import Overtaken
from app.prize.scoring.reading import ReadingList, Sitting, reading_list, sitting
from app.prize.scoring.screen import Card
from app.prize.views import bp

YEAR = "/jury/<int(max=9999):year>"
CARD = f"{YEAR}/nominations/<reference>"


@bp.route(f"{YEAR}/nominations")
@require(Role.JUROR)
def cards(year: int) -> ResponseReturnValue:
    seated = sitting(year, current_user)
    policy.can_open(seated.prize)
    found = screen.card_list(
        reading_list(seated),
        queries.answered(seated.prize, current_user),
        queries.criteria_count(seated.prize),
        queries.first_pictures(seated.prize),
    )
    return render_template("prize/cards.html", seated=seated, prize=seated.prize, found=found)


@bp.route(CARD)
@require(Role.JUROR)
def card(year: int, reference: str) -> ResponseReturnValue:
    seated = sitting(year, current_user)
    policy.can_open(seated.prize)
    listed, nomination = _opened(seated, reference)
    return _card_page(seated, listed, _card(seated, nomination))


def _opened(seated: Sitting, reference: str) -> tuple[ReadingList, Nomination]:
    """The own list, and the nomination when it is on it. Raises NotPermitted when others read it, NoResultFound when
    it is not the jury's."""
    listed = reading_list(seated)
    if reference in {entry.reference for entry in listed.closed}:
        policy.can_read(False)
    return listed, queries.nomination(seated.prize, reference)


def _card(seated: Sitting, nomination: Nomination) -> Card:
    scores = queries.own_scores([nomination], current_user).get(nomination.subject_id or 0, {})
    note = queries.own_note(nomination.id, current_user)
    names = queries.option_names(seated.prize)
    return screen.card(seated.prize, nomination, names, questions(seated.prize.rubric_id), scores, note, now())


def _card_page(seated: Sitting, listed: ReadingList, shown: Card, **more: Any) -> str:
    before, place, after = listed.around(shown.nomination.reference)
    return render_template(
        "prize/card.html",
        seated=seated,
        prize=seated.prize,
        card=shown,
        before=before,
        after=after,
        place=place,
        total=len(listed.entries),
        seen=milliseconds(now()),
        **more,
    )


@bp.route(f"{CARD}/scores", methods=["POST"])
@require(Role.JUROR)
def save_score(year: int, reference: str) -> ResponseReturnValue:
    """One touch from the page's script, or the whole card as a form."""
    seated = sitting(year, current_user, for_change=True)
    if request.is_json:
        return _answer(seated, lambda one, at: _keep_score(seated, reference, one, at))
    return _save_card(seated, reference)


@bp.route(f"{CARD}/note", methods=["POST"])
@require(Role.JUROR)
def save_note(year: int, reference: str) -> ResponseReturnValue:
    """The private note, from the page's script; without it the note is sent with the card."""
    seated = sitting(year, current_user, for_change=True)
    return _answer(seated, lambda one, at: _keep_note(seated, reference, one, at))


def _answer(seated: Sitting, keep: Any) -> ResponseReturnValue:
    """Keep what was sent and say so; or why not, and what stands instead."""
    at = now()
    try:
        one = sent(request.get_json(silent=True), at)
        if one.who != seated.member.public_id:
            return jsonify(error=_("Dette ble gitt av en annen enn den som er logget inn."), other=True), 409
        keep(one, at)
    except Overtaken as refusal:
        db.session.rollback()
        return jsonify(error=refusal.reason, standing=refusal.standing, now=milliseconds(at)), 409
    except NotAllowed as refusal:
        db.session.rollback()
        return jsonify(error=refusal.reason, now=milliseconds(at)), _status(refusal)
    db.session.commit()
    return jsonify(saved=_saved(at), now=milliseconds(at))


def _saved(at: datetime) -> str:
    return str(_("Lagret kl. %(time)s", time=clock_time(at)))


def _status(refusal: NotAllowed) -> int:
    if isinstance(refusal, NotComplete):
        return 422
    return 403 if isinstance(refusal, NotPermitted) else 409


def _keep_score(seated: Sitting, reference: str, one: Sent, at: datetime) -> None:
    place = queries.to_score(seated, reference, one.part)
    actions.save_score(place, one.given, one.touch, by=current_user, at=at)


def _keep_note(seated: Sitting, reference: str, one: Sent, at: datetime) -> None:
    policy.can_open(seated.prize)
    nomination_id = queries.to_read(seated, reference)
    actions.save_note(seated.prize, nomination_id, one.text, one.touch, by=current_user, at=at)


def _save_card(seated: Sitting, reference: str) -> ResponseReturnValue:
    policy.can_open(seated.prize)
    listed, nomination = _opened(seated, reference)
    typed = typed_card(request.form, questions(seated.prize.rubric_id))
    if any(one.error for one in typed.values()):
        return _card_again(seated, listed, nomination, typed, 422)
    try:
        _keep_card(seated, nomination, typed)
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        status = 422 if isinstance(refusal, NotComplete) else 409
        return _card_again(sitting(seated.prize.year, current_user), listed, nomination, typed, status, refusal.reason)
    db.session.commit()
    flash(_("Kortet er lagret."), "success")
    return redirect(_onward(seated, listed, reference))


def _keep_card(seated: Sitting, nomination: Nomination, typed: dict[str, Typed]) -> None:
    """Only what differs from what stands is kept: what was changed elsewhere since the page was shown is not undone."""
    at = now()
    touch = Touch(at, moment_of(request.form.get("seen"), at))
    scores = queries.own_scores([nomination], current_user).get(nomination.subject_id or 0, {})
    for criterion in criteria(seated.prize.rubric_id):
        given, stands = typed[criterion.code].given, scores.get(criterion.id)
        if actions.is_same(stands, given):
            continue
        place = _place(seated, nomination, criterion, scores)
        actions.save_score(place, given, touch, by=current_user, at=at)
    text = request.form.get("note", "").replace("\r\n", "\n")
    actions.save_note(seated.prize, nomination.id, text, touch, by=current_user, at=at)


def _place(seated: Sitting, nomination: Nomination, criterion: Criterion, scores: Any) -> queries.ToScore:
    score = scores.get(criterion.id)
    assessment = next((one.assessment for one in scores.values()), None)
    subject, reopened = nomination.subject_id or 0, nomination.scores_reopened_at
    return queries.ToScore(seated.prize, subject, criterion, assessment, score, reopened)


def _card_again(
    seated: Sitting,
    listed: ReadingList,
    nomination: Nomination,
    typed: dict[str, Typed],
    status: int,
    refusal: str | None = None,
) -> ResponseReturnValue:
    """The card as it was typed, with what was wrong. Nothing was changed."""
    shown = _card(seated, nomination)
    asked = [screen.typed_again(one, typed[one.question.code]) for one in shown.asked]
    shown = replace(shown, asked=asked, note=request.form.get("note", ""))
    return _card_page(seated, listed, shown, refusal=refusal), status


def _onward(seated: Sitting, listed: ReadingList, reference: str) -> str:
    """Where the button that was pressed leads."""
    year = seated.prize.year
    before, _place, after = listed.around(reference)
    go = request.form.get("go")
    if go == "compare":
        return url_for(".compare", year=year, a=reference)
    target = {"previous": before, "next": after}.get(go or "")
    if target:
        return url_for(".card", year=year, reference=target.reference)
    return (
        url_for(".cards", year=year) if go in {"next", "previous"} else url_for(".card", year=year, reference=reference)
    )


@bp.route(f"{YEAR}/compare")
@require(Role.JUROR)
def compare(year: int) -> ResponseReturnValue:
    """Two of the own list side by side, with the own scores."""
    seated = sitting(year, current_user)
    policy.can_open(seated.prize)
    listed = reading_list(seated)
    pair = _pair(listed)
    found = queries.nominations(seated.prize, pair)
    names, asked = queries.option_names(seated.prize), questions(seated.prize.rubric_id)
    scores = queries.own_scores(found, current_user)
    shown = [
        screen.card(seated.prize, one, names, asked, scores.get(one.subject_id or 0, {}), None, now()) for one in found
    ]
    return render_template(
        "prize/compare.html",
        prize=seated.prize,
        listed=listed,
        pair=pair,
        shown=shown,
        facts=screen.compared(shown),
    )


def _pair(listed: ReadingList) -> list[str]:
    """The two that were asked for; for what was not, the first that is not the other."""
    own = [entry.reference for entry in listed.entries]
    first = request.args.get("a", "")
    first = first if first in own else next(iter(own), "")
    rest = [one for one in own if one != first]
    second = request.args.get("b", "")
    return [one for one in (first, second if second in rest else next(iter(rest), "")) if one]


@bp.route(f"{CARD}/images/<public_id>")
@require(Role.JUROR)
def jury_image(year: int, reference: str, public_id: str) -> ResponseReturnValue:
    seated = sitting(year, current_user)
    policy.can_open(seated.prize)
    return show_picture(queries.picture(seated, reference, public_id).sha256)


@bp.route("/jury/worker.js")
@public
def jury_worker() -> ResponseReturnValue:
    """The script that shows kept cards without a connection. It answers only for addresses below its own."""
    return Response((STATIC / "js" / "jury_worker.js").read_text(encoding="utf-8"), mimetype="text/javascript")
