"""Several acts at the very same moment."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from flask import Flask

from app.accounts.models import User
from app.extensions import db

CONFIRMED = {"signatory_confirmed": "y", "truth_confirmed": "y"}
LONGEST = 60  # seconds: somebody waits for what never comes


def browser(app: Flask, key: str) -> Any:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = key, True
    return client


@contextmanager
def nobody_writes(app: Flask) -> Iterator[Callable[[], int]]:
    """Holds every writer back, and gives how many wait. They have read all that they read without a lock, so whoever
    trusts what was read before the lock is caught."""
    with app.app_context(), db.engine.connect() as holder:
        if db.engine.dialect.name == "sqlite":
            yield lambda: 2  # the lock that `connect` took is the only one; whoever comes, waits
            return
        tables = ", ".join(db.metadata.tables)
        holder.exec_driver_sql(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
        waiting = "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted"
        yield lambda: int(holder.exec_driver_sql(waiting).scalar_one())


def together(app: Flask, *acts: Callable[[], Any]) -> list[Any]:
    """Run these at the same moment, each in a thread of its own, and give what each returned."""
    db.session.commit()
    with ThreadPoolExecutor(len(acts)) as threads:
        with nobody_writes(app) as waiting:
            runs = [threads.submit(act) for act in acts]
            until = time.monotonic() + LONGEST
            while waiting() < sum(not run.done() for run in runs) and time.monotonic() < until:
                time.sleep(0.02)
            time.sleep(0.1)
        results = [run.result(LONGEST) for run in runs]
    db.session.expire_all()
    return results


def post(app: Flask, person: User, url: str, **data: Any) -> Callable[[], tuple[int, str]]:
    """A request to come, as a browser of its own sends it: its status, with the page or where it leads."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = browser(app, person.session_key)

    def send() -> tuple[int, str]:
        answer = client.post(url, data=data, headers={"Accept": "text/html"})
        return answer.status_code, answer.location or answer.text

    return send


def statuses(answers: Sequence[tuple[int, str]]) -> list[int]:
    return sorted(status for status, _text in answers)
