"""The ranking of a round as one person may see it: the best first, page by page, and where the pot ends.

The ladder (domain.md 3.2): total, mean, relevance, the earliest, and last the number. What the person may not see yet
is no part of it: neither rank, sums nor line tell anything of it.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, tuple_

from app.applications.models import CaseRow
from app.extensions import db
from app.review.ranking_models import Basis
from app.review.reckoning import STATUSES

ROWS = 50
POINTS = (CaseRow.score, CaseRow.mean, CaseRow.relevance)  # the most first
TIME = (CaseRow.received_at, CaseRow.activity_id)  # the least first

Ranked = Row[*tuple[Any, ...]]


class Seen(Protocol):
    """The condition for the rows that a person sees, put for a few rows or for all of them."""

    def __call__(self, *, few: bool) -> ColumnElement[bool]: ...


@dataclass(frozen=True)
class Place:
    """A row's place in the order: its keys."""

    points: tuple[Decimal, Decimal, Decimal]
    received_at: datetime
    activity_id: int

    @classmethod
    def of(cls, row: Ranked) -> "Place":
        return cls((row.score, row.mean, row.relevance), row.received_at, row.activity_id)

    def __str__(self) -> str:
        plain = [*(str(one) for one in self.points), self.received_at.isoformat(), self.activity_id]
        return base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def place(text: str | None) -> Place | None:
    """The place that an address names, or None for anything that is none."""
    try:
        *points, received, number = json.loads(base64.urlsafe_b64decode((text or "") + "=" * (-len(text or "") % 4)))
        score, mean, relevance = (Decimal(one) for one in points)
        read = Place((score, mean, relevance), datetime.fromisoformat(received), int(number))
    except (ValueError, TypeError, InvalidOperation, binascii.Error):
        return None
    in_range = all(one.is_finite() and abs(one) < 1000 for one in read.points) and 0 <= read.activity_id < 2**31
    return read if in_range and read.received_at.tzinfo is not None else None


@dataclass(frozen=True)
class Page:
    """Some rows in order. `passed` rows with `spent_nok` in all stand before them."""

    rows: Sequence[Ranked]
    passed: int
    spent_nok: int
    before: Place | None
    after: Place | None


def page(round_id: int, seen: Seen, *, after: Place | None = None, before: Place | None = None) -> Page:
    """The first rows, or those just after or just before a place: two statements at most (three when the page before
    turns out to be the first). `seen` says which rows the person sees."""
    if before is not None:
        rows = _rows([*_ranked(round_id), seen(few=True), _above(before)], backwards=True)
        if len(rows) <= ROWS:
            return page(round_id, seen)
        return _page(round_id, seen, rows[ROWS - 1 :: -1], has_before=True, has_after=True)
    rows = _rows([*_ranked(round_id), seen(few=True), *([_below(after)] if after else [])])
    return _page(round_id, seen, rows[:ROWS], has_before=after is not None, has_after=len(rows) > ROWS)


def _ranked(round_id: int) -> list[ColumnElement[bool]]:
    """The rows that have a place in the ranking."""
    return [
        CaseRow.round_id == round_id,
        CaseRow.score.is_not(None),
        CaseRow.mean.is_not(None),
        CaseRow.relevance.is_not(None),
        CaseRow.status.in_(STATUSES[Basis.ALL]),
    ]


def _page(round_id: int, seen: Seen, rows: Sequence[Ranked], *, has_before: bool, has_after: bool) -> Page:
    passed, spent = 0, 0
    if rows and has_before:
        first = Place.of(rows[0])
        counted = select(func.count(), func.coalesce(func.sum(CaseRow.sought_nok), 0))
        passed, spent = db.session.execute(counted.where(*_ranked(round_id), seen(few=False), _above(first))).one()
    return Page(
        rows,
        passed,
        spent,
        before=Place.of(rows[0]) if rows and has_before else None,
        after=Place.of(rows[-1]) if rows and has_after else None,
    )


def _rows(conditions: Sequence[ColumnElement[bool]], *, backwards: bool = False) -> Sequence[Ranked]:
    """One more than a page shows. The keys are found within an index first; only the rows of the page are read."""
    order = [*(key.desc() for key in POINTS), *TIME]
    if backwards:
        order = [*POINTS, *(key.desc() for key in TIME)]
    found = select(CaseRow.activity_id.label("found_id")).where(*conditions).order_by(*order).limit(ROWS + 1).subquery()
    return db.session.execute(SHOWN.join(found, found.c.found_id == CaseRow.activity_id).order_by(*order)).all()


SHOWN: Select[*tuple[Any, ...]] = select(
    CaseRow.activity_id,
    CaseRow.reference,
    CaseRow.position,
    CaseRow.organisation_name,
    CaseRow.title,
    CaseRow.status,
    CaseRow.sought_nok,
    CaseRow.score,
    CaseRow.mean,
    CaseRow.relevance,
    CaseRow.spread,
    CaseRow.assessments,
    CaseRow.received_at,
    CaseRow.adjusted_score,
    CaseRow.adjusted_rank,
    CaseRow.proposed_adjusted_score,
    CaseRow.proposed_adjusted_rank,
)


def _above(place: Place) -> ColumnElement[bool]:
    """Stands before it. The first condition is what an index can be entered by."""
    points, time = tuple_(*POINTS), tuple_(*TIME)
    here, then = place.points, (place.received_at, place.activity_id)
    return and_(CaseRow.score >= here[0], or_(points > here, and_(points == here, time < then)))


def _below(place: Place) -> ColumnElement[bool]:
    points, time = tuple_(*POINTS), tuple_(*TIME)
    here, then = place.points, (place.received_at, place.activity_id)
    return and_(CaseRow.score <= here[0], or_(points < here, and_(points == here, time > then)))
