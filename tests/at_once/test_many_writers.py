"""Seven hundred writes at once, from several processes: none is lost or refused."""

import multiprocessing
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import clock, create_app
from app.access import SYSTEM
from app.applications.models import Application, ApplicationVersion, CaseTally, Status
from app.audit.actions import record
from app.audit.models import AuditEvent
from app.audit.queries import broken_link
from app.extensions import db
from app.mail.actions import claim_next, mark_sent, queue
from app.mail.models import Mail, MailStatus
from tests.at_once.together import CONFIRMED, LONGEST, browser
from tests.conftest import MORNING, settings
from tests.world import World

FIELDS = ("about", "contact_name", "a1.title", "a1.public_text", "a1.description", "a1.venue_name")
SAVED, SENT_AGAIN, JOBS = 66, 3, 268  # of each writer in the browser, twice that for an act and its undoing; of the job


def opened(instance: Path, url: str) -> Flask:
    app = create_app(settings(instance, url))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def web_worker(instance: Path, url: str, writers: Sequence[tuple[str, str, str]]) -> Counter[int]:
    """A process with three threads, as gunicorn runs them. Each saves one field of the draft that all of them share,
    and now and then reopens an application of its own and sends it again. Returns how often each status came back."""
    app = opened(instance, url)
    with clock.frozen(MORNING), ThreadPoolExecutor(len(writers)) as threads:
        runs = [threads.submit(_write, app, *writer) for writer in writers]
        statuses = sum((run.result(LONGEST) for run in runs), Counter[int]())
    app.extensions["jobs"].close()
    return statuses


def _write(app: Flask, key: str, path: str, own: str) -> Counter[int]:
    client, statuses = browser(app, key), Counter[int]()
    for number in range(1, SAVED + 1):
        saved = client.post("/soknader/OMB-2026-0001/felt", json={"path": path, "value": f"tekst {number}"})
        statuses[saved.status_code] += 1
        if number % (SAVED // SENT_AGAIN) == 0:
            statuses[client.post(f"/soknader/{own}/endre").status_code] += 1
            statuses[client.post(f"/soknader/{own}/send", data=CONFIRMED).status_code] += 1
    return statuses


def job_worker(instance: Path, url: str) -> int:
    """What the background worker writes: e-mails in the outbox, claimed and settled, and events of the system."""
    app, written = opened(instance, url), 0
    with clock.frozen(MORNING), app.app_context():
        for number in range(JOBS // 4):
            queue(f"test:{number}", "kari@ombruk.example", "Emne", "Tekst", MORNING)
            db.session.commit()
            mail = claim_next(MORNING)
            db.session.commit()
            assert mail is not None
            mark_sent(mail, MORNING)
            db.session.commit()
            record("reserve_released", by=SYSTEM, at=MORNING, round="ombruksuka-2026", amount_nok=number)
            db.session.commit()
            written += 4
    return written


@pytest.fixture
def writers(world: World) -> list[tuple[str, str, str]]:
    """Six people in one organisation with one draft, and a sent application each: session key, field, reference."""
    people = [world.user(name=f"Skriver {number}") for number in range(len(FIELDS))]
    grant_round = world.round()
    grant_round.max_applications = None
    shared = world.organisation(*people)
    world.application(shared, people[0], grant_round, sent=False)
    own = [
        world.application(world.organisation(person, name=person.name, orgnr=None), person, grant_round)
        for person in people
    ]
    return [(person.session_key, path, case.reference) for person, path, case in zip(people, FIELDS, own, strict=True)]


def test_of_700_writes_none_is_lost_or_refused(
    app: Flask, writers: list[tuple[str, str, str]], tmp_path: Path, database_url: str
) -> None:
    events_before = db.session.scalar(select(func.count(AuditEvent.number))) or 0
    db.session.remove()
    processes = ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn"))
    with processes as pool:
        job = pool.submit(job_worker, tmp_path, database_url)
        webs = [pool.submit(web_worker, tmp_path, database_url, writers[start : start + 3]) for start in (0, 3)]
        statuses = sum((web.result(LONGEST) for web in webs), Counter[int]())
        assert statuses == {200: 6 * SAVED, 302: 6 * 2 * SENT_AGAIN}
        assert statuses.total() + job.result(LONGEST) == 700
    draft = db.session.scalars(select(Application).where(Application.reference == "OMB-2026-0001")).one()
    activity = draft.activities[0]
    assert draft.revision == 6 * SAVED
    texts = (draft.about, draft.contact_name, activity.title, activity.public_text)
    assert {*texts, activity.description, activity.venue_name} == {f"tekst {SAVED}"}
    assert db.session.scalar(select(func.count(ApplicationVersion.id))) == 6 * (1 + SENT_AGAIN)
    tally = select(CaseTally.activities, CaseTally.sought_nok).where(CaseTally.status == Status.SUBMITTED)
    assert db.session.execute(tally).one() == (6, 30000)
    assert db.session.scalar(select(func.count(Mail.id)).where(Mail.status == MailStatus.SENT)) == JOBS // 4
    assert app.extensions["jobs"].huey.pending_count() == 6 * SENT_AGAIN
    # reopened: the act and its move; sent: the move, the check and the act
    events = db.session.scalar(select(func.count(AuditEvent.number))) or 0
    assert events - events_before == 6 * SENT_AGAIN * 5 + JOBS // 4
    assert broken_link() is None
