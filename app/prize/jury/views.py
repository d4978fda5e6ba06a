"""A member's own pages: the way in, confidentiality, impartiality."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from app.access import Role, require
from app.accounts.links import site
from app.clock import now, today
from app.extensions import db
from app.files.serving import show_pdf
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotComplete, denial
from app.prize.jury import answering, declaring, letters, opening, policy, queries, settling, steps
from app.prize.jury.answering import Row
from app.prize.jury.forms import ANSWERS, SignForm, VoteForm
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import standing
from app.prize.models import Prize
from app.prize.queries import prize_of
from app.prize.views import bp


@bp.route("/jury")
@bp.route("/jury/<int(max=9999):year>")
@require(Role.JUROR)
def jury_home(year: int | None = None) -> ResponseReturnValue:
    """The year's steps, the one that waits first; the newest year unless one is asked for."""
    years = queries.own_years(current_user)
    prize = next((one for one in years if year in {None, one.year}), None)
    if prize is None:
        if year is not None:
            raise NoResultFound
        return render_template("prize/jury_waiting.html")
    stands, nominations = standing(prize), queries.to_declare(prize)
    member = next(one for one in stands.members if one.user_id == current_user.id)
    doubts = settling.doubts(prize, stands, nominations)
    return render_template(
        "prize/jury_home.html",
        prize=prize,
        member=member,
        members=stands.members,
        years=[one for one in years if one is not prize],
        steps=steps.steps(prize, member, stands, nominations, doubts, queries.scored_by(prize, member)),
        has_letter=queries.appointment_letter(prize, member) is not None,
        may_open_scoring=not denial(opening.check_scoring, prize, member, stands, nominations, by=current_user),
    )


@bp.route("/jury/<int(max=9999):year>/appointment.pdf")
@require(Role.JUROR)
def appointment_letter(year: int) -> Response:
    prize = prize_of(year)
    letter = queries.appointment_letter(prize, queries.member_of(prize, current_user))
    if letter is None:
        raise NoResultFound
    return show_pdf(letter.sha256, f"oppnevning-{year}.pdf")


@bp.route("/jury/<int(max=9999):year>/confidentiality", methods=["GET", "POST"])
@require(Role.JUROR)
def confidentiality(year: int) -> ResponseReturnValue:
    prize = prize_of(year)
    member, form, refusal = queries.member_of(prize, current_user), SignForm(), None
    if form.validate_on_submit():
        try:
            declaring.sign(prize, member, by=current_user, at=now())
            db.session.commit()
            flash(_("Taushetsplikten er bekreftet."), "success")
            return redirect(url_for(".jury_home", year=year))
        except NotAllowed as refused:
            refusal = refused.reason
    page = render_template(
        "prize/confidentiality.html",
        prize=prize,
        member=member,
        form=form,
        refusal=refusal,
        said=letters.confidentiality(today()),
    )
    return page, 409 if refusal else 422 if form.errors else 200


@bp.route("/jury/<int(max=9999):year>/impartiality", methods=["GET", "POST"])
@require(Role.JUROR)
def impartiality(year: int) -> ResponseReturnValue:
    """Every nomination on one page: names only, and what the member answers."""
    prize = prize_of(year)
    member = queries.member_of(prize, current_user)
    if member.confidentiality_signed_at is None:
        return redirect(url_for(".confidentiality", year=year))
    refusal = denial(policy.can_declare, prize, member)
    stands, nominations = standing(prize), () if refusal else queries.to_declare(prize, nominators=True)
    rows = answering.rows(member, stands, nominations, request.form if request.method == "POST" else None)
    if request.method == "GET" or refusal:
        return _answers_page(prize, member, rows, refusal), 409 if request.method == "POST" else 200
    if not all([row.form.validate() for row in rows]):
        return _answers_page(prize, member, rows), 422
    try:
        given = [row.answer for row in rows if row.answer]
        count = declaring.declare(prize, member, stands, given, by=current_user, at=now())
    except NotComplete as refused:
        db.session.rollback()
        answering.place(rows, refused.missing)
        return _answers_page(prize, member, rows, refused.reason), 409
    db.session.commit()
    flash(ngettext("%(num)s svar er lagret.", "%(num)s svar er lagret.", count), "success")
    return redirect(url_for(".jury_home", year=year))


def _answers_page(prize: Prize, member: JuryMember, rows: list[Row], refusal: str | None = None) -> str:
    return render_template(
        "prize/impartiality.html",
        prize=prize,
        member=member,
        rows=rows,
        refusal=refusal,
        words=ANSWERS,
        done=sum(row.now is not None for row in rows),
        rules=letters.impartiality(today()),
    )


@bp.route("/jury/<int(max=9999):year>/impartiality/doubts")
@require(Role.JUROR)
def doubts(year: int) -> ResponseReturnValue:
    """Where somebody is in doubt: what the others decide, and what they have decided."""
    prize = prize_of(year)
    member = queries.member_of(prize, current_user)
    if member.confidentiality_signed_at is None:
        return redirect(url_for(".confidentiality", year=year))
    return _doubts_page(prize, member)


def _doubts_page(prize: Prize, member: JuryMember, typed: VoteForm | None = None, refusal: str | None = None) -> str:
    found = settling.doubts(prize, standing(prize), queries.to_declare(prize))
    others = [one for one in found if one.member.id != member.id]
    waiting = [(one, _form_for(one, typed)) for one in others if one.waits_for(member)]
    return render_template(
        "prize/doubts.html",
        prize=prize,
        member=member,
        waiting=waiting,
        others=[one for one in others if not one.waits_for(member)],
        refusal=refusal,
    )


def _form_about(doubt: settling.Doubt, **sent: None) -> VoteForm:
    """The sign at the end of the prefix is ours: an older public_id may end with one that WTForms would take for it."""
    return VoteForm(prefix=f"{doubt.nomination.reference}-{doubt.member.public_id}-", **sent)


def _form_for(doubt: settling.Doubt, typed: VoteForm | None) -> VoteForm:
    empty = _form_about(doubt, formdata=None)
    return typed if typed is not None and typed.about == empty.about else empty


@bp.route("/jury/<int(max=9999):year>/impartiality/doubts/<reference>/<public_id>", methods=["POST"])
@require(Role.JUROR)
def vote_on_doubt(year: int, reference: str, public_id: str) -> ResponseReturnValue:
    prize = prize_of(year)
    member = queries.member_of(prize, current_user)
    doubt = settling.find_doubt(prize, reference, queries.member_by_public_id(prize, public_id))
    form = _form_about(doubt)
    if not form.validate_on_submit():
        return _doubts_page(prize, member, form), 422
    try:
        settling.vote(prize, doubt, form.given(), form.reason.data, voter=member, by=current_user, at=now())
    except NotAllowed as refused:
        db.session.rollback()
        prize = prize_of(year)
        return _doubts_page(prize, queries.member_of(prize, current_user), form, refused.reason), 409
    db.session.commit()
    flash(_("Stemmen din er lagret."), "success")
    return redirect(url_for(".doubts", year=year))


@bp.route("/jury/<int(max=9999):year>/open", methods=["POST"])
@require(Role.PRIZE_SECRETARY, Role.JUROR)
def open_scoring(year: int) -> ResponseReturnValue:
    """By the secretary, or by the jury's chair."""
    prize = prize_of(year)
    is_secretary = Role.PRIZE_SECRETARY in current_user.roles
    member = None if is_secretary else queries.member_of(prize, current_user)
    opening.open_scoring(prize, member, by=current_user, site=site(), at=now())
    db.session.commit()
    send_waiting.enqueue()
    flash(_("Det er åpnet for poeng. Juryen har fått e-post."), "success")
    return redirect(url_for(".jury" if is_secretary else ".jury_home", year=year))
