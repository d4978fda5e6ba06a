"""Where in a draft an answer lies. A path is made of positions that are never used again after a removal:
`contact_name`, `a1.title`, `a1.s2.held_on` (session), `a1.b3.amount_nok` (expense), `a1.g1.text` (other grant)."""

import re
from dataclasses import dataclass
from typing import Any

from app.applications import asked_of_activity, asked_of_applicant
from app.applications.asked_of_activity import MOST_ROWS, ROWS
from app.applications.models import Activity, ActivitySession, Application, BudgetLine, BudgetSide
from app.applications.questions import Question
from app.applications.tiers import length_of
from app.rounds.models import FormLength

PATH = re.compile(r"(?:a(\d{1,3})\.)?(?:([sbg])(\d{1,3})\.)?([a-z][a-z0-9_]{0,40})")
PART = re.compile(r"a(\d{1,3})(?:\.([sbg])(\d{1,3}))?")
HIGHEST_POSITION = 200

Row = ActivitySession | BudgetLine
Thing = Application | Activity | Row


class NoSuchField(LookupError):
    """A path that this draft does not have and never had."""


class Removed(LookupError):
    """A path inside something that was removed. `part` names it: `a2`, `a1.s3`."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass
class Place:
    """One answer's place. `thing` is None for a row that nobody has written in yet."""

    application: Application
    activity: Activity | None
    thing: Thing | None
    question: Question
    row: str = ""  # the letter of a row: s, b, g
    position: int = 0

    @property
    def length(self) -> FormLength:
        return length_of(self.application, self.activity)

    @property
    def value(self) -> Any:
        return None if self.thing is None else self.question.value_of(self.thing)


def find(application: Application, path: str) -> Place:
    """Raises NoSuchField, or Removed."""
    match = PATH.fullmatch(path)
    if match is None:
        raise NoSuchField(path)
    activity_position, row, row_position, key = match.groups()
    if activity_position is None:
        return _of_applicant(application, key, row)
    activity = activity_at(application, int(activity_position))
    if row is None:
        question = asked_of_activity.find(application, key)
        if question is None:
            raise NoSuchField(path)
        return Place(application, activity, activity, question)
    return _in_row(application, activity, row, int(row_position), key)


def _of_applicant(application: Application, key: str, row: str | None) -> Place:
    question = asked_of_applicant.BY_KEY.get(key)
    if question is None or row is not None:
        raise NoSuchField(key)
    return Place(application, None, application, question)


def _in_row(application: Application, activity: Activity, row: str, position: int, key: str) -> Place:
    question = next((question for question in ROWS[row] if question.key == key), None)
    if question is None or not 1 <= position <= HIGHEST_POSITION:
        raise NoSuchField(key)
    thing = next((found for found in rows(activity, row) if found.position == position), None)
    part = row_path(activity, row, position)
    if thing is None and part in application.field_revisions:
        raise Removed(part)
    return Place(application, activity, thing, question, row, position)


def activity_at(application: Application, position: int) -> Activity:
    """Raises Removed or NoSuchField."""
    for activity in application.activities:
        if activity.position == position:
            return activity
    if f"a{position}" in application.field_revisions:
        raise Removed(f"a{position}")
    raise NoSuchField(f"a{position}")


def rows(activity: Activity, row: str) -> list[Any]:
    """The rows of one letter, in their order."""
    if row == "s":
        return list(activity.sessions)
    side = BudgetSide.EXPENSE if row == "b" else BudgetSide.OTHER_GRANT
    return [line for line in activity.budget_lines if line.side is side]


def new_row(activity: Activity, row: str, position: int) -> Row:
    """An empty row at `position`, added to the activity."""
    if row == "s":
        session = ActivitySession(position=position)
        activity.sessions.append(session)
        return session
    line = BudgetLine(position=position, side=BudgetSide.EXPENSE if row == "b" else BudgetSide.OTHER_GRANT)
    activity.budget_lines.append(line)
    return line


def has_room(activity: Activity, row: str) -> bool:
    return len(rows(activity, row)) < MOST_ROWS[row]


def activity_path(activity: Activity) -> str:
    return f"a{activity.position}"


def row_path(activity: Activity, row: str, position: int) -> str:
    return f"a{activity.position}.{row}{position}"


def next_position(application: Application, prefix: str, used: list[int]) -> int:
    """After every position that is or ever was: `prefix` is `a`, or `a1.s`."""
    gone = [int(part[len(prefix) :]) for part in application.field_revisions if _is_part(part, prefix)]
    return max([*used, *gone], default=0) + 1


def _is_part(part: str, prefix: str) -> bool:
    return part.startswith(prefix) and part[len(prefix) :].isdigit()
