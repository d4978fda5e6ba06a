"""Interim replies and delays to many cases at once, and tasks."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from app.access import Role, require
from app.accounts.queries import staff_with
from app.applications.queries import case
from app.casework.timekeeping import actions as timekeeping
from app.casework.timekeeping import queries
from app.casework.timekeeping.forms import ReplyForm, TaskForm
from app.casework.timekeeping.jobs import print_reply
from app.casework.views import bp
from app.clock import now
from app.extensions import db
from app.layout import flash_undo
from app.policy import NotComplete
from app.rounds.queries import working_round


@bp.route("/staff/replies", methods=["GET", "POST"])
@require(Role.CASE_HANDLER)
def replies() -> ResponseReturnValue:
    """The cases that are due stand listed before anything is sent; each gets its result after."""
    grant_round = working_round(request.args.get("runde"))
    form = ReplyForm()
    if request.method == "GET":
        form.expected_on.data = grant_round.answer_due_on if grant_round.answer_due_on > now().date() else None
        return _replies(form, grant_round)
    if not form.validate():
        return _replies(form, grant_round, 422)
    chosen = request.form.getlist("case")
    try:
        results = timekeeping.reply_to(
            chosen, form.expected_on.data, form.reasons.data or "", by=current_user, at=now()
        )
    except NotComplete as lack:
        db.session.rollback()
        for name, sentence in lack.missing.items():
            form[name].errors = [sentence]
        return _replies(form, working_round(request.args.get("runde")), 409)
    sent = [one.reply.id for one in results if one.reply]
    db.session.commit()
    for reply_id in sent:
        print_reply.enqueue(reply_id)
    return render_template("casework/replied.html", results=results, sent=len(sent))


def _replies(form: ReplyForm, grant_round: Any, status: int = 200) -> ResponseReturnValue:
    due = queries.due_replies(now(), grant_round.id)
    chosen = set(request.form.getlist("case")) if status != 200 else {one.reference for one in due}
    page = render_template("casework/replies.html", form=form, due=due, chosen=chosen, round=grant_round)
    return page, status


@bp.route("/staff/tasks", methods=["POST"])
@require(Role.CASE_HANDLER, Role.APPROVER)
def add_task() -> ResponseReturnValue:
    form, people = task_form()
    try:
        if not form.validate():
            raise NotComplete(_("Oppgaven er ikke lagret."), {name: found[0] for name, found in form.errors.items()})
        about = case(form.reference.data.strip()) if (form.reference.data or "").strip() else None
        person = people.get(form.person.data)
        timekeeping.add_task(form.title.data or "", form.due_on.data, person, about, by=current_user, at=now())
    except NoResultFound:
        db.session.rollback()
        form.reference.errors = [_("Fant ingen sak med dette nummeret.")]
        return render_template("casework/task.html", form=form), 422
    except NotComplete as lack:
        db.session.rollback()
        for name, sentence in lack.missing.items():
            form[name].errors = [sentence]
        return render_template("casework/task.html", form=form), 422
    db.session.commit()
    flash(_("Oppgaven er lagret."), "success")
    return redirect(url_for("overview.board"))


def task_form() -> tuple[TaskForm, dict[str, Any]]:
    """The form, and whom a task may be given to, by public id."""
    workers = {one.public_id: one for role in (Role.CASE_HANDLER, Role.APPROVER) for one in staff_with(role)}
    form = TaskForm()
    form.person.choices = [(public_id, one.name) for public_id, one in workers.items()]
    form.person.data = form.person.data or current_user.public_id
    return form, workers


@bp.route("/staff/tasks/<public_id>/done", methods=["POST"])
@require(Role.CASE_HANDLER, Role.APPROVER)
def finish_task(public_id: str) -> ResponseReturnValue:
    task = queries.task(public_id)
    timekeeping.finish_task(task, by=current_user, at=now())
    db.session.commit()
    flash_undo(_("Gjort: %(title)s.", title=task.title), url_for(".reopen_task", public_id=public_id))
    return redirect(url_for("overview.board"))


@bp.route("/staff/tasks/<public_id>/reopen", methods=["POST"])
@require(Role.CASE_HANDLER, Role.APPROVER)
def reopen_task(public_id: str) -> ResponseReturnValue:
    timekeeping.reopen_task(queries.task(public_id), by=current_user)
    db.session.commit()
    return redirect(url_for("overview.board"))
