"""Release at a chosen time: planned, stopped, made once however often the work is run, and never held up by one."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.accounts.models import GrantHistory
from app.applications.models import Status
from app.decisions import jobs, releasing
from app.decisions.models import Decision, Release
from app.extensions import db
from app.formatting import HARD
from app.letters.content import DecisionContent
from app.letters.models import Letter, LetterKind, Notice
from app.mail.models import Mail, MailStatus
from app.policy import NotNow
from tests.decisions.stage import PART, REJECTION, Stage, events

URL = "http://localhost"


def planned(stage: Stage, *decisions: Decision, in_hours: int = 0) -> Release:
    references = [decision.application.reference for decision in decisions]
    moment = stage.at + timedelta(hours=in_hours)
    made = releasing.plan(stage.round.id, references, moment, URL, by=stage.gro, at=stage.at)
    db.session.commit()
    return made


def run(app: Flask, stage: Stage) -> int:
    """The tick and the worker, once."""
    started = jobs.release_due(clock.now())
    app.extensions["jobs"].run_waiting()
    db.session.rollback()
    return started


def letters() -> list[Letter]:
    found = select(Letter).where(Letter.kind == LetterKind.DECISION).order_by(Letter.id)
    return list(db.session.scalars(found))


def test_a_released_decision_has_a_letter_notices_and_a_history(app: Flask, stage: Stage) -> None:
    decision = stage.with_receipt(stage.decided(PART))
    release = planned(stage, decision)
    run(app, stage)
    (letter,) = letters()
    assert letter.title == f"Dere får 3{HARD}000 av 5{HARD}000 kroner til Fiksekveld 1"
    assert (decision.released_at, decision.letter_id, release.finished_at) == (stage.at, letter.id, stage.at)
    assert decision.application.status is Status.RELEASED
    assert [notice.mail.recipient for notice in letter.notices] == [
        "post@fiksekroken.example",
        "styret@fiksekroken.example",
    ]
    history = db.session.scalars(select(GrantHistory)).one()
    assert (history.year, history.title, history.granted_nok) == (2026, "Fiksekveld 1", 3000)
    assert events(decision.application, "decision_released") == [{"version": 1}]


def test_the_letter_says_what_was_decided_and_by_when_to_answer(app: Flask, stage: Stage) -> None:
    planned(stage, stage.with_receipt(stage.decided(PART)))
    run(app, stage)
    content = DecisionContent.from_dict(letters()[0].content)
    assert (content.granted_nok, content.handler, content.approver) == (3000, "Hanne Holm", "Gro Gran")
    assert content.lines[0].when == "tirsdag 24. november kl. 17.00–20.30"
    assert content.lines[0].where == "Deichman Tøyen, Gamle Oslo"
    assert len(content.conditions) == 6
    assert content.acceptance is not None
    assert (content.acceptance.deadline, content.appeal.deadline) == (date(2026, 9, 15), date(2026, 9, 22))
    assert content.acceptance.link == "http://localhost/vedtak/OMB-2026-0001#svar"


def test_running_the_work_again_makes_nothing_twice(app: Flask, stage: Stage) -> None:
    decision = stage.with_receipt(stage.decided())
    planned(stage, decision)
    run(app, stage)
    jobs.release_chunk.run([decision.id])
    db.session.commit()
    assert run(app, stage) == 0
    assert len(letters()) == 1
    assert len(db.session.scalars(select(Notice)).all()) == 2
    assert events(decision.application, "decision_released") == [{"version": 1}]


def test_nothing_goes_out_before_its_time(app: Flask, stage: Stage) -> None:
    planned(stage, stage.with_receipt(stage.decided()), in_hours=1)
    assert run(app, stage) == 0
    with clock.frozen(stage.at + timedelta(hours=1)):
        assert run(app, stage) == 1
        assert len(letters()) == 1


def test_a_stopped_release_lets_the_cases_be_planned_again(app: Flask, stage: Stage) -> None:
    decision = stage.with_receipt(stage.decided())
    release = planned(stage, decision, in_hours=1)
    releasing.cancel(release, by=stage.gro, at=stage.at)
    db.session.commit()
    with clock.frozen(stage.at + timedelta(hours=2)):
        assert run(app, stage) == 0
    assert decision.application.status is Status.DECIDED
    planned(stage, decision)
    assert run(app, stage) == 1


def test_what_has_begun_is_not_stopped(stage: Stage) -> None:
    release = planned(stage, stage.with_receipt(stage.decided()))
    with pytest.raises(NotNow, match="har begynt"):
        releasing.cancel(release, by=stage.gro, at=stage.at)
    db.session.rollback()


def test_a_letter_that_lacks_something_is_named_and_cannot_be_planned(stage: Stage) -> None:
    without_copy = stage.decided()
    (found,) = releasing.ready(stage.round.id, stage.at, URL, stage.gro)
    assert found.missing == ["kopi av søknaden"]
    with pytest.raises(NotNow, match="mangler kopi av søknaden"):
        planned(stage, without_copy)
    db.session.rollback()


def test_a_letter_that_fails_is_told_of_and_the_rest_goes_on(app: Flask, stage: Stage) -> None:
    good, bad = stage.with_receipt(stage.decided()), stage.with_receipt(stage.decided())
    release = planned(stage, good, bad)
    bad.lines[0].reasons = "{{begrunnelse}}"
    db.session.commit()
    run(app, stage)
    assert (good.released_at, bad.released_at) == (stage.at, None)
    assert bad.release_problem == "Brevet kan ikke lages. Dette mangler: utfylling av «{{begrunnelse}}»."
    assert releasing.progress(release.id) == releasing.Progress(released=1, problems=1, total=2)
    bad.lines[0].reasons = "Treffer målet."
    releasing.try_again(release, by=stage.gro)
    db.session.commit()
    run(app, stage)
    assert (bad.released_at, bad.release_problem, len(letters())) == (stage.at, None, 2)


def test_a_server_that_is_down_does_not_stop_a_release(app: Flask, stage: Stage) -> None:
    """There is no mail server in this test: the release stands, and the notice waits."""
    decision = stage.with_receipt(stage.decided())
    planned(stage, decision)
    run(app, stage)
    mails = db.session.scalars(select(Mail).where(Mail.key.startswith("notice-"))).all()
    assert (decision.released_at, {mail.status for mail in mails}) == (stage.at, {MailStatus.QUEUED})


def test_a_rejection_writes_no_history_of_grants(app: Flask, stage: Stage) -> None:
    planned(stage, stage.with_receipt(stage.decided(REJECTION)))
    run(app, stage)
    assert db.session.scalars(select(GrantHistory)).all() == []
    assert len(letters()) == 1


def test_a_case_is_planned_once(stage: Stage) -> None:
    decision = stage.with_receipt(stage.decided())
    planned(stage, decision)
    with pytest.raises(NotNow, match="planlagt allerede"):
        planned(stage, decision)
    db.session.rollback()
