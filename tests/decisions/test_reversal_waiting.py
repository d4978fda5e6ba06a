"""What reversals and corrections leave for staff, each to the one who can do it, in one statement."""

from datetime import timedelta

from flask import Flask

from app.decisions.actions import proposal_of
from app.decisions.outcomes import Proposal
from app.decisions.reversals import correcting, reversing
from app.decisions.reversals.models import Ground
from app.decisions.reversals.waiting import waiting
from app.extensions import db
from tests.counting import statements
from tests.decisions.reversal_stage import approve, part, prepare, release
from tests.decisions.stage import FULL, PART, Stage


def told(app: Flask, stage: Stage, days: int = 0) -> list[tuple[str, int | None]]:
    with app.test_request_context(), statements() as seen:
        found = [(one.what, one.person_id) for one in waiting(stage.at + timedelta(days=days))]
    assert len(seen) == 1
    return found


def test_a_proposal_waits_for_an_approver_then_for_release(app: Flask, stage: Stage) -> None:
    assert told(app, stage) == []
    proposal = prepare(stage, stage.released(PART), FULL)
    assert told(app, stage) == [("Omgjøring å godkjenne", None)]
    made = approve(stage, proposal)
    assert told(app, stage) == [("Nytt vedtak å frigi", None)]
    release(stage, made)
    assert told(app, stage) == []


def test_the_notice_is_the_preparers_and_nothing_waits_while_the_party_may_comment(app: Flask, stage: Stage) -> None:
    proposal = prepare(stage, stage.released(FULL), part(3000), ground=Ground.INVALID)
    assert told(app, stage) == [("Forhåndsvarsel om omgjøring å sende", stage.hanne.id)]
    today = stage.at.date()
    reversing.register_notice(proposal, today, today + timedelta(days=7), by=stage.hanne, at=stage.at)
    db.session.commit()
    assert told(app, stage, days=7) == []
    assert told(app, stage, days=8) == [("Omgjøring å godkjenne", None)]


def test_a_returned_proposal_waits_until_it_is_made_again(app: Flask, stage: Stage) -> None:
    decision = stage.released(PART)
    reversing.send_back(prepare(stage, decision, FULL), "Skriv mer.", by=stage.gro, at=stage.at)
    db.session.commit()
    assert told(app, stage) == [("Omgjøring sendt tilbake: lag den på nytt", stage.hanne.id)]
    prepare(stage, decision, FULL)
    assert told(app, stage) == [("Omgjøring å godkjenne", None)]


def test_a_correction_waits_to_be_confirmed(app: Flask, stage: Stage) -> None:
    decision = stage.released(FULL)
    line = decision.lines[0]
    right = Proposal(reasons=(proposal_of(line).reasons or "").replace("trygg", "god"))
    correcting.propose(decision, {line.activity_id: right}, "Feil ord.", by=stage.hanne, at=stage.at)
    db.session.commit()
    assert told(app, stage) == [("Retting å bekrefte", None)]
