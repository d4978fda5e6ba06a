"""A part that was made anew as the whole, a reversal to the party's detriment that waits, and a correction."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import current_app

from app import clock
from app.applications.models import Application
from app.config import public_url
from app.decisions import jobs, queries, releasing
from app.decisions.actions import proposal_of
from app.decisions.models import Decision, Outcome
from app.decisions.outcomes import Proposal
from app.decisions.reversals import correcting, reversing
from app.decisions.reversals.models import Ground
from app.demo.handling import REASONS, Staff
from app.extensions import db

GRANTED, WAITING = "S26-002", "S26-021"
WHY = (
    "Vi hadde regnet med én kurskveld. Søknaden deres gjelder to. Med hele beløpet kan dere gjennomføre det dere"
    " beskrev, og potten rekker til det."
)
FOUND = "Frivilligsentralen opplyser at den betaler råvarene. Da var budsjettet i søknaden feil på dette punktet."


def play(cases: Mapping[str, Application], staff: Staff) -> None:
    """In the days after the letters went out. Commits as people would."""
    at = cases[GRANTED].round.closes_at + timedelta(days=5, hours=10)
    _granted(cases[GRANTED], staff, at)
    with clock.frozen(at):
        _waiting(cases[WAITING], staff, at + timedelta(hours=3))


def _newest(case: Application) -> Decision:
    decision = queries.newest_decision(case.id)
    assert decision is not None
    return decision


def _granted(case: Application, staff: Staff, at: datetime) -> None:
    first = _newest(case)
    grant = Proposal(Outcome.GRANTED_FULL, None, REASONS)
    proposals = {line.activity_id: grant for line in first.lines}
    proposal = reversing.prepare(first, Ground.FAVOURABLE, proposals, WHY, by=staff.jonas, at=at)
    db.session.commit()
    reversing.approve(proposal, by=staff.marte, at=at + timedelta(hours=1))
    db.session.commit()
    with clock.frozen(at + timedelta(hours=2)):
        now = clock.now()
        releasing.plan(case.round_id, [case.reference], now, public_url(), by=staff.marte, at=now)
        db.session.commit()
        jobs.release_due(now)
        current_app.extensions["jobs"].run_waiting()


def _waiting(case: Application, staff: Staff, at: datetime) -> None:
    decision = _newest(case)
    power = next(text for text in reversing.told(decision).conditions if "kan endre vedtaket" in text)
    less = Proposal(
        Outcome.GRANTED_PART,
        1300,
        REASONS,
        "Råvarene til 1 200 kroner betales av Frivilligsentralen.",
        "Dere holder kurset som planlagt.",
    )
    proposal = reversing.prepare(
        decision,
        Ground.RESERVED_POWER,
        {line.activity_id: less for line in decision.lines},
        FOUND,
        condition=power,
        by=staff.ingrid,
        at=at,
    )
    day = at.date()
    reversing.register_notice(proposal, day, day + timedelta(days=14), by=staff.ingrid, at=at)
    _correction(decision, staff, at)
    db.session.commit()


def _correction(decision: Decision, staff: Staff, at: datetime) -> None:
    """The same word twice in the reasons."""
    line = decision.lines[0]
    said = proposal_of(line)
    reasons = (said.reasons or "").replace("tid og folk", "tid og frivillige")
    given = {line.activity_id: Proposal(reasons=reasons, special_condition=said.special_condition)}
    correcting.propose(decision, given, "Vi mente de frivillige, ikke publikum.", by=staff.ingrid, at=at)
