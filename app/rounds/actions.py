"""Every change to a round. `at` is the moment of the act."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.access import SYSTEM, Actor
from app.audit.actions import record
from app.clock import at_oslo, days_later
from app.extensions import db
from app.rounds import contents, policy, promises
from app.rounds.models import Round, RoundStatus, Scheme
from app.rounds.workflow import move

OWN = frozenset(
    {
        "id",
        "slug",
        "name",
        "reference_prefix",
        "status",
        "committed_nok",
        "assessing_closed_at",
        "last_case_number",
        "rubric_id",
        "opens_at",
        "closes_at",
        "week_starts_on",
        "week_ends_on",
        "answer_due_on",
        "report_due_on",
    }
)
"""Columns that a copy does not take over."""


def create(
    name: str, reference_prefix: str, monday: date, values: Mapping[str, Any], *, by: Actor, at: datetime
) -> Round:
    """A draft round from nothing. `values` holds scheme_name, pot_nok and max_activity_nok; dates are a first
    suggestion counted from the week's Monday, and texts are empty until somebody writes them."""
    policy.can_create(by)
    grant_round = Round(
        slug=_free_slug(name),
        name=name,
        reference_prefix=reference_prefix,
        scheme=_scheme(values["scheme_name"]),
        pot_nok=values["pot_nok"],
        max_activity_nok=values["max_activity_nok"],
        **dict.fromkeys(("municipality", "owner_unit", "owner_address", "contact_email", "contact_phone"), ""),
        **dict.fromkeys(("appeal_body", "appeal_address", "budget_decision", "guidelines"), ""),
        opens_at=at_oslo(monday - timedelta(days=98), 8),
        closes_at=at_oslo(monday - timedelta(days=64), 23, 59, 59),
        week_starts_on=monday,
        week_ends_on=monday + timedelta(days=6),
        answer_due_on=monday - timedelta(days=45),
    )
    db.session.add(grant_round)
    record("round_created", by=by, at=at, round=grant_round.slug)
    return grant_round


def copy(source: Round, name: str, reference_prefix: str, monday: date, *, by: Actor, at: datetime) -> Round:
    """A draft round like `source`, with every day moved to the new week; clocks keep their hour in Oslo."""
    policy.can_create(by)
    moved = monday - source.week_starts_on
    grant_round = Round(
        **{column.key: getattr(source, column.key) for column in Round.__table__.columns if column.key not in OWN},
        slug=_free_slug(name),
        name=name,
        reference_prefix=reference_prefix,
        opens_at=days_later(source.opens_at, moved),
        closes_at=days_later(source.closes_at, moved),
        week_starts_on=monday,
        week_ends_on=source.week_ends_on + moved,
        answer_due_on=source.answer_due_on + moved,
        report_due_on=source.report_due_on and source.report_due_on + moved,
    )
    for name_of_list in contents.LISTS:
        contents.write(grant_round, name_of_list, contents.read(source, name_of_list))
    db.session.add(grant_round)
    record("round_created", by=by, at=at, round=grant_round.slug)
    return grant_round


def _free_slug(name: str) -> str:
    return contents.code_of(name, ["new", *db.session.scalars(select(Round.slug))], "-")


def _scheme(name: str) -> Scheme:
    known = db.session.scalar(select(Scheme).where(Scheme.name == name))
    return known or Scheme(name=name, slug=contents.code_of(name, db.session.scalars(select(Scheme.slug)), "-"))


def change(grant_round: Round, changes: Mapping[str, Any], *, by: Actor, at: datetime) -> list[str]:
    """Set what differs: columns, and whole lists by their name in contents.LISTS. Returns the names of what changed."""
    differing = promises.changed(grant_round, changes)
    policy.can_change(grant_round, differing, by=by)
    for name, value in differing.items():
        contents.write(grant_round, name, value)
    if differing:
        record("round_changed", by=by, at=at, round=grant_round.slug, what=", ".join(differing))
    return list(differing)


def announce(grant_round: Round, *, by: Actor, at: datetime) -> None:
    """From now on it is public, and what it promises stands."""
    policy.can_announce(grant_round, by=by, at=at)
    move(grant_round, RoundStatus.ANNOUNCED, by=by, at=at)


def cancel(grant_round: Round, *, by: Actor, at: datetime) -> None:
    policy.can_cancel(grant_round, by=by)
    move(grant_round, RoundStatus.CANCELLED, by=by, at=at)


def finish(grant_round: Round, *, by: Actor, at: datetime) -> None:
    """All is decided and followed up."""
    policy.can_finish(grant_round, by=by)
    move(grant_round, RoundStatus.FINISHED, by=by, at=at)


def release_reserve(grant_round: Round, amount_nok: int, *, by: Actor, at: datetime) -> None:
    """Set part of the reserve free to be decided. The row is locked, so that two at once never release it twice."""
    db.session.refresh(grant_round, ["status", "reserve_nok"], with_for_update=True)
    policy.can_release_reserve(grant_round, amount_nok, by=by)
    grant_round.reserve_nok -= amount_nok
    record("reserve_released", by=by, at=at, round=grant_round.slug, amount_nok=amount_nok)


def consume_reserve(grant_round: Round, amount_nok: int, *, by: Actor, at: datetime) -> None:
    """Part of the reserve goes to an appeal that was upheld: by whoever approves it, in any round. The caller has
    locked the row and knows that the reserve holds it."""
    grant_round.reserve_nok -= amount_nok
    record("reserve_released", by=by, at=at, round=grant_round.slug, amount_nok=amount_nok)


def close_assessing(grant_round: Round, *, by: Actor, at: datetime) -> None:
    """What is assessed is not assessed by more people; what nobody has assessed still can be."""
    db.session.refresh(grant_round, ["status", "assessing_closed_at"], with_for_update=True)
    policy.can_close_assessing(grant_round, by=by)
    grant_round.assessing_closed_at = at
    record("assessing_closed", by=by, at=at, round=grant_round.slug)


def open_due(at: datetime) -> int:
    """Open the announced rounds whose hour has come. Safe to run twice. Returns how many."""
    due = db.session.scalars(select(Round).where(Round.status == RoundStatus.ANNOUNCED, Round.opens_at <= at)).all()
    for grant_round in due:
        move(grant_round, RoundStatus.OPEN, by=SYSTEM, at=at)
    return len(due)


def close_due(at: datetime) -> int:
    """Close the open rounds whose deadline has passed, by whole seconds as `can_receive` counts. Returns how many."""
    second = at.replace(microsecond=0)
    due = db.session.scalars(select(Round).where(Round.status == RoundStatus.OPEN, Round.closes_at < second)).all()
    for grant_round in due:
        move(grant_round, RoundStatus.CLOSED, by=SYSTEM, at=at)
    return len(due)
