"""Every change to a year as such. `at` is the moment of the act."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.access import Actor
from app.audit.actions import record
from app.clock import days_later
from app.extensions import db
from app.judging.models import Rubric
from app.prize import contents, policy, promises
from app.prize.loading import load_prize, standard
from app.prize.models import Prize, PrizeStatus
from app.prize.workflow import move
from app.rounds.reuse_week import reuse_monday as reuse_monday

OWN = frozenset(
    {
        "id",
        "year",
        "status",
        "announced_at",
        "name",
        "reference",
        "rubric_id",
        "opens_at",
        "closes_at",
        "finished_by",
        "scoring_closes_at",
        "meeting_at",
        "handover_on",
        "last_number",
        "scores_locked_at",
        "created_at",
    }
)
"""Columns that a copy does not take over."""


def create(monday: date, *, by: Actor, at: datetime) -> Prize:
    """A planned year from the standard document."""
    policy.can_create(by)
    return load_prize(standard(), monday=monday, by=by, at=at)


def copy(source: Prize, monday: date, *, by: Actor, at: datetime) -> Prize:
    """A planned year like `source`, every day moved from its reuse week to the new one; clocks keep their hour in Oslo.
    The seats come along, not those who sat in them."""
    policy.can_create(by)
    moved = monday - reuse_monday(source.year)
    made = Prize(
        **{column.key: getattr(source, column.key) for column in Prize.__table__.columns if column.key not in OWN},
        year=monday.year,
        name=f"Ombruksprisen {monday.year}",
        reference=f"PRIS-{monday.year}",
        rubric=Rubric(name=source.rubric.name, criteria=[]),
        opens_at=days_later(source.opens_at, moved),
        closes_at=days_later(source.closes_at, moved),
        finished_by=source.finished_by + moved,
        scoring_closes_at=source.scoring_closes_at and days_later(source.scoring_closes_at, moved),
        meeting_at=source.meeting_at and days_later(source.meeting_at, moved),
        handover_on=source.handover_on and source.handover_on + moved,
        created_at=at,
    )
    db.session.add(made)
    db.session.flush()
    for name in contents.LISTS:
        contents.write(made, name, contents.read(source, name))
    record("prize_created", by=by, at=at, case=made.reference, year=made.year)
    return made


def change(prize: Prize, changes: Mapping[str, Any], *, by: Actor, at: datetime) -> list[str]:
    """Set what differs: columns, and whole lists by their name in contents.LISTS. Returns the names of what changed."""
    differing = promises.changed(prize, changes)
    policy.can_change(prize, differing, by=by, at=at)
    for name, value in differing.items():
        contents.write(prize, name, value)
    if differing:
        what = ", ".join(differing)
        record("prize_changed", by=by, at=at, case=prize.reference, year=prize.year, what=what)
    return list(differing)


def announce(prize: Prize, *, by: Actor, at: datetime) -> None:
    """From now on it is public, and what it promises stands."""
    policy.can_announce(prize, by=by, at=at)
    prize.announced_at = at
    record("prize_announced", by=by, at=at, case=prize.reference, year=prize.year)


def cancel(prize: Prize, *, by: Actor, at: datetime) -> None:
    """No prize this year: the public page goes, the nominations stay with the secretariat."""
    policy.can_cancel(prize, by=by)
    move(prize, PrizeStatus.CANCELLED, by=by, at=at)
