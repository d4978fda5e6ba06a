"""The wheel of a year: dates that come back, what is done of them, and who is reminded."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.access import Actor, Role
from app.accounts.links import Site
from app.accounts.queries import staff_with
from app.audit.actions import record
from app.campaign.messages import task_reminder
from app.campaign.models import Week, YearTask, YearTaskDone
from app.campaign.policy import can_administer
from app.clock import local
from app.extensions import db
from app.mail.actions import Draft, queue_all
from app.mail.models import Mail
from app.policy import NotNow
from app.rounds.contents import code_of
from app.rounds.reuse_week import reuse_monday

DOCUMENT = Path(__file__).parent / "wheel.toml"
PATH = "/staff/year"
FIRST_HOUR = 7
"""Reminders go out from seven in the morning, Oslo time."""
SPILLS_INTO = 2
"""A year's last tasks lie in January and February of the next."""


class State(StrEnum):
    DONE = "done"
    LATE = "late"
    SOON = "soon"  # within its days of reminder
    AHEAD = "ahead"


@dataclass(frozen=True)
class Entry:
    """A task in one year."""

    task: YearTask
    on: date
    done: YearTaskDone | None
    state: State


def year_at(today: date) -> int:
    """The campaign year that somebody works in: last year's still, in January and February."""
    return today.year - 1 if today.month <= SPILLS_INTO else today.year


def date_of(task: YearTask, year: int, monday: date) -> date:
    """29 February is the 28th in a year that has none."""
    if task.days_from_week is not None:
        return monday + timedelta(days=task.days_from_week)
    assert task.month is not None
    assert task.day is not None
    try:
        return date(year, task.month, task.day)
    except ValueError:
        return date(year, task.month + 1, 1) - timedelta(days=1)


def state_of(on: date, is_done: bool, remind_days: int, today: date) -> State:
    if is_done:
        return State.DONE
    if on < today:
        return State.LATE
    return State.SOON if on - timedelta(days=remind_days) <= today else State.AHEAD


def entries(year: int, today: date) -> list[Entry]:
    """By date. Three statements. The week's own Monday, or the one of Black Friday's week."""
    return _entries(year, today, _tasks(), _done({year}), _mondays({year}))


def _entries(
    year: int,
    today: date,
    tasks: Sequence[YearTask],
    done: Mapping[tuple[int, int], YearTaskDone],
    mondays: Mapping[int, date],
) -> list[Entry]:
    monday, found = mondays.get(year) or reuse_monday(year), []
    for task in tasks:
        on, given = date_of(task, year, monday), done.get((task.id, year))
        found.append(Entry(task, on, given, state_of(on, given is not None, task.remind_days, today)))
    return sorted(found, key=lambda entry: (entry.on, entry.task.id))


def _tasks() -> Sequence[YearTask]:
    return db.session.scalars(select(YearTask).where(YearTask.is_active).order_by(YearTask.id)).all()


def _done(years: set[int]) -> dict[tuple[int, int], YearTaskDone]:
    found = db.session.scalars(select(YearTaskDone).where(YearTaskDone.year.in_(years)))
    return {(one.task_id, one.year): one for one in found}


def _mondays(years: set[int]) -> dict[int, date]:
    found = db.session.execute(select(Week.year, Week.starts_on).where(Week.year.in_(years)))
    return {year: starts_on for year, starts_on in found}


def all_tasks(year: int) -> Sequence[YearTask]:
    """In the order of this year; those that are resting last."""
    monday = reuse_monday(year)
    found = db.session.scalars(select(YearTask).order_by(YearTask.id))
    return sorted(found, key=lambda task: (not task.is_active, date_of(task, year, monday)))


def task_of(public_id: str) -> YearTask:
    """Raises NoResultFound."""
    return db.session.scalars(select(YearTask).where(YearTask.public_id == public_id)).one()


def load(by: Actor, at: datetime) -> int:
    """The standard tasks that are not there. Returns how many were added; none the second time."""
    can_administer(by)
    known = set(db.session.scalars(select(YearTask.code)))
    rows = tomllib.loads(DOCUMENT.read_text(encoding="utf-8"))["tasks"]
    added = [YearTask(**row) for row in rows if row["code"] not in known]
    for task in added:
        db.session.add(task)
        record("year_task_changed", by=by, at=at, task=task.code)
    return len(added)


def save(task: YearTask | None, values: Mapping[str, Any], *, by: Actor, at: datetime) -> YearTask:
    """A new task, or a changed one."""
    can_administer(by)
    if task is None:
        codes = db.session.scalars(select(YearTask.code)).all()
        task = YearTask(code=code_of(values["title"], codes))
        db.session.add(task)
    for name, value in values.items():
        setattr(task, name, value)
    record("year_task_changed", by=by, at=at, task=task.code)
    return task


def finish(task: YearTask, year: int, *, by: Actor, at: datetime) -> None:
    """It is done for this year. Done already stays as it is."""
    if not task.is_active:
        raise NotNow(_("Denne oppgaven er lagt bort."))
    if (task.id, year) in _done({year}):
        return
    assert by.actor_id is not None
    db.session.add(YearTaskDone(task_id=task.id, year=year, by_id=by.actor_id, by_name=by.display_name, at=at))
    record("year_task_done", by=by, at=at, task=task.code, year=year)


def reopen(task: YearTask, year: int, *, by: Actor, at: datetime) -> None:
    """It was not done after all."""
    if (task.id, year) not in _done({year}):
        return
    db.session.execute(delete(YearTaskDone).where(YearTaskDone.task_id == task.id, YearTaskDone.year == year))
    record("year_task_reopened", by=by, at=at, task=task.code, year=year)


def remind(site: Site, at: datetime) -> int:
    """Tell the administrators of what is due soon, each of them once a task and year. Returns how many e-mails."""
    wall = local(at)
    if wall.hour < FIRST_HOUR:
        return 0
    today, tasks = wall.date(), _tasks()
    if not tasks:
        return 0
    years = {today.year - 1, today.year, today.year + 1}
    done, mondays = _done(years), _mondays(years)
    soon = [
        (year, entry)
        for year in sorted(years)
        for entry in _entries(year, today, tasks, done, mondays)
        if entry.state is State.SOON
    ]
    return _send(soon, site, at) if soon else 0


def _send(soon: Sequence[tuple[int, Entry]], site: Site, at: datetime) -> int:
    administrators = staff_with(Role.ADMINISTRATOR)
    drafts = []
    for year, entry in soon:
        subject, body = task_reminder(entry.task.title, entry.task.text, entry.on, f"{PATH}?aar={year}", site)
        drafts += [
            Draft(f"year-task:{entry.task.code}:{year}:{person.id}", person.email, subject, body)
            for person in administrators
        ]
    known = set(db.session.scalars(select(Mail.key).where(Mail.key.in_([draft.key for draft in drafts]))))
    return len(queue_all([draft for draft in drafts if draft.key not in known], at))
