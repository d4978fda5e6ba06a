"""The ranking is set: what scores, votes and draws lead to, and who is mentioned beside."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from app.access import Role, require
from app.clock import now
from app.extensions import db
from app.policy import NotAllowed, NotComplete, NotNow, NotPermitted, denial
from app.prize.meeting import policy
from app.prize.meeting.forms import RankingForm
from app.prize.meeting.frames import Frame, acting_frame, jury_frame, staff_frame
from app.prize.meeting.meeting_page import Meeting, meeting
from app.prize.meeting.proposal import Proposal
from app.prize.verdict.ranking import can_rank, set_ranking
from app.prize.views import bp
from app.prize.workflow import LABELS


@bp.route("/jury/<int(max=9999):year>/ranking")
@require(Role.JUROR)
def ranking(year: int) -> ResponseReturnValue:
    """For the chair, who may set it; the other members read it in the minutes."""
    return _page(jury_frame(year))


@bp.route("/staff/prize/<int(max=9999):year>/ranking")
@require(Role.PRIZE_SECRETARY)
def ranking_for_staff(year: int) -> ResponseReturnValue:
    return _page(staff_frame(year))


@bp.route("/jury/<int(max=9999):year>/ranking", methods=["POST"])
@require(Role.JUROR, Role.PRIZE_SECRETARY)
def rank(year: int) -> ResponseReturnValue:
    frame = acting_frame(year)
    policy.can_lead(frame.prize, frame.member, current_user)
    policy.can_open_matrix(frame.prize, current_user)
    shown = meeting(frame.prize, frame.member, current_user)
    form = _form(shown)
    try:
        _set(shown, form)
    except NotAllowed as refusal:
        return _refused(frame, form, refusal)
    db.session.commit()
    flash(_("Rangeringen er satt. Nå skrives begrunnelsen."), "success")
    return redirect(frame.url("ranking"))


def _set(shown: Meeting, form: RankingForm) -> None:
    found = shown.proposal
    if not form.validate():
        raise NotComplete(_("Rangeringen er ikke satt."))
    if form.seen.data != _seen(found):
        raise NotNow(_("Poeng eller stemmer er endret siden siden ble vist. Se over rangeringen en gang til."))
    places = [each.row.nomination for each in found.places[: int(form.count.data)]]
    rows = shown.matrix.by_reference
    mentions = [rows[reference].nomination for reference in form.mentions.data or []]
    set_ranking(shown.prize, places, mentions, found.separated_by, found.draw, by=current_user, at=now())


def _form(shown: Meeting) -> RankingForm:
    found = shown.proposal
    form = RankingForm(
        data={
            "count": str(len(found.places)),
            "mentions": [row.reference for row in found.mentions],
        }
    )
    counts = range(1, len(found.places) + 1)
    form.count.choices = [SelectChoice(str(n), ngettext("%(num)s plass", "%(num)s plasser", n)) for n in counts]
    form.mentions.choices = [SelectChoice(row.reference, row.nomination.project) for row in shown.matrix.ranked]
    return form


def _seen(found: Proposal) -> str:
    """The order as it was shown, so that nothing else is set."""
    return " ".join(f"{each.row.reference}:{each.row.total}" for each in found.places)


def _refused(frame: Frame, form: RankingForm, refusal: NotAllowed) -> ResponseReturnValue:
    if isinstance(refusal, NotPermitted):
        raise refusal
    year, is_member = frame.prize.year, frame.member is not None
    missing = refusal.missing if isinstance(refusal, NotComplete) else {}
    db.session.rollback()
    if sentence := missing.get("mentions"):
        form.mentions.errors = [sentence]
    again = jury_frame(year) if is_member else staff_frame(year)
    reason = missing.get("places") or refusal.reason
    return _page(again, form, None if form.errors else reason, 422 if isinstance(refusal, NotComplete) else 409)


def _page(
    frame: Frame, form: RankingForm | None = None, refusal: str | None = None, status: int = 200
) -> ResponseReturnValue:
    policy.can_lead(frame.prize, frame.member, current_user)
    policy.can_open_matrix(frame.prize, current_user)
    shown = meeting(frame.prize, frame.member, current_user)
    found = shown.proposal
    places = [each.row.nomination for each in found.places]
    return render_template(
        "prize/ranking.html",
        frame=frame,
        prize=frame.prize,
        proposal=found,
        tied=[row.reference for row in found.tied],
        form=form or _form(shown),
        seen=_seen(found),
        blocked=denial(can_rank, frame.prize, places, [], shown.matrix, current_user),
        label=LABELS[frame.prize.status],
        present=len(shown.present_ids),
        refusal=refusal,
    ), status
