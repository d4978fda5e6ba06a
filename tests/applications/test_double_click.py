"""Two requests that send the same draft at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.applications.models import ApplicationVersion, CaseRow
from app.audit.models import AuditEvent
from app.extensions import db
from tests.world import World

CONFIRMED = {"signatory_confirmed": "y", "truth_confirmed": "y"}


def test_sent_once(world: World, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    kari = world.user()
    application = world.application(world.organisation(kari), kari, world.round(), sent=False)
    reference, key = application.reference, kari.session_key
    db.session.remove()
    together = Barrier(2)

    def click(_n: int) -> tuple[int, Any]:
        browser = app.test_client()
        with browser.session_transaction() as session:
            session["_user_id"] = key
            session["_fresh"] = True
        together.wait()
        answer = browser.post(f"/soknader/{reference}/send", data=CONFIRMED)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(click, range(2)))
    assert answers == [(302, f"/soknader/{reference}/kvittering")] * 2
    assert db.session.scalar(select(func.count(ApplicationVersion.id))) == 1
    assert db.session.scalar(select(func.count(CaseRow.activity_id))) == 1
    sent = select(func.count(AuditEvent.number)).where(AuditEvent.kind == "application_submitted")
    assert db.session.scalar(sent) == 1
