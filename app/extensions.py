"""The extensions, made once and bound to an app in create_app()."""

import enum
import functools
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ClassVar, Generic, ParamSpec

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import JSON, Connection, DateTime, Engine, Enum, MetaData, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from app.config import ROOT

P = ParamSpec("P")

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _values(members: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in members]


Json = JSON().with_variant(JSONB(), "postgresql")


class Moment(TypeDecorator[datetime]):
    """A timezone-aware moment, kept as UTC. SQLite has no such type, so it gets UTC without the mark."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a timezone")
        return value.astimezone(UTC) if dialect.name == "postgresql" else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Every table. Columns are typed; constraints are named."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment,
        enum.Enum: Enum(enum.Enum, native_enum=False, length=30, values_callable=_values),
        dict[str, Any]: Json,
        list[str]: Json,
        list[dict[str, Any]]: Json,
    }


db = SQLAlchemy(metadata=Base.metadata)
login = LoginManager()
csrf = CSRFProtect()


class Texts(Domain):  # type: ignore[misc]
    """The texts of the page's language, found once a request: flask-babel looks for the language at every text."""

    def get_translations(self) -> Any:
        try:
            state = g.get("_flask_babel")
        except RuntimeError:  # no application at work
            state = None
        if state is None:
            return super().get_translations()
        known = state.__dict__.get("texts")
        if known is None or known[0] is not state.__dict__.get("babel_locale"):
            known = state.texts = (get_locale(), super().get_translations())
        return known[1]


class KeptBabel(Babel):  # type: ignore[misc]
    """One catalogue of texts a process: flask-babel looks for its files in every request."""

    domain_instance = Texts()


babel = KeptBabel()


def writes(view: Callable[..., Any]) -> Callable[..., Any]:
    """A GET that writes (only: opening a letter) takes SQLite's write lock from the start, as a POST does."""

    @functools.wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        db.session.rollback()
        g.writes = True
        return view(*args, **kwargs)

    return wrapper


def _begin(connection: Connection) -> None:
    """SQLite: a transaction that may write takes the write lock at once, so that it never fails half-way."""
    reads = has_request_context() and request.method in {"GET", "HEAD", "OPTIONS"} and not g.get("writes")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _set_pragmas(dbapi_connection: Any, _record: Any) -> None:
    dbapi_connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=20000", "foreign_keys=ON"):
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _prepare_sqlite(engine: Engine) -> None:
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)


class Job(Generic[P]):
    """A function that the worker runs. `enqueue` is called after the commit, with plain values only."""

    def __init__(self, run: Callable[P, object]) -> None:
        self.run = run
        self.name = f"{run.__module__}.{run.__qualname__}"

    def enqueue(self, *args: P.args, **kwargs: P.kwargs) -> None:
        tasks = current_app.extensions["jobs"].tasks
        tasks[self.name](*args, **kwargs)


class Jobs:
    """Background work: one Huey queue an app, in SQLite or PostgreSQL as the data is."""

    def __init__(self) -> None:
        self.registered: dict[str, Job[Any]] = {}

    def task(self, run: Callable[P, object]) -> Job[P]:
        """Register a function of a room's jobs.py. It must be safe to run twice."""
        job = Job(run)
        self.registered[job.name] = job
        return job

    def init_app(self, app: Flask) -> None:
        app.extensions["jobs"] = Queue(app, self.registered)


class Queue:
    """The queue of one app; made at first use, since most web requests never touch it."""

    def __init__(self, app: Flask, registered: dict[str, Job[Any]]) -> None:
        self.app = app
        self.registered = registered

    @functools.cached_property
    def huey(self) -> Any:
        from huey import PostgresHuey, SqliteHuey  # only a request that enqueues pays for the import

        config = self.app.config["OMBRUK"]
        if config.is_postgresql:
            dsn = config.sqlalchemy_url.replace("postgresql+psycopg://", "postgresql://")
            return PostgresHuey("ombruk", dsn=dsn, results=False)
        return SqliteHuey("ombruk", filename=str(config.instance / "jobs.db"), results=False, timeout=20)

    @functools.cached_property
    def tasks(self) -> dict[str, Callable[..., object]]:
        return {name: self.huey.task(name=name)(self._in_app(job.run)) for name, job in self.registered.items()}

    def _in_app(self, run: Callable[..., object]) -> Callable[..., None]:
        @functools.wraps(run)
        def wrapper(*args: Any, **kwargs: Any) -> None:
            with self.app.app_context():
                run(*args, **kwargs)

        return wrapper

    def close(self) -> None:
        """Let go of the queue's own connection, if one was opened."""
        if "huey" in self.__dict__:
            self.huey.storage.close()

    def run_waiting(self) -> int:
        """Run all that waits, here and now, until the queue is empty (tests and the demo). Returns how many.

        Jobs have sessions of their own, so this one's transaction ends first: SQLite has one writer at a time.
        """
        db.session.rollback()
        _, count = self.tasks, 0
        while (task := self.huey.dequeue()) is not None:
            self.huey.execute(task)
            count += 1
        return count


jobs = Jobs()


class Migrations:
    """Stands in for Flask-Migrate until the first `flask db`: a web worker never loads Alembic (10 MB, 0.2 s)."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def __getattr__(self, name: str) -> Any:
        from flask_migrate import Migrate

        Migrate(self.app, db, directory=str(ROOT / "migrations"), render_as_batch=True)  # takes this one's place
        return getattr(self.app.extensions["migrate"], name)


def init_app(app: Flask) -> None:
    """Bind all of them, and teach SQLite's engine how a transaction begins here."""
    db.init_app(app)
    app.extensions["migrate"] = Migrations(app)
    login.init_app(app)
    csrf.init_app(app)
    babel.init_app(app)
    jobs.init_app(app)
    if not app.config["OMBRUK"].is_postgresql:
        with app.app_context():
            _prepare_sqlite(db.engine)
