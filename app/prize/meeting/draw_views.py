"""The draw, as the members make it and the secretary leads it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.clock import now
from app.extensions import db
from app.policy import NotAllowed, NotComplete, NotPermitted, denial
from app.prize.jury.models import JuryMember
from app.prize.jury.queries import member_of
from app.prize.jury.standing import Standing, standing
from app.prize.meeting import draw_queries, drawing
from app.prize.meeting.draw_forms import AbandonForm, CommitForm, OpenForm, StartDrawForm
from app.prize.meeting.models import Draw, DrawNumber, DrawStatus
from app.prize.models import Prize
from app.prize.nominations.models import Nomination
from app.prize.nominations.queries import for_jury
from app.prize.queries import locked_prize, prize_of
from app.prize.views import bp


@dataclass(frozen=True)
class Shown:
    """A draw as it is shown: `tied` in the order drawn once it is, `members` those who take part."""

    draw: Draw
    tied: list[Nomination]
    members: list[JuryMember]
    missing: list[JuryMember]

    def number_of(self, member: JuryMember) -> DrawNumber | None:
        return drawing.number_of(self.draw, member)

    @property
    def state(self) -> str:
        """Changes whenever the page would look different to those who wait."""
        return f"{self.draw.public_id}:{self.draw.status}:{len(self.missing)}"


def _shown(prize: Prize, draws: Sequence[Draw], known: Standing) -> list[Shown]:
    named = {each.reference: each for each in for_jury(prize)} if draws else {}
    present = draw_queries.present(prize) if draws else []
    made = []
    for each in draws:
        tied = [named[reference] for reference in each.drawn or each.tied if reference in named]
        members = [number.member for number in each.numbers]
        if each.status is DrawStatus.COMMITTING:
            members = draw_queries.taking_part(present, tied, known)
        made.append(Shown(each, tied, members, drawing.missing(each, members)))
    return made


# --- members ---------------------------------------------------------------------------------------------------------


@bp.route("/jury/<int(max=9999):year>/draw")
@require(Role.JUROR)
def draw(year: int) -> ResponseReturnValue:
    """The newest of the year's draws, with the one thing to do now."""
    prize = prize_of(year)
    return _member_page(prize, member_of(prize, current_user))


def _member_page(
    prize: Prize,
    member: JuryMember,
    form: CommitForm | OpenForm | None = None,
    refusal: NotAllowed | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    known = standing(prize)
    shown = next(iter(_shown(prize, draw_queries.draws(prize)[:1], known)), None)
    if form is None and shown is not None:
        form = OpenForm(formdata=None) if shown.draw.status is DrawStatus.OPENING else CommitForm(formdata=None)
    return render_template(
        "prize/draw.html",
        prize=prize,
        member=member,
        shown=shown,
        may_see=shown is not None and all(known.may_read(member.user_id, each) for each in shown.tied),
        own=shown.number_of(member) if shown else None,
        form=form,
        refusal=refusal.reason if refusal else None,
    ), status


@bp.route("/jury/<int(max=9999):year>/draw/<public_id>/commit", methods=["POST"])
@require(Role.JUROR)
def commit_number(year: int, public_id: str) -> ResponseReturnValue:
    prize = prize_of(year)
    member, form = member_of(prize, current_user), CommitForm()
    changing = draw_queries.changing_draw(prize, public_id)
    try:
        members = _shown(prize, [changing], standing(prize))[0].members
        drawing.commit(changing, member, form.commitment.data, members, by=current_user, at=now())
    except NotAllowed as refusal:
        return _refused(year, form, refusal)
    db.session.commit()
    return redirect(url_for(".draw", year=year))


@bp.route("/jury/<int(max=9999):year>/draw/<public_id>/open", methods=["POST"])
@require(Role.JUROR)
def open_number(year: int, public_id: str) -> ResponseReturnValue:
    prize = prize_of(year)
    member, form = member_of(prize, current_user), OpenForm()
    changing = draw_queries.changing_draw(prize, public_id)
    try:
        drawing.open_number(changing, member, form.opening.data, by=current_user, at=now())
    except NotAllowed as refusal:
        return _refused(year, form, refusal)
    db.session.commit()
    return redirect(url_for(".draw", year=year))


def _refused(year: int, form: CommitForm | OpenForm, refusal: NotAllowed) -> ResponseReturnValue:
    """The page as it is now, with what was typed."""
    if isinstance(refusal, NotPermitted):
        raise refusal
    db.session.rollback()
    prize = prize_of(year)
    if not isinstance(refusal, NotComplete):
        return _member_page(prize, member_of(prize, current_user), None, refusal, 409)
    for name, sentence in refusal.missing.items():
        form[name].errors = [sentence]
    return _member_page(prize, member_of(prize, current_user), form, status=422)


@bp.route("/jury/<int(max=9999):year>/draw/<public_id>.json")
@require(Role.JUROR)
def draw_record(year: int, public_id: str) -> Response:
    """What the ten lines of docs/draw.md read."""
    prize = prize_of(year)
    member_of(prize, current_user)
    return _record(prize, public_id)


def _record(prize: Prize, public_id: str) -> Response:
    return jsonify(draw_queries.drawn_one(prize, public_id).record)


# --- the secretary ---------------------------------------------------------------------------------------------------


@bp.route("/staff/prize/<int(max=9999):year>/draw", methods=["GET", "POST"])
@require(Role.PRIZE_SECRETARY)
def draw_for_staff(year: int) -> ResponseReturnValue:
    """Start a draw, see whom it waits for, and what was drawn."""
    if request.method == "GET":
        return _staff_page(prize_of(year))
    prize = locked_prize(year)
    form = _start_form(prize)
    tied = draw_queries.nominations_of(prize, form.tied.data or [])
    members = draw_queries.taking_part(draw_queries.present(prize), tied, standing(prize))
    try:
        drawing.start(prize, tied, members, by=current_user, at=now())
    except NotAllowed as refusal:
        return _staff_refused(year, refusal)
    db.session.commit()
    flash(_("Trekningen er startet. Be alle åpne siden «Loddtrekning»."), "success")
    return redirect(url_for(".draw_for_staff", year=year))


def _start_form(prize: Prize) -> StartDrawForm:
    """`?tied=` chooses beforehand: the page of the ladder links here with those that it could not tell apart."""
    form = StartDrawForm(data={"tied": request.args.getlist("tied")})
    form.tied.choices = [(each.reference, f"{each.project} · {each.unit}") for each in for_jury(prize)]
    return form


def _staff_page(
    prize: Prize, abandoning: AbandonForm | None = None, refusal: NotAllowed | None = None, status: int = 200
) -> ResponseReturnValue:
    found = draw_queries.draws(prize)
    shown = _shown(prize, found, standing(prize))
    form = _start_form(prize)
    if isinstance(refusal, NotComplete):
        form.tied.errors = [refusal.missing[name] for name in refusal.missing if name == "tied"]
    running = shown[0] if shown and shown[0].draw.status in draw_queries.RUNNING else None
    return render_template(
        "prize/draw_staff.html",
        prize=prize,
        running=running,
        ended=[each for each in shown if each is not running],
        form=form,
        abandoning=abandoning or AbandonForm(formdata=None),
        start_blocked=denial(drawing.can_start, current_user, prize, found),
        go_on_blocked=denial(drawing.can_go_on, current_user, running.draw) if running else None,
        refusal=refusal.reason if refusal else None,
    ), status


def _staff_refused(year: int, refusal: NotAllowed, abandoning: AbandonForm | None = None) -> ResponseReturnValue:
    if isinstance(refusal, NotPermitted):
        raise refusal
    db.session.rollback()
    if abandoning is not None and isinstance(refusal, NotComplete):
        abandoning.reason.errors = list(refusal.missing.values())
    return _staff_page(prize_of(year), abandoning, refusal, 422 if isinstance(refusal, NotComplete) else 409)


@bp.route("/staff/prize/<int(max=9999):year>/draw/<public_id>/go-on", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def go_on_with_draw(year: int, public_id: str) -> ResponseReturnValue:
    try:
        drawing.go_on(draw_queries.changing_draw(prize_of(year), public_id), by=current_user, at=now())
    except NotAllowed as refusal:
        return _staff_refused(year, refusal)
    db.session.commit()
    return redirect(url_for(".draw_for_staff", year=year))


@bp.route("/staff/prize/<int(max=9999):year>/draw/<public_id>/abandon", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def abandon_draw(year: int, public_id: str) -> ResponseReturnValue:
    changing, form = draw_queries.changing_draw(prize_of(year), public_id), AbandonForm()
    try:
        drawing.abandon(changing, form.reason.data, by=current_user, at=now())
    except NotAllowed as refusal:
        return _staff_refused(year, refusal, form)
    db.session.commit()
    flash(_("Trekningen er avbrutt. Tallene som var åpnet, blir ikke vist."), "success")
    return redirect(url_for(".draw_for_staff", year=year))


@bp.route("/staff/prize/<int(max=9999):year>/draw/<public_id>.json")
@require(Role.PRIZE_SECRETARY)
def draw_record_for_staff(year: int, public_id: str) -> Response:
    return _record(prize_of(year), public_id)
