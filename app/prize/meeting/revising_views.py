"""A juror changes own scores once, on a page of its own."""

from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.clock import now
from app.extensions import db
from app.judging import policy as judging
from app.judging.models import Assessment
from app.judging.queries import Question, criteria, own_assessment, questions
from app.policy import NotAllowed, NotPermitted
from app.prize.jury.standing import standing
from app.prize.meeting import policy, revising
from app.prize.meeting.forms import ReviseForm
from app.prize.meeting.frames import Frame, jury_frame
from app.prize.meeting.given import nomination_of
from app.prize.nominations.models import Nomination
from app.prize.scoring.forms import Typed, typed_card
from app.prize.scoring.screen import Asked
from app.prize.views import bp


@bp.route("/jury/<int(max=9999):year>/nominations/<reference>/revise", methods=["GET", "POST"])
@require(Role.JUROR)
def revise_scores(year: int, reference: str) -> ResponseReturnValue:
    frame, form = jury_frame(year), ReviseForm()
    assert frame.member is not None
    nomination, known = nomination_of(frame.prize, reference), standing(frame.prize)
    policy.can_revise(frame.prize, nomination, frame.member, known)
    if not form.is_submitted():
        return _page(frame, nomination, form)
    typed = typed_card(request.form, questions(frame.prize.rubric_id))
    errors = {code: one.error for code, one in typed.items() if one.error}
    if not form.validate() or errors:
        return _page(frame, nomination, form, typed, errors, status=422)
    answers = [(one, typed[one.code].given) for one in criteria(frame.prize.rubric_id)]
    try:
        revising.revise(
            frame.prize, nomination, frame.member, answers, form.reason.data, known, by=current_user, at=now()
        )
    except NotAllowed as refusal:
        return _refused(frame, reference, form, typed, refusal)
    db.session.commit()
    flash(_("Poengene dine er endret. De første står ved siden av."), "success")
    return redirect(frame.url("matrix_row", reference=reference))


def _refused(
    frame: Frame, reference: str, form: ReviseForm, typed: Mapping[str, Typed], refusal: NotAllowed
) -> ResponseReturnValue:
    """The same page with what was typed; nothing is changed."""
    if isinstance(refusal, NotPermitted):
        raise refusal
    db.session.rollback()
    missing = dict(getattr(refusal, "missing", {}))
    if reason := missing.pop("reason", None):
        form.reason.errors = [reason]
    again = jury_frame(frame.prize.year)
    return _page(again, nomination_of(again.prize, reference), form, typed, missing, refusal.reason, 409)


def _page(
    frame: Frame,
    nomination: Nomination,
    form: ReviseForm,
    typed: Mapping[str, Typed] | None = None,
    errors: Mapping[str, str | None] | None = None,
    refusal: str | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    own = own_assessment(nomination.subject_id or 0, current_user.actor_id)
    if refusal is None:
        judging.can_revise(own)
    return render_template(
        "prize/revise.html",
        frame=frame,
        prize=frame.prize,
        nomination=nomination,
        asked=_asked(questions(frame.prize.rubric_id), own, typed or {}, errors or {}),
        form=form,
        refusal=refusal,
    ), status


def _asked(
    asked: Sequence[Question], own: Assessment | None, typed: Mapping[str, Typed], errors: Mapping[str, str | None]
) -> list[Asked]:
    """As it was just typed, else as it stands."""
    scores = {score.criterion_id: score for score in own.scores} if own else {}
    found = []
    for question in asked:
        given = typed[question.code].given if question.code in typed else scores.get(question.id)
        value, cannot = (given.value, given.cannot_assess) if given else (None, False)
        comment = (given.comment if given else None) or ""
        found.append(Asked(question, value, cannot, comment, 0, errors.get(question.code)))
    return found
