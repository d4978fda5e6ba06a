"""Nothing half: a change without its event does not happen, and what a crash left undone is found again, once."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from app import clock
from app.applications.actions import submit
from app.applications.jobs import render_receipt
from app.applications.models import Application
from app.audit.queries import broken_link
from app.cli.timers import run_due
from app.decisions import releasing
from app.decisions.actions import decide, recommend
from app.decisions.appeals.receiving import appeal
from app.decisions.jobs import release_chunk
from app.decisions.models import Decision
from app.extensions import db
from app.followup.acceptance.actions import answer
from app.followup.acceptance.models import AcceptanceAnswer
from app.letters.models import Letter, LetterKind
from app.mail.models import Mail, MailStatus
from app.review import actions as review
from app.rounds.models import RoundStatus
from tests.decisions.stage import FULL, REJECTION, Stage
from tests.mail.test_sending import Server, free_port, point_at, running
from tests.rows import everything
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
URL = "http://localhost"
REFUSED = "no more history"
REFUSE = {
    "sqlite": [
        f"CREATE TRIGGER full_chain BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    ],
    "postgresql": [
        f"CREATE FUNCTION full_chain() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE '{REFUSED}'; END $$",
        "CREATE TRIGGER full_chain BEFORE INSERT ON audit_event EXECUTE FUNCTION full_chain()",
    ],
}
ACCEPT = {
    "sqlite": ["DROP TRIGGER IF EXISTS full_chain"],
    "postgresql": ["DROP TRIGGER IF EXISTS full_chain ON audit_event", "DROP FUNCTION IF EXISTS full_chain"],
}


@pytest.fixture
def stage(world: World) -> Iterator[Stage]:
    yield Stage(world)
    accept_events()


def refuse_events() -> None:
    """From now on the database takes no event, as when the disk is full."""
    _run(REFUSE)


def accept_events() -> None:
    db.session.rollback()
    _run(ACCEPT)


def _run(statements: dict[str, list[str]]) -> None:
    for statement in statements[db.engine.dialect.name]:
        db.session.execute(text(statement))
    db.session.commit()


# --- a change and its event are one ----------------------------------------------------------------------------------


def _submit(stage: Stage) -> Callable[[], object]:
    draft = stage.world.application(stage.organisation, stage.kari, stage.round, sent=False)
    return lambda: submit(draft, by=stage.kari, at=stage.at)


def _pass_screening(stage: Stage) -> Callable[[], object]:
    application = stage.in_screening()
    return lambda: review.pass_screening(application, by=stage.hanne, at=stage.at)


def _send_assessment(stage: Stage) -> Callable[[], object]:
    application = stage.in_review()
    assert application.round.rubric is not None
    activity = application.activities[0]
    for criterion in application.round.rubric.criteria:
        review.save_score(activity, criterion, 3, by=stage.hanne, at=stage.at)
    db.session.commit()
    return lambda: review.send_assessment(activity, by=stage.hanne, at=stage.at)


def _recommend(stage: Stage) -> Callable[[], object]:
    application = stage.assessed()
    return lambda: recommend(application, {application.activities[0].id: FULL}, by=stage.hanne, at=stage.at)


def _decide(stage: Stage) -> Callable[[], object]:
    application = stage.recommended()
    stage.declare(application)
    return lambda: decide(application, by=stage.gro, at=stage.at)


def _plan(stage: Stage) -> Callable[[], object]:
    reference = stage.with_receipt(stage.decided()).application.reference
    return lambda: releasing.plan(stage.round.id, [reference], stage.at, URL, by=stage.gro, at=stage.at)


def _accept(stage: Stage) -> Callable[[], object]:
    decision = stage.released()
    chosen = {decision.lines[0].id: AcceptanceAnswer.ACCEPTED}
    return lambda: answer(decision, chosen, agrees=True, by=stage.kari, at=stage.at)


def _decline(stage: Stage) -> Callable[[], object]:
    decision = stage.released()
    chosen = {decision.lines[0].id: AcceptanceAnswer.DECLINED}
    return lambda: answer(decision, chosen, agrees=True, by=stage.kari, at=stage.at)


def _appeal(stage: Stage) -> Callable[[], object]:
    decision = stage.released(REJECTION)
    return lambda: appeal(decision, "Vi er uenige.", None, public_url="http://localhost", by=stage.kari, at=stage.at)


ACTS = [_submit, _pass_screening, _send_assessment, _recommend, _decide, _plan, _accept, _decline, _appeal]


@pytest.mark.parametrize("prepare", ACTS)
def test_a_change_without_its_event_does_not_happen(stage: Stage, prepare: Callable[[Stage], Any]) -> None:
    act = prepare(stage)
    refuse_events()
    before = everything()
    act()
    with pytest.raises(DatabaseError, match=REFUSED):
        db.session.commit()
    assert everything() == before
    accept_events()
    act()
    db.session.commit()
    assert everything() != before
    assert broken_link() is None


def planned(stage: Stage, *decisions: Decision) -> None:
    references = [decision.application.reference for decision in decisions]
    releasing.plan(stage.round.id, references, stage.at, URL, by=stage.gro, at=stage.at)
    db.session.commit()


def test_a_letter_whose_events_are_refused_is_not_released_and_says_so(app: Flask, stage: Stage) -> None:
    first, second = (stage.with_receipt(stage.decided()) for _ in range(2))
    tick(app, minutes=20)  # the ranking is reckoned, and changes no more
    planned(stage, first, second)
    refuse_events()
    before = everything()
    tick(app, minutes=20)
    after = everything()
    assert {name for name, rows in after.items() if rows != before[name]} == {"decision", "release"}
    assert (first.released_at, second.released_at) == (None, None)
    assert REFUSED in str(first.release_problem)
    accept_events()
    releasing.try_again(first.release, by=stage.gro)
    db.session.commit()
    tick(app, minutes=20)
    assert first.released_at == second.released_at is not None
    assert broken_link() is None


def test_a_page_that_fails_says_that_nothing_is_changed(app: Flask, stage: Stage, sign_in: SignIn) -> None:
    draft = stage.world.application(stage.organisation, stage.kari, stage.round, sent=False)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    refuse_events()
    before = everything()
    confirmed = {"signatory_confirmed": "y", "truth_confirmed": "y"}
    sent = sign_in(stage.kari).post(f"/soknader/{draft.reference}/send", data=confirmed)
    assert sent.status_code == 500
    assert everything() == before
    assert app.extensions["jobs"].huey.pending_count() == 0


# --- what a crash left undone ----------------------------------------------------------------------------------------


RECKONED = ("rangeringer", "runder regnet ut", "diagrammer")
"""What follows from every assessment and every case."""


def done_by_the_clock() -> list[str]:
    return [one for one in run_due(clock.now()) if not one.startswith(RECKONED)]


def tick(app: Flask, **later: float) -> list[str]:
    """The tick, and the worker until its queue is empty, so long after the stopped clock. What the tick did, but for
    what is reckoned anew."""
    with clock.frozen(clock.now() + timedelta(**later)):
        done = done_by_the_clock()
        app.extensions["jobs"].run_waiting()
    db.session.rollback()
    return done


def lose_the_queue(app: Flask) -> None:
    """What was committed is there; the process died before it could ask the worker for the rest."""
    app.extensions["jobs"].huey.flush()


def letters(kind: LetterKind) -> int:
    return db.session.scalar(select(func.count()).where(Letter.kind == kind)) or 0


def nothing_twice(app: Flask, **later: float) -> None:
    """Another tick at the same moment has nothing to do, and leaves every row as it is."""
    before = everything()
    assert tick(app, **later) == []
    assert everything() == before


def test_a_receipt_that_was_never_asked_for_is_made_after_five_minutes(
    app: Flask, stage: Stage, sign_in: SignIn
) -> None:
    draft = stage.world.application(stage.organisation, stage.kari, stage.round, sent=False)
    sign_in(stage.kari).post(
        f"/soknader/{draft.reference}/send", data={"signatory_confirmed": "y", "truth_confirmed": "y"}
    )
    lose_the_queue(app)
    tick(app, minutes=4)
    assert letters(LetterKind.RECEIPT) == 0
    tick(app, minutes=6)
    assert letters(LetterKind.RECEIPT) == 1
    nothing_twice(app, minutes=6)


def test_receipts_asked_for_twice_are_made_once(app: Flask, stage: Stage) -> None:
    """Two ticks before the worker comes to it."""
    stage.applied()
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        for _ in range(2):
            assert done_by_the_clock() == ["kvitteringer funnet igjen: 1"]
    tick(app, minutes=6)
    assert letters(LetterKind.RECEIPT) == 1
    assert db.session.scalar(select(func.count(Mail.id))) == 2


def test_a_release_that_was_never_begun_is_begun_by_the_tick(app: Flask, stage: Stage, sign_in: SignIn) -> None:
    decision = stage.with_receipt(stage.decided())
    now = {"day": "2026-09-01", "hour": "10:00", "case": decision.application.reference}
    assert sign_in(stage.gro).post("/staff/releases", data=now).status_code == 302
    lose_the_queue(app)
    assert letters(LetterKind.DECISION) == 0
    assert tick(app) == ["brev som skal frigis: 1"]
    assert letters(LetterKind.DECISION) == 1
    nothing_twice(app)


def test_a_release_that_died_half_way_goes_on_with_the_rest(app: Flask, stage: Stage) -> None:
    """The worker kept some of the letters, and died before the others."""
    decisions = [stage.with_receipt(stage.decided()) for _ in range(4)]
    planned(stage, *decisions)
    release_chunk.run([decision.id for decision in decisions[:2]])
    db.session.rollback()
    lose_the_queue(app)
    release = decisions[0].release
    assert release is not None
    assert (releasing.progress(release.id).text, release.finished_at) == ("2 av 4 brev er sendt", None)
    assert tick(app, minutes=1) == ["brev som skal frigis: 2"]
    assert letters(LetterKind.DECISION) == 4
    moments = [decision.released_at for decision in decisions]
    assert moments == [stage.at] * 2 + [stage.at + timedelta(minutes=1)] * 2
    assert release.finished_at == stage.at + timedelta(minutes=1)
    nothing_twice(app, minutes=1)


def test_a_letter_written_to_disk_and_lost_from_the_database_is_made_again(app: Flask, stage: Stage) -> None:
    """The worker died between the file and the commit: the same bytes take the same place."""
    application = stage.applied()
    refuse_events()
    with pytest.raises(DatabaseError, match=REFUSED):
        render_receipt.run(application.id)
    db.session.rollback()
    folder = app.config["OMBRUK"].instance / "files"
    on_disk = sorted(path.name for path in folder.rglob("*") if path.is_file())
    assert (len(on_disk), letters(LetterKind.RECEIPT)) == (1, 0)
    accept_events()
    tick(app, minutes=6)
    assert letters(LetterKind.RECEIPT) == 1
    nothing_twice(app, minutes=6)


def test_a_server_that_was_down_gets_each_notice_once_and_the_handler_sees_it_meanwhile(
    app: Flask, stage: Stage, sign_in: SignIn
) -> None:
    decision = stage.with_receipt(stage.decided())
    planned(stage, decision)
    port, server = free_port(), Server()
    point_at(app, port)  # nobody answers there
    tick(app)
    assert decision.released_at == stage.at
    waiting = db.session.scalars(select(Mail).where(Mail.status == MailStatus.QUEUED)).all()
    assert (len(waiting), sum(mail.attempts for mail in waiting)) == (2, 1)
    page = sign_in(stage.hanne).get(f"/staff/cases/{decision.application.reference}").text
    assert "er ikke sendt ennå. Vi prøver igjen" in page
    with running(server, app, port):
        tick(app, minutes=2)
        assert sorted(message["To"] for message in server.got) == [
            "post@fiksekroken.example",
            "styret@fiksekroken.example",
        ]
        nothing_twice(app, minutes=2)
        assert len(server.got) == 2
    assert "er ikke sendt ennå" not in sign_in(stage.hanne).get(f"/staff/cases/{decision.application.reference}").text


def test_a_tick_after_a_long_sleep_does_all_that_was_due_and_once(app: Flask, stage: Stage) -> None:
    """The machine was off from before the deadline until after it: round, cases and receipts."""
    application = stage.applied()
    done = tick(app, days=30)
    assert done == ["runder lukket: 1", "saker til formell kontroll: 1", "kvitteringer funnet igjen: 1"]
    found = db.session.scalars(select(Application)).one()
    assert (found.id, found.status, found.round.status) == (application.id, "screening", RoundStatus.CLOSED)
    nothing_twice(app, days=30)
