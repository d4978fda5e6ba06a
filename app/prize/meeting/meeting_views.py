"""The meeting: what is taken up, who is there, and what was said of each."""

from flask import flash, jsonify, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from app.access import Role, require
from app.clock import now
from app.extensions import db
from app.policy import NotAllowed, NotComplete, NotPermitted, denial
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import standing
from app.prize.meeting import attending, policy
from app.prize.meeting.forms import AttendanceForm, BallotForm, NoteForm
from app.prize.meeting.frames import Frame, acting_frame, jury_frame, staff_frame
from app.prize.meeting.given import nomination_of
from app.prize.meeting.meeting_page import Meeting, watched
from app.prize.meeting.meeting_page import meeting as found
from app.prize.models import PrizeStatus
from app.prize.queries import locked_prize
from app.prize.views import bp
from app.prize.workflow import LABELS


@bp.route("/jury/<int(max=9999):year>/meeting")
@require(Role.JUROR)
def meeting(year: int) -> ResponseReturnValue:
    return meeting_page(jury_frame(year))


@bp.route("/staff/prize/<int(max=9999):year>/meeting")
@require(Role.PRIZE_SECRETARY)
def meeting_for_staff(year: int) -> ResponseReturnValue:
    return meeting_page(staff_frame(year))


def meeting_page(
    frame: Frame, form: FlaskForm | None = None, refusal: str | None = None, status: int = 200
) -> ResponseReturnValue:
    """With the form that was refused, as it was typed, if there is one."""
    policy.can_open_matrix(frame.prize, current_user)
    shown = found(frame.prize, frame.member, current_user)
    return render_template(
        "prize/meeting.html",
        frame=frame,
        prize=frame.prize,
        meeting=shown,
        label=LABELS[frame.prize.status],
        is_on=frame.prize.status is PrizeStatus.MEETING,
        is_before=frame.prize.status is PrizeStatus.LOCKED,
        start_blocked=denial(policy.can_start, frame.prize, frame.member, current_user),
        ballot_form=ballot_form(shown, form if isinstance(form, BallotForm) else None),
        attendance_form=attendance_form(shown),
        note_form=form if isinstance(form, NoteForm) else NoteForm(formdata=None),
        refusal=refusal,
    ), status


def ballot_form(shown: Meeting, typed: BallotForm | None = None) -> BallotForm:
    """Between those with a result, the highest total first."""
    form = typed or BallotForm(formdata=None)
    form.choices.choices = [SelectChoice(row.reference, row.nomination.project) for row in shown.matrix.ranked]
    return form


def attendance_form(shown: Meeting) -> AttendanceForm:
    present = [one.public_id for one in shown.members if one.id in shown.present_ids]
    form = AttendanceForm(formdata=None, data={"present": present})
    form.present.choices = [SelectChoice(one.public_id, _member_text(one)) for one in shown.members]
    return form


def _member_text(member: JuryMember) -> str:
    role = _("leder") if member.is_chair else _("vara") if member.is_deputy else ""
    return f"{member.user.name} · {member.seat.code}{f' · {role}' if role else ''}"


def refused(frame: Frame, form: FlaskForm | None, refusal: NotAllowed) -> ResponseReturnValue:
    """The page as it is now, with what was typed; nothing is changed."""
    if isinstance(refusal, NotPermitted):
        raise refusal
    year, is_member = frame.prize.year, frame.member is not None
    db.session.rollback()
    missing = refusal.missing if isinstance(refusal, NotComplete) else {}
    for name, sentence in missing.items():
        if form is not None and name in form:
            form[name].errors = [sentence]
    again = jury_frame(year) if is_member else staff_frame(year)
    return meeting_page(again, form, None if missing and form else refusal.reason, 422 if missing else 409)


@bp.route("/jury/<int(max=9999):year>/meeting/start", methods=["POST"])
@require(Role.JUROR, Role.PRIZE_SECRETARY)
def start_meeting(year: int) -> ResponseReturnValue:
    frame = acting_frame(year)
    try:
        attending.start(frame.prize, by=current_user, at=now())
        if frame.member is not None:
            attending.attend(frame.prize, frame.member, by=current_user, at=now())
    except NotAllowed as refusal:
        return refused(frame, None, refusal)
    db.session.commit()
    flash(_("Jurymøtet er i gang."), "success")
    return redirect(frame.url("meeting"))


@bp.route("/jury/<int(max=9999):year>/meeting/attend", methods=["POST"])
@require(Role.JUROR)
def attend_meeting(year: int) -> ResponseReturnValue:
    """A member says: I am here."""
    frame = jury_frame(year)
    assert frame.member is not None
    shown = found(frame.prize, frame.member, current_user)
    try:
        attending.attend(shown.prize, frame.member, by=current_user, at=now())
    except NotAllowed as refusal:
        return refused(frame, None, refusal)
    db.session.commit()
    return redirect(frame.url("meeting"))


@bp.route("/staff/prize/<int(max=9999):year>/meeting/attendance", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def note_attendance(year: int) -> ResponseReturnValue:
    frame, form = staff_frame(year), AttendanceForm()
    known = standing(locked_prize(year))
    form.present.choices = [SelectChoice(one.public_id, one.public_id) for one in known.members]
    chosen = set(form.present.data or []) if form.validate() else set()
    present = [one for one in known.members if one.public_id in chosen]
    try:
        attending.note_attendance(frame.prize, present, known, by=current_user, at=now())
    except NotAllowed as refusal:
        return refused(frame, None, refusal)
    db.session.commit()
    flash(_("Oppmøtet er lagret."), "success")
    return redirect(frame.url("meeting"))


@bp.route("/staff/prize/<int(max=9999):year>/meeting/notes/<reference>", methods=["POST"])
@require(Role.PRIZE_SECRETARY)
def note_nomination(year: int, reference: str) -> ResponseReturnValue:
    frame, form = staff_frame(year), NoteForm()
    nomination = nomination_of(locked_prize(year), reference)
    if not form.validate():
        return meeting_page(frame, form, status=422)
    try:
        attending.note(frame.prize, nomination, form.text.data, by=current_user, at=now())
    except NotAllowed as refusal:
        return refused(frame, form, refusal)
    db.session.commit()
    flash(_("Notatet er lagret."), "success")
    return redirect(f"{frame.url('meeting')}#{reference}")


@bp.route("/jury/<int(max=9999):year>/meeting/state")
@require(Role.JUROR, Role.PRIZE_SECRETARY)
def meeting_state(year: int) -> ResponseReturnValue:
    """Whether the page would look different now, for the script that watches it."""
    frame = jury_frame(year) if Role.JUROR in current_user.roles else staff_frame(year)
    return jsonify(state=watched(frame.prize))
