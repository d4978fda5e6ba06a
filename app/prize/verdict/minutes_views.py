"""The minutes: how far the members have come in confirming them, and a member's own confirmation."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from app.access import Role, require
from app.clock import now
from app.extensions import db
from app.files.serving import show_made_pdf, show_pdf
from app.policy import NotAllowed, NotPermitted, denial
from app.prize import embargo
from app.prize.jury.models import JuryMember
from app.prize.jury.queries import member_of
from app.prize.jury.standing import standing
from app.prize.models import Prize, PrizeStatus
from app.prize.queries import locked_prize, prize_of
from app.prize.verdict import confirming
from app.prize.verdict.confirming import Signer
from app.prize.verdict.forms import ConfirmForm
from app.prize.verdict.models import Verdict
from app.prize.verdict.queries import verdict_of
from app.prize.views import bp

UNCONFIRMED = frozenset({PrizeStatus.RANKED, PrizeStatus.STATEMENT_READY})
STAFF = "/staff/prize/<int(max=9999):year>/minutes"
JUROR = "/jury/<int(max=9999):year>/minutes"


def _made(prize: Prize) -> Verdict:
    """The standing verdict with its minutes. Raises NoResultFound until they are made."""
    verdict = verdict_of(prize)
    if verdict.minutes_sha256 is None:
        raise NoResultFound
    return verdict


@bp.route(STAFF)
@require(Role.PRIZE_SECRETARY)
def minutes_for_staff(year: int) -> ResponseReturnValue:
    verdict = verdict_of(prize_of(year))
    signers = confirming.signers(verdict, standing(verdict.prize)) if verdict.minutes_sha256 else []
    return render_template(
        "prize/minutes_for_staff.html",
        prize=verdict.prize,
        verdict=verdict,
        signers=signers,
        given=sum(each.confirmation is not None for each in signers),
        may_change=verdict.prize.status in UNCONFIRMED,
        is_waiting=verdict.prize.status is PrizeStatus.STATEMENT_READY,
        is_closable=denial(confirming.can_close, verdict, signers) is None,
    )


@bp.route(f"{STAFF}/close", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def close_minutes(year: int) -> ResponseReturnValue:
    verdict = _made(locked_prize(year))
    confirming.close(verdict, standing(verdict.prize), by=current_user, at=now())
    db.session.commit()
    flash(_("Protokollen er bekreftet av alle."), "success")
    return redirect(url_for(".minutes_for_staff", year=year))


@bp.route(f"{STAFF}.pdf")
@require(Role.PRIZE_SECRETARY)
def minutes_pdf_for_staff(year: int) -> Response:
    return _pdf(_made(prize_of(year)))


@bp.route(f"{JUROR}.pdf")
@require(Role.JUROR)
def minutes_pdf(year: int) -> Response:
    prize = prize_of(year)
    member = member_of(prize, current_user)
    verdict = _made(prize)
    _as_signer(verdict, member)
    return _pdf(verdict)


def _pdf(verdict: Verdict) -> Response:
    """The file that the members confirm; from the last confirmation on, the minutes with all of them."""
    assert verdict.minutes_sha256 is not None
    name = f"protokoll-{verdict.prize.year}.pdf"
    if verdict.prize.status in UNCONFIRMED:
        return show_pdf(verdict.minutes_sha256, name)
    return show_made_pdf(confirming.signed_minutes(verdict, is_sealed=not embargo.is_over(verdict.prize)), name)


@bp.route(JUROR)
@require(Role.JUROR)
def minutes(year: int) -> ResponseReturnValue:
    prize = prize_of(year)
    return _own_page(_made(prize), member_of(prize, current_user))


@bp.route(JUROR, methods=["POST"])
@require(Role.JUROR)
def confirm_minutes(year: int) -> ResponseReturnValue:
    prize = locked_prize(year)
    member, verdict, form = member_of(prize, current_user), _made(prize), ConfirmForm()
    if not form.validate():
        return _own_page(verdict, member, form, status=422)
    try:
        confirming.confirm(
            verdict,
            member,
            standing(prize),
            sha256=form.sha256.data or "",
            dissent=form.dissent.data,
            by=current_user,
            at=now(),
        )
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        return _own_page(_made(prize_of(year)), member_of(prize_of(year), current_user), form, refusal.reason, 409)
    db.session.commit()
    flash(_("Takk. Protokollen er bekreftet."), "success")
    return redirect(url_for(".minutes", year=year))


def _as_signer(verdict: Verdict, member: JuryMember) -> tuple[Signer, list[Signer]]:
    """Who confirms the minutes reads them: this member, among the others. Raises NotPermitted."""
    everybody = confirming.signers(verdict, standing(verdict.prize))
    own = next((each for each in everybody if each.member.id == member.id), None)
    if own is None:
        raise NotPermitted(_("Protokollen leses og bekreftes av dem som var med på jurymøtet."))
    return own, everybody


def _own_page(
    verdict: Verdict, member: JuryMember, form: ConfirmForm | None = None, refusal: str | None = None, status: int = 200
) -> ResponseReturnValue:
    own, everybody = _as_signer(verdict, member)
    form = form or ConfirmForm(formdata=None)
    form.sha256.data = verdict.minutes_sha256
    return render_template(
        "prize/minutes.html",
        prize=verdict.prize,
        verdict=verdict,
        own=own,
        signers=everybody,
        given=sum(each.confirmation is not None for each in everybody),
        form=form,
        refusal=refusal,
        blocked=denial(confirming.can_confirm, verdict, own),
        embargoed=not embargo.is_over(verdict.prize),
    ), status
