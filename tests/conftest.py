"""What every test stands on: an app with a database of its own, a stopped clock, and clients that sign in."""

import fcntl
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from flask import Flask, g, request_started
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import HealthCheck
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event

from app import clock, create_app, demo
from app.config import Config
from app.extensions import Queue, db, jobs
from app.letters import pdf
from tests import postgresql
from tests.demonstration import LOADED_AT
from tests.prize_world import PrizeWorld
from tests.programme_world import ProgrammeWorld
from tests.world import World

MORNING = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)  # inside the open round of tests.world


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


def pytest_configure() -> None:
    """A worker keeps a whole app and thousands of tests alive; looking through them for garbage took a tenth of the
    time. And no example that is slow on a busy machine fails for it."""
    gc.set_threshold(100_000, 50, 50)
    untimed = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=untimed)
    hypothesis.settings.load_profile("untimed")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that touches no database runs once, with SQLite's."""
    if config.getoption("--database") == "postgresql":
        items[:] = [item for item in items if "template" in getattr(item, "fixturenames", ())]


def settings(instance: Path, database_url: str = "", **more: Any) -> Config:
    return Config(
        demo=False,
        testing=True,
        secret_key="for tests",
        instance=instance,
        database_url=database_url,
        **{"smtp_host": "", "public_url": "http://localhost", **more},
    )


@pytest.fixture(scope="session", autouse=True)
def no_disk_waited_for() -> Iterator[None]:
    """What a test wrote need not outlast a loss of power."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", lambda _file: None)
        yield


def wait_for_no_disk(app: Flask) -> None:
    """The same for this app's SQLite; a third of the time was spent in waiting."""
    if app.config["OMBRUK"].is_postgresql:
        return
    with app.app_context():
        event.listen(db.engine, "connect", lambda opened, _record: opened.execute("PRAGMA synchronous=OFF"))


_printed: dict[tuple[Any, ...], bytes] = {}


@pytest.fixture(autouse=True)
def printed_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same page is the same file, which tests/letters proves: elsewhere each is printed once a worker, not once a
    test. It is a third of the time."""
    if "letters" in request.node.path.parts:
        return
    write = pdf._write

    def printed(*page: Any) -> bytes:
        html, made_at, embedded, images, attempt = page
        key = (html, made_at, embedded, tuple(images.items()), attempt)
        if key not in _printed:
            _printed[key] = write(*page)
        return _printed[key]

    monkeypatch.setattr(pdf, "_write", printed)


@pytest.fixture(scope="session")
def is_postgresql(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--database") == "postgresql")


@pytest.fixture(scope="session")
def postgresql_address(is_postgresql: bool) -> Iterator[str]:
    if not is_postgresql:
        yield ""
        return
    with postgresql.server() as address:
        yield address


def _on_server(address: str, statement: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, postgresql_address: str) -> Path | str:
    """An empty database with the whole schema, made by the migrations: a file to copy, or an address to empty again."""
    folder = tmp_path_factory.mktemp("template")
    address = ""
    if postgresql_address:
        _on_server(postgresql_address, "CREATE DATABASE template_ombruk")
        address = postgresql_address.replace("/postgres", "/template_ombruk")
    app = create_app(settings(folder, address))
    with app.app_context():
        upgrade()
        if not postgresql_address:
            db.session.connection().connection.dbapi_connection.commit()  # type: ignore[union-attr]
        db.session.remove()
        db.engine.dispose()
    return address or folder / "ombruk.db"


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration in SQLite at its stopped clock: a folder to copy, played in once a run by the worker that needs
    it first."""
    shared = _of_the_run(tmp_path_factory)
    folder = shared / "demonstration"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ombruk.db").exists():
            _play(shared / "being-played").rename(folder)
    return folder


def _play(folder: Path) -> Path:
    app = create_app(settings(folder))
    wait_for_no_disk(app)
    with clock.frozen(LOADED_AT), app.app_context():
        upgrade()
        demo.load(LOADED_AT, lambda _line: None)
        db.session.remove()
        db.engine.dispose()
    app.extensions["jobs"].close()
    return folder


@pytest.fixture
def database_url(template: Path | str, tmp_path: Path, postgresql_address: str) -> Iterator[str]:
    """An empty database: a copy of the file beside the test's instance, or the server's, emptied after the test."""
    if not postgresql_address:
        assert isinstance(template, Path)
        for part in template.parent.glob("ombruk.db*"):
            shutil.copy(part, tmp_path / part.name)
        yield ""
        return
    assert isinstance(template, str)
    yield template
    postgresql.empty(template)


@pytest.fixture
def at() -> Iterator[datetime]:
    """The stopped clock's moment."""
    with clock.frozen(MORNING):
        yield MORNING


def _forget_the_request_before(_app: Flask) -> None:
    """Requests share the test's app context, and `g` with it: without this, the first person stays signed in."""
    for name in list(g):
        g.pop(name)


def _of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def shared_app(template: Path | str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One app a worker: routes, templates and statements are compiled once, not for each of three thousand tests."""
    address = template if isinstance(template, str) else ""
    app = create_app(settings(tmp_path_factory.mktemp("shared"), address))
    compiled = _of_the_run(tmp_path_factory) / "compiled"
    compiled.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    request_started.connect(_forget_the_request_before, app)
    wait_for_no_disk(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(shared_app: Flask, template: Path | str, tmp_path: Path, at: datetime) -> Iterator[Flask]:
    """The app with an empty database and an instance folder of its own, inside an app context. Changes left
    uncommitted fail the test."""
    before = dict(shared_app.config)
    shared_app.config["OMBRUK"] = settings(tmp_path, template if isinstance(template, str) else "")
    shared_app.extensions["jobs"] = Queue(shared_app, jobs.registered)
    if isinstance(template, Path):
        _renew(template, Path(shared_app.instance_path))
    yield from inside(shared_app, keeps_connections=isinstance(template, str))
    shared_app.config.clear()
    shared_app.config.update(before)
    if isinstance(template, str):
        postgresql.empty(template)


def _renew(template: Path, folder: Path) -> None:
    for part in folder.glob("ombruk.db*"):
        part.unlink()
    for part in template.parent.glob("ombruk.db*"):
        shutil.copy(part, folder / part.name)


def inside(app: Flask, *, keeps_connections: bool = False) -> Iterator[Flask]:
    """An app context, and after it nothing left over. `keeps_connections`: to a server that the next test uses too."""
    with app.app_context():
        yield app
        left = list(db.session.new) + list(db.session.dirty) + list(db.session.deleted)
        db.session.remove()
        if not keeps_connections:
            db.engine.dispose()
    app.extensions["jobs"].close()
    assert left == [], "changes were left uncommitted"


@pytest.fixture
def world(app: Flask, at: datetime) -> World:
    """Makes rounds, people and applications, through the same actions as the pages."""
    return World(at)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def sign_in(client: FlaskClient) -> Callable[[Any], FlaskClient]:
    """`sign_in(user)` gives the client that user's session."""

    def as_user(user: Any) -> FlaskClient:
        with client.session_transaction() as session:
            session.clear()
            session["_user_id"] = user.session_key
            session["_fresh"] = True
        return client

    return as_user


@pytest.fixture
def prizes(app: Flask, at: datetime) -> PrizeWorld:
    """Makes years of the prize, juries, nominations and scores."""
    return PrizeWorld(at)


@pytest.fixture
def programmes(app: Flask, at: datetime) -> ProgrammeWorld:
    """Makes weeks and events of the public programme."""
    return ProgrammeWorld(at)
