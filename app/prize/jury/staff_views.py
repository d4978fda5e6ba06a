"""The jury, for its secretary: seats, members, invitations, doubts."""

from collections.abc import Callable

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from app.access import Role, require
from app.accounts.links import site
from app.clock import now
from app.extensions import db
from app.files.serving import show_pdf
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, denial
from app.prize.jury import appointing, inviting, opening, policy, queries, settling, staff_page
from app.prize.jury.forms import MemberForm
from app.prize.jury.jobs import send_appointment
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import standing
from app.prize.models import Prize, PrizeStatus
from app.prize.queries import locked_prize, prize_of
from app.prize.views import bp
from app.prize.workflow import LABELS

PAGE = "/staff/prize/<int(max=9999):year>/jury"
ONE = f"{PAGE}/members/<public_id>"


@bp.route(PAGE)
@require(Role.PRIZE_SECRETARY)
def jury(year: int) -> ResponseReturnValue:
    return _page(prize_of(year))


def _page(prize: Prize, link: str | None = None, link_for: str | None = None) -> str:
    """`link`: one that was just made, for the demonstration."""
    stands, nominations, seats = standing(prize), queries.to_declare(prize), queries.seats(prize)
    return render_template(
        "prize/jury.html",
        prize=prize,
        status=LABELS[prize.status],
        seats=staff_page.seat_rows(seats, stands, nominations, queries.with_letter(prize)),
        is_led=any(one.is_chair for one in stands.members),
        former=queries.former_members(prize),
        total=len(nominations),
        rows=staff_page.read_by(prize, stands, nominations),
        doubts=settling.doubts(prize, stands, nominations),
        change_blocked=denial(policy.can_change_jury, prize, current_user),
        invite_blocked=denial(policy.can_invite, prize, current_user),
        confirm_blocked=denial(policy.can_confirm_jury, prize, seats, stands.members, current_user),
        declare_blocked=denial(policy.can_open_declaring, prize, len(nominations), current_user),
        score_blocked=denial(opening.check_scoring, prize, None, stands, nominations, by=current_user),
        shows_answers=prize.status not in {PrizeStatus.PLANNED, PrizeStatus.APPOINTED},
        link=link,
        link_for=link_for,
    )


@bp.route(f"{PAGE}/<code>/<place>", methods=["GET", "POST"])
@require(Role.PRIZE_SECRETARY)
def appoint(year: int, code: str, place: str) -> ResponseReturnValue:
    """Put somebody in a place, or in another's place."""
    prize, form, refusal = prize_of(year), MemberForm(), None
    seat, is_deputy = queries.seat_of(prize, code), _is_deputy(place)
    sitting = queries.in_place(seat, is_deputy=is_deputy)
    if form.validate_on_submit():
        try:
            who = {"email": form.email.data, "name": form.name.data, "by": current_user, "at": now()}
            if sitting:
                made = appointing.replace(prize, sitting, **who)
            else:
                made = appointing.appoint(prize, seat, is_deputy=is_deputy, **who)
            db.session.commit()
            return _appointed(prize, made)
        except NotAllowed as refused:
            db.session.rollback()
            refusal, prize = refused.reason, prize_of(year)
            seat = queries.seat_of(prize, code)
            sitting = queries.in_place(seat, is_deputy=is_deputy)
    page = render_template(
        "prize/appoint.html", prize=prize, seat=seat, is_deputy=is_deputy, sitting=sitting, form=form, refusal=refusal
    )
    return page, 409 if refusal else 422 if form.errors else 200


def _is_deputy(place: str) -> bool:
    """By the word in the address."""
    if place not in {"member", "deputy"}:
        raise NoResultFound
    return place == "deputy"


def _appointed(prize: Prize, member: JuryMember) -> ResponseReturnValue:
    """Before the jury is whole there is no letter; afterwards each new member gets one at once."""
    if prize.status is not PrizeStatus.PLANNED:
        send_appointment.enqueue(member.id)
    flash(_("%(name)s er oppnevnt for %(unit)s.", name=member.user.name, unit=member.seat.unit), "success")
    return redirect(url_for(".jury", year=prize.year))


def _change(year: int, public_id: str, act: Callable[[Prize, JuryMember], object], done: str) -> ResponseReturnValue:
    """One press of a button: nothing was typed, so a refusal is a page of its own."""
    prize = locked_prize(year)
    member = queries.member_by_public_id(prize, public_id)
    act(prize, member)
    db.session.commit()
    flash(str(done) % {"name": member.user.name}, "success")
    return redirect(url_for(".jury", year=year))


@bp.route(f"{ONE}/chair", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def choose_chair(year: int, public_id: str) -> ResponseReturnValue:
    return _change(
        year,
        public_id,
        lambda prize, member: appointing.choose_chair(prize, member, by=current_user, at=now()),
        _l("%(name)s leder juryen."),
    )


@bp.route(f"{ONE}/leave", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def leave_jury(year: int, public_id: str) -> ResponseReturnValue:
    return _change(
        year,
        public_id,
        lambda prize, member: appointing.leave(prize, member, by=current_user, at=now()),
        _l("%(name)s er gått ut av juryen."),
    )


@bp.route(f"{ONE}/invitation", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def invite_juror(year: int, public_id: str) -> ResponseReturnValue:
    """A new link for somebody who lost theirs; the old one stops working."""
    prize = prize_of(year)
    member = queries.member_by_public_id(prize, public_id)
    link = inviting.invite(prize, member, by=current_user, site=site(), at=now())
    db.session.commit()
    send_waiting.enqueue()
    if current_app.config["DEMO"]:
        return _page(prize, link, member.user.name)
    flash(_("En ny lenke er sendt til %(email)s.", email=member.user.email), "success")
    return redirect(url_for(".jury", year=year))


@bp.route(f"{ONE}/appointment.pdf")
@require(Role.PRIZE_SECRETARY)
def appointment_for_staff(year: int, public_id: str) -> Response:
    prize = prize_of(year)
    letter = queries.appointment_letter(prize, queries.member_by_public_id(prize, public_id))
    if letter is None:
        raise NoResultFound
    return show_pdf(letter.sha256, f"oppnevning-{year}.pdf")


@bp.route(f"{PAGE}/confirm", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def confirm_jury(year: int) -> ResponseReturnValue:
    members = opening.confirm_jury(locked_prize(year), by=current_user, at=now())
    db.session.commit()
    for member_id in members:
        send_appointment.enqueue(member_id)
    flash(_("Juryen er oppnevnt. Alle får oppnevningsbrev og en lenke for å logge inn."), "success")
    return redirect(url_for(".jury", year=year))


@bp.route(f"{PAGE}/declaring", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def open_declaring(year: int) -> ResponseReturnValue:
    opening.open_declaring(locked_prize(year), by=current_user, site=site(), at=now())
    db.session.commit()
    send_waiting.enqueue()
    flash(_("Juryen er spurt om habilitet. Alle har fått e-post."), "success")
    return redirect(url_for(".jury", year=year))
