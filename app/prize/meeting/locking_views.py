"""The secretary locks the scores, and lets deputies in where the quorum was lost."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.clock import now
from app.extensions import db
from app.mail.jobs import send_waiting
from app.policy import NotAllowed, NotPermitted
from app.prize.jury.standing import standing
from app.prize.meeting import locking, policy
from app.prize.meeting.forms import LockForm, ReopenForm
from app.prize.meeting.frames import staff_frame
from app.prize.meeting.matrix import judged_nominations
from app.prize.meeting.progress import left
from app.prize.meeting.views import staff_page
from app.prize.models import Prize
from app.prize.queries import locked_prize
from app.prize.views import bp


@bp.route("/staff/prize/<int(max=9999):year>/lock", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def lock_scores(year: int) -> ResponseReturnValue:
    prize, form = locked_prize(year), LockForm()
    try:
        policy.can_lock(prize, current_user)
        policy.is_finished(_behind(prize), is_sure=form.is_sure.data)
        locking.lock(prize, by=current_user, at=now())
    except NotAllowed as refusal:
        return _refused(year, form, refusal)
    db.session.commit()
    send_waiting.enqueue()
    flash(_("Poengene er låst. Juryen ser dem nå, og har fått takk på e-post."), "success")
    return redirect(url_for(".matrix_for_staff", year=year))


def _behind(prize: Prize) -> int:
    """How many jurors have cards left."""
    return sum(one.count > 0 for one in left(prize, standing(prize), judged_nominations(prize)))


@bp.route("/staff/prize/<int(max=9999):year>/reopen", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def reopen_scores(year: int) -> ResponseReturnValue:
    form = ReopenForm()
    if not form.validate():
        return staff_page(staff_frame(year), form, status=422)
    try:
        locking.reopen(locked_prize(year), form.until, by=current_user, at=now())
    except NotAllowed as refusal:
        return _refused(year, form, refusal)
    db.session.commit()
    flash(_("Poengene er åpnet for dem som trer inn. Alle andre poeng er fortsatt låst."), "success")
    return redirect(url_for(".matrix_for_staff", year=year))


def _refused(year: int, form: LockForm | ReopenForm, refusal: NotAllowed) -> ResponseReturnValue:
    """The page as it is now, with what was typed; nothing is changed."""
    db.session.rollback()
    if isinstance(refusal, NotPermitted):
        raise refusal
    missing = getattr(refusal, "missing", {})
    for name, sentence in missing.items():
        form[name].errors = [sentence]
    return staff_page(staff_frame(year), form, None if missing else refusal.reason, 422 if missing else 409)
