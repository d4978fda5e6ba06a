"""The standard round is the same in two thousand tests. It is made once a worker through the product's own loading, and
put in again row by row, which takes a fraction of the time."""

from collections.abc import Callable, Hashable
from typing import Any

from sqlalchemy import Table, func, insert, literal, select

from app.accounts.models import District
from app.extensions import Base, db
from app.judging.models import Anchor, Criterion, Rubric
from app.rounds.models import AmountTier, Category, Round, RoundOption, RoundText, Scheme

Rows = dict[Table, list[dict[str, Any]]]

NAMES = {
    model.__tablename__
    for model in (District, Scheme, Rubric, Criterion, Anchor, Round, Category, AmountTier, RoundOption, RoundText)
}
TABLES = tuple(table for table in Base.metadata.sorted_tables if table.name in NAMES)
_kept: dict[Hashable, Rows] = {}


def round_once(key: Hashable, make: Callable[[], None]) -> bool:
    """Have `make` fill an empty database, or put in what it made there before; True when it was put in. `key`: all that
    the rows depend on. Where something is there already, `make` makes it beside that."""
    is_empty = not any(db.session.execute(select(*(select(table).exists() for table in TABLES))).one())
    if is_empty and key in _kept:
        _put_in(_kept[key])
        return True
    make()
    if is_empty:
        db.session.flush()
        _kept[key] = {table: [dict(row) for row in db.session.execute(select(table)).mappings()] for table in TABLES}
    return False


def _put_in(rows: Rows) -> None:
    for table, lines in rows.items():
        db.session.execute(insert(table), lines)
    if db.engine.dialect.name == "postgresql":
        numbered = {table.name: max(line["id"] for line in lines) for table, lines in rows.items() if "id" in table.c}
        db.session.execute(
            select(
                *(
                    func.setval(func.pg_get_serial_sequence(literal(name), "id"), last)
                    for name, last in numbered.items()
                )
            )
        )
