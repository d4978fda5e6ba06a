"""A throw-away PostgreSQL server from the system's binaries: made for one test run, gone after it."""

import functools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
    return found[-1].parent if found else Path(str(on_path)).parent


def _as_server(command: list[str]) -> None:
    """PostgreSQL refuses to run as root, so root hands it to the system's postgres user."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(options: str = QUICK) -> Iterator[str]:
    """Yields the address of its maintenance database: postgresql://…/postgres."""
    folder = Path(tempfile.mkdtemp(prefix="ombruk-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    binaries, data, port = _binaries(), folder / "data", _free_port()
    try:
        _as_server(
            [
                f"{binaries}/initdb",
                "-D",
                str(data),
                "-U",
                "ombruk",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ]
        )
        started = f"{options} -c listen_addresses=127.0.0.1 -p {port} -k {folder}"
        _as_server([f"{binaries}/pg_ctl", "-D", str(data), "-w", "-l", f"{folder}/log", "-o", started, "start"])
        try:
            yield f"postgresql://ombruk@127.0.0.1:{port}/postgres"
        finally:
            forget()
            _as_server([f"{binaries}/pg_ctl", "-D", str(data), "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


LEFT_BEHIND = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1"
USED = "SELECT setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences WHERE last_value IS NOT NULL"
HEAD = "INSERT INTO audit_chain_head (id, number, hash) VALUES (1, 0, repeat('0', 64))"


class Emptying:
    """Takes everything out of a database again, which is far quicker than a new one for each test. The connection
    stays: a new one would have to learn of every table first."""

    def __init__(self, address: str) -> None:
        self.connection = psycopg.connect(address, autocommit=True)
        self.connection.execute("SET session_replication_role = replica")  # the triggers that refuse changes rest

    def __call__(self) -> None:
        self.connection.execute(LEFT_BEHIND, prepare=True)
        names = tuple(
            name for (name,) in self.connection.execute(TABLES, prepare=True)
        )  # the queue makes its own later
        filled = [name for (name,) in self.connection.execute(_which_are_filled(names), prepare=True)]  # type: ignore[arg-type]
        deleted = "".join(f"DELETE FROM {name};" for name in filled)
        self.connection.execute(f"BEGIN; {deleted} {HEAD}; COMMIT")  # type: ignore[arg-type]
        self.connection.execute(USED, prepare=True)


@functools.cache
def _which_are_filled(names: tuple[str, ...]) -> str:
    return " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names)


_emptying: dict[str, Emptying] = {}


def empty(address: str) -> None:
    """Take everything out of this database."""
    if address not in _emptying:
        _emptying[address] = Emptying(address)
    _emptying[address]()


def forget() -> None:
    """Let go of the connections, before the server stops or a database is replaced."""
    while _emptying:
        _emptying.popitem()[1].connection.close()
