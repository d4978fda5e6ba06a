"""In what order the work list stands, and how a page goes on where another ended: by keys, never by counting rows."""

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Tuple, and_, not_, or_, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from app.applications.models import CaseRow
from app.extensions import db

DEFAULT = "referanse"

Key = InstrumentedAttribute[Any]

COLUMNS: dict[str, Key] = {
    "referanse": CaseRow.reference,
    "mottatt": CaseRow.received_at,
    "sokt": CaseRow.sought_nok,
    "poeng": CaseRow.score,
}


@dataclass(frozen=True)
class Part:
    """Rows that follow each other by `keys`, which are unique together and never NULL here."""

    keys: tuple[Key, ...]
    descending: bool
    condition: ColumnElement[bool] | None = None


@dataclass(frozen=True)
class Order:
    """One or two parts, one after the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Place:
    """A row's place in an order: which part it stands in, and its keys."""

    part: int
    values: tuple[Any, ...] | Tuple  # Tuple: names of values that are given when the statement is run

    def __str__(self) -> str:
        plain = [value if isinstance(value, int) else str(value) for value in self.values]
        packed = json.dumps([self.part, *plain], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")


@dataclass(frozen=True)
class Page:
    """Some rows in order; `before` and `after` are where the pages beside it begin, or None at the ends."""

    rows: Sequence[Row[*tuple[Any, ...]]]
    before: Place | None
    after: Place | None


def order_by(name: str, scores_seen: ColumnElement[bool]) -> Order:
    """«sokt» upwards, «-sokt» downwards. Anything unknown is the default.

    By score, rows without one come last both ways, and so do those whose score the reader may not see yet
    (`scores_seen` is false): the order must not tell what the page hides.
    """
    column = COLUMNS.get(name.removeprefix("-"), CaseRow.reference)
    descending = name.startswith("-")
    if column is not CaseRow.score:
        return Order((Part((column, CaseRow.activity_id), descending),))
    has_score = CaseRow.score.is_not(None)
    return Order(
        (
            Part((column, CaseRow.activity_id), descending, and_(has_score, scores_seen)),
            Part((CaseRow.reference, CaseRow.activity_id), False, or_(not_(has_score), not_(scores_seen))),
        )
    )


def page(
    rows: Select[*tuple[Any, ...]], order: Order, size: int, *, after: Place | None = None, before: Place | None = None
) -> Page:
    """`size` of the rows: the first ones, or those just after or just before a place. Two queries at most."""
    if before is not None:
        found = list(walk(rows, order, before, size + 1, backwards=True))
        if len(found) <= size:
            return page(rows, order, size)
        return _page(list(reversed(found[:size])), has_before=True, has_after=True)
    found = list(walk(rows, order, after, size + 1))
    return _page(found[:size], has_before=after is not None, has_after=len(found) > size)


def _page(found: list[tuple[Place, Row[*tuple[Any, ...]]]], *, has_before: bool, has_after: bool) -> Page:
    return Page(
        rows=[row for _place, row in found],
        before=found[0][0] if found and has_before else None,
        after=found[-1][0] if found and has_after else None,
    )


def walk(
    rows: Select[*tuple[Any, ...]], order: Order, start: Place | None, count: int, *, backwards: bool = False
) -> Iterator[tuple[Place, Row[*tuple[Any, ...]]]]:
    """At most `count` rows from `start` (which is left out) on, with their places."""
    for index, stretch in stretches(rows, order, start, backwards=backwards):
        if count <= 0:
            return
        for row in db.session.execute(_first(rows, stretch, order.parts[index], count, backwards=backwards)):
            count -= 1
            yield Place(index, tuple(getattr(row, key.key) for key in order.parts[index].keys)), row


def _first(
    rows: Select[*tuple[Any, ...]], stretch: Select[*tuple[Any, ...]], part: Part, count: int, *, backwards: bool
) -> Select[*tuple[Any, ...]]:
    """The first rows of a stretch. Where many may have to be passed by, the keys are found within an index first, and
    only the rows that are shown are read."""
    if part.condition is None:
        return stretch.limit(count)
    keys = stretch.with_only_columns(CaseRow.activity_id).limit(count)
    return rows.where(CaseRow.activity_id.in_(keys)).order_by(*_keys(part, part.descending != backwards))


def stretches(
    rows: Select[*tuple[Any, ...]], order: Order, start: Place | None, *, backwards: bool = False
) -> Iterator[tuple[int, Select[*tuple[Any, ...]]]]:
    """What is left of each part after `start`, in order: (number of the part, its rows)."""
    parts = list(enumerate(order.parts))
    for index, part in reversed(parts) if backwards else parts:
        if start and (index > start.part if backwards else index < start.part):
            continue
        downwards = part.descending != backwards
        stretch = rows if part.condition is None else rows.where(part.condition)
        if start and index == start.part:
            stretch = stretch.where(_beyond(part, start, downwards))
        yield index, stretch.order_by(*_keys(part, downwards))


def _keys(part: Part, downwards: bool) -> list[ColumnElement[Any]]:
    return [key.desc() if downwards else key.asc() for key in part.keys]


def _beyond(part: Part, start: Place, downwards: bool) -> ColumnElement[bool]:
    keys, values = tuple_(*part.keys), start.values
    return keys < values if downwards else keys > values


READERS: dict[str, Callable[[Any], Any]] = {
    "reference": str,
    "received_at": datetime.fromisoformat,
    "sought_nok": int,
    "score": Decimal,
    "activity_id": int,
}


def place(text: str | None, order: Order) -> Place | None:
    """The place that an address names, or None for anything that is no place in this order."""
    if not text:
        return None
    try:
        part, *values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        keys = order.parts[part].keys
        read = tuple(READERS[key.key](value) for key, value in zip(keys, values, strict=True))
    except (ValueError, TypeError, KeyError, IndexError, InvalidOperation, binascii.Error):
        return None
    return Place(part, read) if part >= 0 and all(_fits(value) for value in read) else None


def _fits(value: Any) -> bool:
    """Whether a database takes the value: plain text, a moment with a zone, a number of a size that columns have."""
    if isinstance(value, str):
        return value.isprintable()
    if isinstance(value, datetime):
        return value.tzinfo is not None
    if isinstance(value, Decimal):
        return value.is_finite() and abs(value) < 1000
    return not isinstance(value, int) or abs(value) < 2**31
