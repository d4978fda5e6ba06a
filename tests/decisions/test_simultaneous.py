"""Two approvers at the same moment: one decision, and the other is told. In two threads, each with its session."""

import threading
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import User
from app.decisions import actions, jobs, releasing
from app.decisions.models import Decision, DecisionLine
from app.decisions.reversals import reversing
from app.decisions.reversals.models import Reversal
from app.extensions import db
from app.letters.models import Letter, LetterKind
from app.policy import NotAllowed
from app.rounds.models import Round
from tests.decisions.reversal_stage import prepare
from tests.decisions.stage import FULL, PART, Stage, chosen


def decide_in_thread(app: Flask, gate: threading.Barrier, user_id: int, round_id: int, keys: list[actions.Chosen]):  # type: ignore[no-untyped-def]
    with app.app_context():
        user = db.session.get_one(User, user_id)
        roles = user.roles
        assert roles
        db.session.commit()
        gate.wait()
        results = actions.decide_many(round_id, keys, by=user, at=jobs.clock.now())
        db.session.commit()
        return [result.refusal for result in results]


def test_two_approvers_at_once_make_one_decision(app: Flask, stage: Stage) -> None:
    cases = [stage.recommended() for _ in range(3)]
    siri = stage.approver("Siri Sol")
    stage.declare(*cases)
    stage.declare(*cases, by=siri)
    keys, round_id, people = chosen(*cases), stage.round.id, [stage.gro.id, siri.id]
    db.session.commit()
    gate = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(decide_in_thread, app, gate, person, round_id, keys) for person in people]
        outcomes = sorted((run.result() for run in runs), key=str)
    told = "Saken har nå status «Vedtatt»."
    assert outcomes == [[told] * 3, [None] * 3] or outcomes == [[None] * 3, [told] * 3]
    assert db.session.scalar(select(func.count(Decision.id))) == 3
    assert db.session.scalar(select(func.count(DecisionLine.id))) == 3
    assert db.session.scalar(select(Round.committed_nok)) == 15000


def test_two_workers_with_the_same_letters_send_each_once(app: Flask, stage: Stage) -> None:
    decisions = [stage.with_receipt(stage.decided()) for _ in range(3)]
    references = [decision.application.reference for decision in decisions]
    releasing.plan(stage.round.id, references, stage.at, "http://localhost", by=stage.gro, at=stage.at)
    db.session.commit()
    ids, gate = [decision.id for decision in decisions], threading.Barrier(2)
    db.session.commit()

    def work() -> None:
        with app.app_context():
            gate.wait()
            jobs.release_chunk.run(ids)

    with ThreadPoolExecutor(2) as pool:
        for run in [pool.submit(work) for _ in range(2)]:
            run.result()
    assert db.session.scalar(select(func.count(Letter.id)).where(Letter.kind == LetterKind.DECISION)) == 3
    assert db.session.scalar(select(func.count(Decision.released_at))) == 3


def approve_in_thread(app: Flask, gate: threading.Barrier, user_id: int, reversal_id: int) -> str | None:
    with app.app_context():
        user, reversal = db.session.get_one(User, user_id), db.session.get_one(Reversal, reversal_id)
        assert user.roles
        assert reversal.reversed.application.reference
        db.session.commit()
        gate.wait()
        try:
            reversing.approve(reversal, by=user, at=jobs.clock.now())
        except NotAllowed as refusal:
            db.session.rollback()
            return refusal.reason
        db.session.commit()
        return None


def test_two_approvers_at_once_make_one_new_version(app: Flask, stage: Stage) -> None:
    decision = stage.released(PART)
    siri = stage.approver("Siri Sol")
    stage.declare(decision.application, by=siri)
    reversal_id, people = prepare(stage, decision, FULL).id, [stage.gro.id, siri.id]
    db.session.commit()
    gate = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(approve_in_thread, app, gate, person, reversal_id) for person in people]
        outcomes = sorted((run.result() for run in runs), key=str)
    assert outcomes == ["Forslaget er godkjent allerede.", None] or outcomes == [
        None,
        "Forslaget er godkjent allerede.",
    ]
    assert db.session.scalar(select(func.count(Decision.id))) == 2
    assert db.session.scalar(select(Round.committed_nok)) == 5000
