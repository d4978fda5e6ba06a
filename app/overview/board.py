"""What waits, for whom, and what is late: derived from every room, with the tasks that people wrote down."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import require
from app.accounts.models import User
from app.accounts.roles import CASE_READERS
from app.casework import assessing_waiting
from app.casework.conversation import waiting as conversation_waiting
from app.casework.supplements import waiting as supplement_waiting
from app.casework.timekeeping import waiting as time_waiting
from app.casework.timekeeping.models import Task
from app.casework.timekeeping.policy import WORKERS
from app.casework.timekeeping.queries import open_tasks
from app.casework.timekeeping.views import task_form
from app.casework.waiting import Waiting
from app.clock import local, now
from app.decisions.appeals import queries as appeal_queries
from app.decisions.reversals import waiting as reversal_waiting
from app.extensions import db
from app.fileaccess import waiting as requests
from app.followup.changes import queries as change_queries
from app.followup.recovery import queries as recovery_queries
from app.followup.report import queries as report_queries
from app.law.deadlines import working_days_after
from app.overview.views import bp

SOURCES: tuple[Callable[[datetime], Sequence[Waiting]], ...] = (
    time_waiting.waiting,
    supplement_waiting.waiting,
    conversation_waiting.waiting,
    assessing_waiting.waiting,
    appeal_queries.waiting,
    reversal_waiting.waiting,
    change_queries.waiting,
    report_queries.waiting,
    recovery_queries.waiting,
    requests.waiting,
)
"""Each asks the database once."""
SOON = 3  # working days


@dataclass(frozen=True)
class Item:
    """A line of the board: something that waits, or a task."""

    due_on: date | None
    what: str
    reference: str | None
    organisation: str | None
    person_id: int | None
    person: str | None
    url: str | None
    task_id: str | None = None


@dataclass(frozen=True)
class Group:
    name: str
    is_late: bool
    items: Sequence[Item]


@bp.route("/staff/board")
@require(*CASE_READERS)
def board() -> ResponseReturnValue:
    at, everybody = now(), request.args.get("hvem") == "alle"
    items = list(_items(at))
    mine = [one for one in items if one.person_id in {None, current_user.id}]
    form = task_form()[0] if WORKERS & current_user.roles else None
    return render_template(
        "overview/board.html",
        groups=_groups(items if everybody else mine, local(at).date()),
        everybody=everybody,
        counts=(len(mine), len(items)),
        form=form,
    )


def _items(at: datetime) -> Iterable[Item]:
    found = [one for source in SOURCES for one in source(at)]
    names = _names({one.person_id for one in found if one.person_id is not None})
    for one in found:
        person = names.get(one.person_id or 0)
        yield Item(one.due_on, one.what, one.reference, one.organisation, one.person_id, person, one.url)
    yield from (_task(one) for one in open_tasks())


def _task(task: Task) -> Item:
    about = task.application
    return Item(
        due_on=task.due_on,
        what=task.title,
        reference=about.reference if about else None,
        organisation=about.organisation.name if about else None,
        person_id=task.person_id,
        person=task.person.name,
        url=None,
        task_id=task.public_id,
    )


def _names(ids: set[int]) -> dict[int, str]:
    rows = db.session.execute(db.select(User.id, User.name).where(User.id.in_(ids))) if ids else ()
    return {key: name for key, name in rows}


def _groups(items: Sequence[Item], today: date) -> list[Group]:
    """Late first, then today, the next working days, later, and what has no date; empty groups are left out."""
    soon = working_days_after(today, SOON)
    names = {
        "late": _("Forfalt"),
        "today": _("I dag"),
        "soon": _("De neste %(n)s arbeidsdagene", n=SOON),
        "later": _("Senere"),
        "undated": _("Uten frist"),
    }
    grouped: dict[str, list[Item]] = {name: [] for name in names}
    for item in sorted(items, key=lambda one: (one.due_on or date.max, one.reference or "", one.what)):
        grouped[_when(item.due_on, today, soon)].append(item)
    return [Group(str(names[code]), code == "late", found) for code, found in grouped.items() if found]


def _when(due_on: date | None, today: date, soon: date) -> str:
    if due_on is None:
        return "undated"
    if due_on < today:
        return "late"
    if due_on == today:
        return "today"
    return "soon" if due_on <= soon else "later"
