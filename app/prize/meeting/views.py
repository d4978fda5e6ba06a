"""The scores side by side, once they are locked: for the members and for the secretary."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import Role, require
from app.policy import denial
from app.prize.jury.standing import standing
from app.prize.meeting import policy
from app.prize.meeting.forms import LockForm, ReopenForm
from app.prize.meeting.frames import Frame, jury_frame, staff_frame
from app.prize.meeting.given import given
from app.prize.meeting.matrix import Mark, judged_nominations
from app.prize.meeting.matrix_table import Line, Table, table
from app.prize.meeting.progress import left
from app.prize.models import PrizeStatus
from app.prize.scoring.sealed import OPENED
from app.prize.views import bp
from app.prize.workflow import LABELS

REOPENED_FROM = (PrizeStatus.LOCKED, PrizeStatus.MEETING)


@bp.route("/jury/<int(max=9999):year>/matrix")
@require(Role.JUROR)
def matrix(year: int) -> ResponseReturnValue:
    return matrix_page(jury_frame(year))


@bp.route("/staff/prize/<int(max=9999):year>/matrix")
@require(Role.PRIZE_SECRETARY)
def matrix_for_staff(year: int) -> ResponseReturnValue:
    """Until the lock how far each juror is, and nothing else; from then on all the scores."""
    return staff_page(staff_frame(year))


def staff_page(
    frame: Frame, form: LockForm | ReopenForm | None = None, refusal: str | None = None, status: int = 200
) -> ResponseReturnValue:
    """What the secretary sees now, with a form that was refused if it still stands there."""
    if frame.prize.status in OPENED:
        return matrix_page(frame, form if isinstance(form, ReopenForm) else None, refusal, status)
    return _progress_page(frame, form if isinstance(form, LockForm) else None, refusal, status)


def _seen(frame: Frame) -> Table:
    """The matrix, for those who may see it now."""
    policy.can_open_matrix(frame.prize, current_user)
    found = table(frame.prize)
    policy.can_see_matrix(frame.member, found.user_ids)
    return found


def matrix_page(
    frame: Frame, form: ReopenForm | None = None, refusal: str | None = None, status: int = 200
) -> ResponseReturnValue:
    found = _seen(frame)
    lacking = [line for line in found.lines if line.given < found.quorum]
    return render_template(
        "prize/matrix.html",
        frame=frame,
        prize=frame.prize,
        table=found,
        lacking=lacking,
        label=LABELS[frame.prize.status],
        may_reopen=bool(lacking) and frame.member is None and frame.prize.status in REOPENED_FROM,
        form=form or ReopenForm(formdata=None),
        refusal=refusal,
    ), status


def _progress_page(frame: Frame, form: LockForm | None, refusal: str | None, status: int) -> ResponseReturnValue:
    known, nominations = standing(frame.prize), judged_nominations(frame.prize)
    jurors = left(frame.prize, known, nominations)
    return render_template(
        "prize/scores.html",
        frame=frame,
        prize=frame.prize,
        jurors=jurors,
        unfinished=[one for one in jurors if one.count],
        lacking=known.lacks_quorum(nominations, frame.prize.quorum),
        label=LABELS[frame.prize.status],
        blocked=denial(policy.can_lock, frame.prize, current_user),
        is_scoring=frame.prize.status is PrizeStatus.SCORING,
        form=form or LockForm(formdata=None),
        refusal=refusal,
    ), status


@bp.route("/jury/<int(max=9999):year>/matrix/<reference>")
@require(Role.JUROR)
def matrix_row(year: int, reference: str) -> ResponseReturnValue:
    """One nomination: every juror's score and comment for each criterion."""
    return _row_page(jury_frame(year), reference)


@bp.route("/staff/prize/<int(max=9999):year>/matrix/<reference>")
@require(Role.PRIZE_SECRETARY)
def matrix_row_for_staff(year: int, reference: str) -> ResponseReturnValue:
    return _row_page(staff_frame(year), reference)


def _row_page(frame: Frame, reference: str) -> ResponseReturnValue:
    found = _seen(frame)
    line = seen_line(found, reference, frame)
    sheet = given(frame.prize, line, found, current_user)
    return render_template(
        "prize/matrix_row.html",
        frame=frame,
        prize=frame.prize,
        table=found,
        line=line,
        sheet=sheet,
        may_revise=_may_revise(frame, line) and not sheet.is_revised,
    )


def seen_line(found: Table, reference: str, frame: Frame) -> Line:
    """404 for one that is not the jury's. Raises NotPermitted for a member who may not take part in it."""
    line = next((line for line in found.lines if line.reference == reference), None)
    if line is None:
        abort(404)
    policy.can_see_row(line.recused, frame.member)
    return line


def _may_revise(frame: Frame, line: Line) -> bool:
    """Whether the button is shown; `policy.can_revise` decides."""
    own = line.cells.get(frame.user_id or 0)
    return own is not None and own.mark is Mark.GIVEN and frame.prize.status is PrizeStatus.MEETING
