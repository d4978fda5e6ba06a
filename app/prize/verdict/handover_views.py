"""The secretary's page of the verdict: where it stands, and the next act."""

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from app import clock
from app.access import Role, require
from app.extensions import db
from app.policy import NotAllowed, NotComplete, NotPermitted, denial
from app.prize.models import Prize
from app.prize.nominations.models import ImageConsent, NominationImage
from app.prize.queries import locked_prize, prize_of
from app.prize.verdict import handing, policy, publishing, queries, sealing
from app.prize.verdict.handover_forms import HandOverForm, PicturesForm, PublishForm, WithdrawForm
from app.prize.verdict.jobs import send_prize_letters
from app.prize.verdict.models import Verdict
from app.prize.verdict.seal import new_nonce
from app.prize.verdict.stages import stages
from app.prize.views import bp

Act = Callable[[Prize], object]


@bp.route("/staff/prize/<int(max=9999):year>/verdict")
@require(Role.PRIZE_SECRETARY)
def verdict(year: int) -> ResponseReturnValue:
    """What the jury decided, what is left to do, and one act at a time."""
    return _page(prize_of(year))


def _page(
    prize: Prize, sent: FlaskForm | None = None, refusal: NotAllowed | None = None, status: int = 200
) -> ResponseReturnValue:
    """`sent`: the form that was refused, with what was typed."""
    found = queries.standing_verdict(prize)
    pictures = queries.pictures_of(found) if found else []
    return render_template(
        "prize/verdict.html",
        prize=prize,
        verdict=found,
        stages=stages(prize, found),
        withdrawn=queries.withdrawn_verdicts(prize),
        pictures={each.public_id: each for each in pictures},
        withdrawing=sent if isinstance(sent, WithdrawForm) else WithdrawForm(formdata=None),
        handing=sent if isinstance(sent, HandOverForm) else HandOverForm(formdata=None),
        publishing=sent if isinstance(sent, PicturesForm) else _publish_form(found, pictures),
        blocked=_blocked(prize, found),
        refusal=refusal.reason if refusal and not (sent and sent.errors) else None,
    ), status


def _blocked(prize: Prize, found: Verdict | None) -> dict[str, str | None]:
    """Why each act cannot be done now, by its name."""
    withdraw = denial(policy.can_withdraw, current_user, prize)
    if found is None:
        return {"withdraw": withdraw}
    checks = {"seal": policy.can_seal, "commitment": policy.can_publish_commitment, "hand_over": policy.can_hand_over}
    return {name: denial(check, current_user, prize, found) for name, check in checks.items()} | {"withdraw": withdraw}


def _publish_form(found: Verdict | None, pictures: Sequence[NominationImage]) -> PicturesForm:
    """With the pictures chosen that may be shown, or those that are."""
    if found is None:
        return PublishForm(formdata=None)
    if found.published_at is not None:
        return _with_choices(PicturesForm(formdata=None, data=_shown_now(found)), pictures)
    may_show = found.winner.image_consent is ImageConsent.PUBLIC
    described = [each.public_id for each in pictures if may_show and each.alt.strip()]
    return _with_choices(PublishForm(formdata=None, data={"images": described}), pictures)


def _shown_now(found: Verdict) -> dict[str, object]:
    return {"images": found.shown_images, "consent": found.image_consent or ""}


def _with_choices(form: PicturesForm, pictures: Sequence[NominationImage]) -> PicturesForm:
    form.images.choices = [(each.public_id, each.alt or _("Mangler beskrivelse")) for each in pictures]
    return form


def _do(year: int, act: Act, said: str, form: FlaskForm | None = None) -> ResponseReturnValue:
    """One act of the secretary: done and committed, or the page again with the reason and what was typed."""
    prize = locked_prize(year)
    try:
        act(prize)
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        if form is not None and isinstance(refusal, NotComplete):
            for name, sentence in refusal.missing.items():
                form[name].errors = [sentence]
        return _page(prize_of(year), form, refusal, 422 if isinstance(refusal, NotComplete) else 409)
    db.session.commit()
    flash(said, "success")
    return redirect(url_for(".verdict", year=year))


@bp.route("/staff/prize/<int(max=9999):year>/verdict/seal", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def seal(year: int) -> ResponseReturnValue:
    at, nonce = clock.now(), new_nonce()
    said = _("Kåringen er forseglet. Ingen utenfor juryen har fått beskjed.")
    return _do(year, lambda prize: sealing.seal_verdict(prize, nonce=nonce, by=current_user, at=at), said)


@bp.route("/staff/prize/<int(max=9999):year>/verdict/commitment", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def publish_commitment(year: int) -> ResponseReturnValue:
    at = clock.now()
    said = _("Kontrollsummen er offentlig. Den sier ikke hvem som vant.")
    return _do(year, lambda prize: sealing.publish_commitment(prize, by=current_user, at=at), said)


@bp.route("/staff/prize/<int(max=9999):year>/verdict/withdraw", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def withdraw_verdict(year: int) -> ResponseReturnValue:
    form, at = WithdrawForm(), clock.now()
    if not form.validate_on_submit():
        return _page(prize_of(year), form, status=422)
    said = _("Kåringen er trukket tilbake. Juryen må møtes igjen.")
    return _do(year, lambda prize: sealing.withdraw(prize, form.reason.data, by=current_user, at=at), said, form)


@bp.route("/staff/prize/<int(max=9999):year>/verdict/hand-over", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def hand_over(year: int) -> ResponseReturnValue:
    form, at = HandOverForm(), clock.now()
    if not form.validate_on_submit():
        return _page(prize_of(year), form, status=422)
    said = _("Prisen er overrakt. Vinnerbrevet er på vei.")
    answer = _do(year, lambda prize: handing.hand_over(prize, by=current_user, at=at), said, form)
    return _with_letters(year, answer)


@bp.route("/staff/prize/<int(max=9999):year>/verdict/publish", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def publish(year: int) -> ResponseReturnValue:
    form, at = _typed(year, PublishForm()), clock.now()
    if not form.validate_on_submit():
        return _page(prize_of(year), form, status=422)
    said = _("Vinneren er publisert, og alle som nominerte, får svar.")
    answer = _do(year, lambda prize: publishing.publish(prize, form.chosen(), by=current_user, at=at), said, form)
    return _with_letters(year, answer)


@bp.route("/staff/prize/<int(max=9999):year>/verdict/pictures", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def change_pictures(year: int) -> ResponseReturnValue:
    form, at = _typed(year, PicturesForm()), clock.now()
    if not form.validate_on_submit():
        return _page(prize_of(year), form, status=422)
    said = _("Bildene på den offentlige siden er endret.")
    return _do(year, lambda prize: publishing.change_pictures(prize, form.chosen(), by=current_user, at=at), said, form)


def _typed(year: int, form: PicturesForm) -> PicturesForm:
    """The form with the winner's pictures to choose from. Raises NoResultFound where there is no verdict."""
    return _with_choices(form, queries.pictures_of(queries.verdict_of(prize_of(year))))


def _with_letters(year: int, answer: ResponseReturnValue) -> ResponseReturnValue:
    """After an act that was done, the letters; a refused one has none."""
    if not isinstance(answer, tuple):
        send_prize_letters.enqueue(prize_of(year).id)
    return answer
