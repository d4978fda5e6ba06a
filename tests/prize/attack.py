"""What the embargo's attack needs: copies of a whole database, everything that an outsider can ask for, and the answers
in a form that can be compared byte for byte."""

import itertools
import json
import logging
import re
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from app.access import Role, declared_roles
from app.extensions import Base, db
from app.insight import charts
from tests import postgresql
from tests.counting import statements

HIDDEN = frozenset(
    {
        "ballot",
        "ballot_choice",
        "draw_number",
        "jury_vote",
        "jury_word",
        "meeting_note",
        "minutes_confirmation",
        "prize_draw",
        "stored_file",  # the minutes' own bytes, by their SHA-256
        "verdict",
        "verdict_place",
    }
)
"""The tables that may know who wins. Every other must be the same, row for row."""

PLACES = re.compile(r"([^<]+)(?:<(?:([^:<>]+):)?(\w+)>)?")
"""Each piece of a route, and the converter and name of what follows it: «/jury/», «int(max=9999)», «year»."""


class Copies:
    """The test's database, kept as it is now and put back as often as it is asked for."""

    def __init__(self, app: Flask, folder: Path, server: str) -> None:
        self.app, self.server = app, server
        self.own = Path(app.instance_path) / "ombruk.db"
        self.kept = folder / "kept.db"

    def _let_go(self) -> None:
        db.session.remove()
        db.engine.dispose()
        self.app.extensions["jobs"].close()

    def keep(self) -> None:
        self._let_go()
        if self.server:
            self._on_server("kept_ombruk", "template_ombruk")
        else:
            self._copy(self.own, self.kept)

    def put_back(self) -> None:
        """With the charts gone that somebody had drawn meanwhile: they lie beside the database."""
        self._let_go()
        for drawn in (Path(self.app.config["OMBRUK"].instance) / "charts").glob("*.svg"):
            drawn.unlink()
        charts._held.cache_clear()
        if self.server:
            self._on_server("template_ombruk", "kept_ombruk")
        else:
            self._copy(self.kept, self.own)

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        with sqlite3.connect(source) as read, sqlite3.connect(target) as written:
            read.backup(written)
        read.close()
        written.close()

    def _on_server(self, made: str, source: str) -> None:
        postgresql.forget()
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        with psycopg.connect(self.server, autocommit=True) as connection:
            for name in (made, source):
                connection.execute(end, (name,))
            connection.execute(f"DROP DATABASE IF EXISTS {made}")  # type: ignore[arg-type]
            connection.execute(f"CREATE DATABASE {made} TEMPLATE {source}")  # type: ignore[arg-type]

    def forget(self) -> None:
        if self.server:
            with psycopg.connect(self.server, autocommit=True) as connection:
                connection.execute("DROP DATABASE IF EXISTS kept_ombruk WITH (FORCE)")


@contextmanager
def known_chance(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tokens that follow from how many were made before, so that two runs get the same ones; and the machine's own
    clock, which marks the files of an archive, stands still."""
    numbers = itertools.count(1)
    with monkeypatch.context() as patched:
        patched.setattr(secrets, "token_urlsafe", lambda length=32: f"token{next(numbers):011d}")
        patched.setattr(secrets, "choice", Random(1).choice)
        patched.setattr(secrets, "token_hex", lambda length=32: f"{next(numbers):0{2 * length}x}")
        patched.setattr(time, "time", lambda: 1_790_000_000.0)
        yield


CSRF = re.compile(rb'name="csrf_token" value="[^"]*"')
"""New in every session, and signed with the real time."""


@dataclass
class Seen:
    """All that one outsider learnt: each answer with its headers, and how many statements it cost (a stand-in for the
    time that it took)."""

    answers: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def ask(self, client: FlaskClient, verb: str, url: str, **sent: Any) -> None:
        db.session.remove()
        with statements() as cost:
            try:
                answer = client.open(url, method=verb, **sent)
                told = (answer.status_code, sorted(_headers(answer.headers)), CSRF.sub(b"", answer.data))
            except Exception as error:
                db.session.rollback()
                told = (type(error).__name__, [], str(error).encode())
        self.answers[f"{verb} {url} {json.dumps(sent, sort_keys=True, default=str)}"] = (*told, len(cost))


def _headers(headers: Any) -> Iterator[tuple[str, str]]:
    """But for the real time, which the session's signature holds too."""
    for name, value in headers:
        if name != "Date":
            yield (name, value.split("=")[0]) if name == "Set-Cookie" else (name, value)


def routes(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def lets_in(app: Flask, rule: Rule, role: Role | None) -> bool:
    roles = declared_roles(app.view_functions[rule.endpoint])
    return roles is None or role in roles


def is_of_prize(rule: Rule) -> bool:
    return rule.endpoint.startswith("prize.")


def addresses(rule: Rule, values: dict[str, list[Any]]) -> list[str]:
    """The route with everything known of the prize in each place; something unknown where nothing is known."""
    made = [""]
    for text, kind, name in PLACES.findall(rule.rule):
        chosen = values.get(name, _unknown(rule._converters[name], kind)) if name else [""]
        made = [f"{before}{text}{value}" for before, value in product(made, chosen)]
    return made


def _unknown(converter: Any, kind: str) -> list[Any]:
    return [next(iter(converter.items))] if hasattr(converter, "items") else [1 if "int" in kind else "ukjent"]


def other_tables() -> dict[str, list[Any]]:
    """Every row that is kept of anything but the jury's own decision; the chain of events with its hashes too."""
    db.session.rollback()
    found = {
        table.name: sorted(map(repr, db.session.execute(select(table)).all()))
        for table in Base.metadata.sorted_tables
        if table.name not in HIDDEN
    }
    db.session.rollback()
    return found


def waiting_jobs(app: Flask) -> list[tuple[str, Any, Any]]:
    """Name and arguments of what waits in the queue."""
    queue = app.extensions["jobs"]
    queue.tasks  # noqa: B018 - known to the queue before it reads them
    return sorted((task.name, task.args, task.kwargs) for task in [*queue.huey.pending(), *queue.huey.scheduled()])


def file_names(app: Flask) -> list[str]:
    """What lies in the instance folder, but for stored bytes, which are named by their SHA-256."""
    folder = app.config["OMBRUK"].instance
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and len(path.name) != 64 and not path.name.endswith(("-wal", "-shm", "-journal"))
    )


class Lines(logging.Handler):
    """Every line that was logged."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name} {record.levelname} {record.getMessage()}")


@contextmanager
def logged() -> Iterator[list[str]]:
    """The log of the whole application while something goes on."""
    handler, root = Lines(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield handler.lines
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
