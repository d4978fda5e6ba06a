"""Voting in the meeting: opened, given, counted, withdrawn."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from app.access import Role, require
from app.clock import now
from app.extensions import db
from app.policy import NotAllowed
from app.prize.jury.standing import standing
from app.prize.meeting import balloting, queries
from app.prize.meeting.forms import BallotForm
from app.prize.meeting.frames import Frame, acting_frame
from app.prize.meeting.matrix import judged_nominations
from app.prize.meeting.meeting_views import meeting_page, refused
from app.prize.views import bp

BALLOTS = "/jury/<int(max=9999):year>/meeting/ballots"


@bp.route(BALLOTS, methods=["POST"])
@require(Role.JUROR, Role.PRIZE_SECRETARY)
def open_ballot(year: int) -> ResponseReturnValue:
    """The secretary or the chair."""
    frame, form = acting_frame(year), BallotForm()
    nominations = {each.reference: each for each in judged_nominations(frame.prize)}
    form.choices.choices = [SelectChoice(reference, reference) for reference in nominations]
    if not form.validate():
        return meeting_page(frame, form, status=422)
    chosen = [each for reference, each in nominations.items() if reference in (form.choices.data or [])]
    try:
        balloting.open_ballot(frame.prize, chosen, form.place_number, by=current_user, at=now())
    except NotAllowed as refusal:
        return refused(frame, form, refusal)
    db.session.commit()
    return _back(frame)


@bp.route(f"{BALLOTS}/<public_id>/vote", methods=["POST"])
@require(Role.JUROR)
def vote(year: int, public_id: str) -> ResponseReturnValue:
    """`nomination`: a reference, or «blank»."""
    frame = acting_frame(year)
    ballot = queries.changing_ballot(frame.prize, public_id)
    choices = {choice.nomination.reference: choice.nomination for choice in ballot.choices}
    chosen = request.form.get("nomination", "")
    if frame.member is None or (chosen != "blank" and chosen not in choices):
        return meeting_page(frame, refusal=_("Velg hva du stemmer."), status=422)
    try:
        known = standing(frame.prize)
        balloting.vote(ballot, frame.prize, frame.member, choices.get(chosen), known, at=now())
    except NotAllowed as refusal:
        return refused(frame, None, refusal)
    db.session.commit()
    flash(_("Stemmen din er lagret."), "success")
    return _back(frame)


@bp.route(f"{BALLOTS}/<public_id>/close", methods=["POST"])
@require(Role.JUROR, Role.PRIZE_SECRETARY)
def close_ballot(year: int, public_id: str) -> ResponseReturnValue:
    frame = acting_frame(year)
    try:
        ballot = queries.changing_ballot(frame.prize, public_id)
        balloting.close(ballot, frame.prize, by=current_user, at=now())
    except NotAllowed as refusal:
        return refused(frame, None, refusal)
    db.session.commit()
    return _back(frame)


@bp.route(f"{BALLOTS}/<public_id>/withdraw", methods=["POST"])
@require(Role.JUROR, Role.PRIZE_SECRETARY)
def withdraw_ballot(year: int, public_id: str) -> ResponseReturnValue:
    frame = acting_frame(year)
    try:
        ballot = queries.changing_ballot(frame.prize, public_id)
        balloting.withdraw(ballot, frame.prize, by=current_user, at=now())
    except NotAllowed as refusal:
        return refused(frame, None, refusal)
    db.session.commit()
    flash(_("Avstemningen er trukket tilbake, og teller ikke."), "success")
    return _back(frame)


def _back(frame: Frame) -> ResponseReturnValue:
    return redirect(f"{frame.url('meeting')}#ballots")
