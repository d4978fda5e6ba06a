"""One act that decides a hundred cases, with audit, and a release of many letters: seconds in this process."""

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app import clock, create_app
from app.accounts.models import User
from app.applications.jobs import render_receipt
from app.applications.models import Application, Status
from app.config import Config
from app.decisions import declaring, releasing
from app.decisions.actions import Chosen, decide_many
from app.decisions.jobs import release_chunk
from app.decisions.models import Decision, Recommendation
from app.extensions import db
from bench.product import SECRET

LETTERS = 500


def _app(folder: Path, database_url: str) -> Flask:
    return create_app(Config(demo=True, secret_key=SECRET, instance=folder, database_url=database_url))


def decide_hundred(folder: Path, database_url: str) -> float:
    """Seconds for one act of 100 decisions, committed."""
    app = _app(folder, database_url)
    with app.app_context():
        chosen = _recommended(100)
        _declare(chosen)
        approver, at = _approver(), clock.now()
        round_id = _round_of(chosen[0].reference)
        db.session.rollback()
        started = time.perf_counter()
        results = decide_many(round_id, chosen, by=approver, at=at)
        db.session.commit()
        seconds = time.perf_counter() - started
        refused = [result.refusal for result in results if result.refusal]
        if refused:
            raise RuntimeError(refused[0])
        db.session.remove()
        db.engine.dispose()
    return seconds


def _recommended(count: int) -> list[Chosen]:
    rows = db.session.execute(
        select(Application.reference, Recommendation.number)
        .join(Recommendation, Recommendation.application_id == Application.id)
        .where(Application.status == Status.RECOMMENDED)
        .order_by(Application.id)
        .limit(count)
    )
    return [Chosen(row.reference, row.number) for row in rows]


def _approver() -> User:
    return db.session.scalars(select(User).where(User.email == "approver@ombruk.example")).unique().one()


def _round_of(reference: str) -> int:
    return db.session.scalars(select(Application.round_id).where(Application.reference == reference)).one()


def _declare(chosen: Sequence[Chosen]) -> None:
    references = [one.reference for one in chosen]
    declaring.impartial(_round_of(references[0]), references, by=_approver(), at=clock.now())
    db.session.commit()


def release_many(folder: Path, database_url: str, letters: int = LETTERS) -> tuple[int, float, float]:
    """Decide and release `letters` cases in two processes. Returns how many, the seconds, the largest process in MB."""
    app = _app(folder, database_url)
    with app.app_context():
        chosen = _recommended(letters)
        _declare(chosen)
        round_id = _round_of(chosen[0].reference)
        decide_many(round_id, chosen, by=_approver(), at=clock.now())
        db.session.commit()
        waiting = list(db.session.scalars(select(Decision.application_id).order_by(Decision.id)))
        db.session.remove()
        db.engine.dispose()
    with ProcessPoolExecutor(2, initializer=_begin, initargs=(folder, database_url)) as pool:
        list(pool.map(_receipts, [waiting[i : i + 25] for i in range(0, len(waiting), 25)]))
    chunks = _plan(folder, database_url, round_id)
    with ProcessPoolExecutor(2, initializer=_begin, initargs=(folder, database_url)) as pool:
        list(pool.map(_warm, range(2)))
        started = time.perf_counter()
        sizes = list(pool.map(_release, chunks))
        seconds = time.perf_counter() - started
    return sum(len(chunk) for chunk in chunks), seconds, max(sizes)


def _plan(folder: Path, database_url: str, round_id: int) -> list[list[int]]:
    app = _app(folder, database_url)
    with app.app_context():
        at = clock.now()
        references = [one.application.reference for one in releasing.unplanned(round_id)]
        releasing.plan(round_id, references, at - timedelta(seconds=1), "http://localhost", by=_approver(), at=at)
        db.session.commit()
        chunks = releasing.due(clock.now())
        db.session.remove()
        db.engine.dispose()
    return chunks


_worker: list[Flask] = []


def _begin(folder: Path, database_url: str) -> None:
    _worker.append(_app(folder, database_url))


def _warm(_number: int) -> None:
    from app.letters import pdf

    pdf.warm_up()


def _receipts(applications: list[int]) -> None:
    with _worker[0].app_context():
        for application_id in applications:
            render_receipt.run(application_id)


def _release(chunk: list[int]) -> float:
    """Release one chunk; returns this process's peak size, MB."""
    import resource

    with _worker[0].app_context():
        release_chunk.run(chunk)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
