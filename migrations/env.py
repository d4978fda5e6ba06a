"""How Alembic meets the app: the models of every room, and what autogenerate must leave alone."""

from importlib import import_module

from alembic import context
from flask import current_app
from sqlalchemy import JSON
from sqlalchemy.sql.schema import SchemaItem

from app.config import ROOT
from app.extensions import Base, Moment

for models in sorted((ROOT / "app").glob("*/**/*models.py")):
    import_module(".".join(models.relative_to(ROOT).with_suffix("").parts))

# the queue's tables; the search index and its column, made by hand in the migration of triggers
NOT_OURS = ("huey_", "case_search", "search_words")


def include_object(_item: SchemaItem, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    return not (kind in {"table", "index", "column"} and name is not None and name.startswith(NOT_OURS))


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """A migration names plain column types, so that it still runs when the app's own types have moved."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return "Json" if kind == "type" and isinstance(item, JSON) else False


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":  # a table that is copied and replaced would take what refers to it along
            connection.connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            include_object=include_object,
            compare_type=True,
            render_item=render_item,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if engine.dialect.name == "sqlite":
            connection.connection.execute("PRAGMA foreign_keys=ON")


run()
