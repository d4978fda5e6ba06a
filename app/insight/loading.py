"""Load the ten years of key figures from a document of plain data (a TOML file): no figure of a year stands in code."""

import functools
import tomllib
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.access import Actor
from app.audit.actions import record
from app.extensions import db
from app.insight.figures import Figure, all_figures, keep

HISTORY = Path(__file__).with_name("ombruksuka-2014-2024.toml")


@functools.cache
def history() -> tuple[Figure, ...]:
    """What the document says, in its order. Raises KeyError for a missing key."""
    document = tomllib.loads(HISTORY.read_text(encoding="utf-8"))
    source = document.pop("source")
    return tuple(_figure(int(year), row, source) for year, part in document.items() for row in part["figures"])


def _figure(year: int, row: dict[str, Any], source: str) -> Figure:
    first, last = row["lines"]
    return Figure(
        year=year,
        kind=row["kind"],
        value=_number(row.get("value")),
        value_to=_number(row.get("to")),
        value_text=row["quote"],
        count_method=row.get("method"),
        what=row.get("what"),
        source=source,
        line_from=first,
        line_to=last,
        note=row.get("note"),
        contradicts=row.get("contradicts", False),
    )


def _number(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def load_history(by: Actor, at: datetime) -> int:
    """Add the figures that are not there yet; run again, it adds nothing. Returns how many were added."""
    known = {_place(figure) for figure in all_figures()}
    new = [figure for figure in history() if _place(figure) not in known]
    for figure in new:
        keep(figure, by=by, at=at)
    if new:
        record("history_loaded", by=by, at=at, figures=len(new))
    db.session.flush()
    return len(new)


def lacks(known: Sequence[Figure]) -> bool:
    """Whether the document says something that is not among `known`."""
    return not {_place(figure) for figure in history()} <= {_place(figure) for figure in known}


def _place(figure: Figure) -> tuple[Any, ...]:
    """What makes it this figure: where it stands in which source, and what it counts."""
    return figure.year, figure.kind, figure.source, figure.line_from, figure.line_to, figure.value_text
