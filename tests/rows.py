"""All that the database holds, to see that nothing was changed."""

from typing import Any

from sqlalchemy import select

from app.extensions import Base, db


def everything() -> dict[str, list[Any]]:
    """All rows of all tables."""
    db.session.rollback()
    found = {
        table.name: sorted(map(repr, db.session.execute(select(table)).all())) for table in Base.metadata.sorted_tables
    }
    db.session.rollback()
    return found
