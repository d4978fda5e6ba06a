"""What the city wants with the week, and when that held. A round keeps the goals that it was announced with."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.access import Actor
from app.audit.actions import record
from app.campaign.models import Goal
from app.campaign.policy import can_administer
from app.extensions import db
from app.rounds.contents import code_of

DOCUMENT = Path(__file__).parent / "goals.toml"
Row = dict[str, Any]


@dataclass(frozen=True)
class Sorted:
    """A round's goals seen from a later day. `kept` and `new` are rows of a round's list; `dropped` held no more."""

    kept: list[Row]
    new: list[Row]
    dropped: list[Row]

    @property
    def offered(self) -> list[Row]:
        return [*self.kept, *self.new]


def holds(goal: Goal, day: date) -> bool:
    return goal.valid_from <= day and (goal.valid_to is None or day <= goal.valid_to)


def sort(rows: Sequence[Row], known: Collection[Goal], day: date) -> Sorted:
    """A goal that nobody has entered here is the round's own, and stays."""
    codes = {goal.code for goal in known}
    holding = [goal for goal in known if holds(goal, day)]
    held = {goal.code for goal in holding}
    own = {row["code"] for row in rows}
    return Sorted(
        kept=[row for row in rows if row["code"] not in codes or row["code"] in held],
        new=[_row(goal) for goal in holding if goal.code not in own],
        dropped=[row for row in rows if row["code"] in codes and row["code"] not in held],
    )


def _row(goal: Goal) -> Row:
    return {"code": goal.code, "name": goal.name, "help_text": goal.help_text, "lead_days": None}


def all_goals() -> Sequence[Goal]:
    """Those that hold longest first."""
    return db.session.scalars(select(Goal).order_by(Goal.valid_from.desc(), Goal.position, Goal.id)).all()


def goal_of(public_id: str) -> Goal:
    """Raises NoResultFound."""
    return db.session.scalars(select(Goal).where(Goal.public_id == public_id)).one()


def load(by: Actor, at: datetime) -> int:
    """The known goals that are not there. Returns how many were added; none the second time."""
    can_administer(by)
    known = set(db.session.scalars(select(Goal.code)))
    rows = tomllib.loads(DOCUMENT.read_text(encoding="utf-8"))["goals"]
    added = [Goal(position=i, **row) for i, row in enumerate(rows) if row["code"] not in known]
    for goal in added:
        db.session.add(goal)
        record("goal_changed", by=by, at=at, goal=goal.code)
    return len(added)


def save(goal: Goal | None, values: Mapping[str, Any], *, by: Actor, at: datetime) -> Goal:
    """A new goal, or a changed one. Rounds keep what they have."""
    can_administer(by)
    if goal is None:
        known = db.session.scalars(select(Goal.code)).all()
        goal = Goal(code=code_of(values["name"], known), position=len(known))
        db.session.add(goal)
    for name, value in values.items():
        setattr(goal, name, value)
    record("goal_changed", by=by, at=at, goal=goal.code)
    return goal
