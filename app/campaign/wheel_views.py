"""The wheel of the year, for those who keep it: a list by month and a drawing of the same."""

from datetime import date
from typing import Any

from babel.dates import format_date
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.access import Role, require
from app.campaign import drawing, wheel
from app.campaign.forms import LEAP_YEAR, YearTaskForm
from app.campaign.lasting_views import edited, taken_in
from app.campaign.models import YearTask
from app.campaign.views import bp
from app.extensions import db

WORKERS = (Role.CASE_HANDLER, Role.ADMINISTRATOR)
EARLIEST, LATEST = 2014, 2100


@bp.route(wheel.PATH)
@require(*WORKERS)
def year() -> ResponseReturnValue:
    today = clock.local(clock.now()).date()
    chosen = _chosen(today)
    entries = wheel.entries(chosen, today)
    return render_template(
        "campaign/year.html",
        year=chosen,
        months=drawing.by_month(entries),
        spots=drawing.spots(entries),
        labels=drawing.month_labels(),
        lines=drawing.month_lines(),
        done=sum(entry.done is not None for entry in entries),
        entries=entries,
        states=wheel.State,
    )


def _chosen(today: date) -> int:
    asked = request.args.get("aar", type=int)
    return asked if asked and EARLIEST <= asked <= LATEST else wheel.year_at(today)


@bp.route("/staff/year/<int(max=9999):year>/tasks/<public_id>/done", methods=["POST"])
@require(*WORKERS)
def finish_year_task(year: int, public_id: str) -> ResponseReturnValue:
    task = wheel.task_of(public_id)
    wheel.finish(task, year, by=current_user, at=clock.now())
    db.session.commit()
    flash(_("«%(task)s» er gjort for %(year)s.", task=task.title, year=year), "success")
    return redirect(url_for(".year", aar=year))


@bp.route("/staff/year/<int(max=9999):year>/tasks/<public_id>/reopen", methods=["POST"])
@require(*WORKERS)
def reopen_year_task(year: int, public_id: str) -> ResponseReturnValue:
    task = wheel.task_of(public_id)
    wheel.reopen(task, year, by=current_user, at=clock.now())
    db.session.commit()
    flash(_("«%(task)s» er tatt opp igjen.", task=task.title), "success")
    return redirect(url_for(".year", aar=year))


@bp.route("/staff/year/tasks")
@require(Role.ADMINISTRATOR)
def year_tasks() -> ResponseReturnValue:
    year = wheel.year_at(clock.today())
    return render_template("campaign/year_tasks.html", tasks=wheel.all_tasks(year), day_of=_day_of)


def _day_of(task: YearTask) -> str:
    """«1. mai», of a task on a fixed day."""
    on = date(LEAP_YEAR, task.month or 1, task.day or 1)
    return str(format_date(on, "d. MMMM", locale=get_locale() or "nb"))


@bp.route("/staff/year/tasks/standard", methods=["POST"])
@require(Role.ADMINISTRATOR)
def load_wheel() -> ResponseReturnValue:
    added = wheel.load(current_user, clock.now())
    return taken_in(added, _("%(n)s oppgaver er lagt inn.", n=added), ".year_tasks")


@bp.route("/staff/year/tasks/new", methods=["GET", "POST"])
@require(Role.ADMINISTRATOR)
def new_year_task() -> ResponseReturnValue:
    return _edit(None, YearTaskForm(remind_days=14))


@bp.route("/staff/year/tasks/<public_id>", methods=["GET", "POST"])
@require(Role.ADMINISTRATOR)
def year_task(public_id: str) -> ResponseReturnValue:
    task = wheel.task_of(public_id)
    return _edit(task, YearTaskForm(obj=task))


def _edit(task: YearTask | None, form: Any) -> ResponseReturnValue:
    def save(values: dict[str, Any]) -> str:
        return wheel.save(task, values, by=current_user, at=clock.now()).title

    return edited("campaign/year_task.html", form, save, ".year_tasks", task=task)
