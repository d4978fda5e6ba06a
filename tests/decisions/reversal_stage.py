"""Released decisions, and proposals to make them anew."""

from typing import Any

from app.accounts.models import User
from app.decisions import jobs, releasing
from app.decisions.models import Decision, Outcome
from app.decisions.outcomes import Proposal
from app.decisions.reversals import reversing
from app.decisions.reversals.models import Ground, Reversal
from app.extensions import db
from app.followup.acceptance import actions as followup
from app.followup.acceptance.models import AcceptanceAnswer
from app.mail.actions import mark_sent
from app.mail.models import Mail
from tests.decisions.stage import Stage

WHY = "Vi hadde oversett at lokalet er gratis."
TWO = [{"title": "Verksted"}, {"title": "Byttekveld"}]


def part(amount_nok: int, **texts: str) -> Proposal:
    return Proposal(
        Outcome.GRANTED_PART,
        amount_nok,
        reasons="Treffer målet godt.",
        reduction_reasons="Mange søkte.",
        expected_for_less="Én kveld er nok.",
        **texts,
    )


def prepare(
    stage: Stage, decision: Decision, *proposals: Proposal, ground: Ground = Ground.FAVOURABLE, **more: Any
) -> Reversal:
    """Proposed by the stage's handler, for the activities in order."""
    given = {line.activity_id: one for line, one in zip(decision.lines, proposals, strict=False)}
    by = more.pop("by", stage.hanne)
    made = reversing.prepare(decision, ground, given, more.pop("why", WHY), by=by, at=more.pop("at", stage.at), **more)
    db.session.commit()
    return made


def approve(stage: Stage, reversal: Reversal, *, by: User | None = None, at: Any = None) -> Decision:
    made = reversing.approve(reversal, by=by or stage.gro, at=at or stage.at)
    db.session.commit()
    return made


def reversed_(stage: Stage, decision: Decision, *proposals: Proposal, **more: Any) -> Decision:
    """Proposed and approved, not released."""
    return approve(stage, prepare(stage, decision, *proposals, **more))


def release(stage: Stage, decision: Decision, *, told: bool = True) -> Decision:
    """The new version goes out by the releases."""
    releasing.plan(
        stage.round.id, [decision.application.reference], stage.at, "http://localhost", by=stage.gro, at=stage.at
    )
    db.session.commit()
    jobs.release_chunk.run([decision.id])
    assert decision.release_problem is None, decision.release_problem
    for mail in db.session.query(Mail).where(Mail.key.startswith(f"notice-1:{decision.letter.public_id}")):
        if told:
            mark_sent(mail, stage.at)
    db.session.commit()
    return decision


def answer(stage: Stage, decision: Decision, *said: AcceptanceAnswer | None) -> None:
    chosen = {line.id: one for line, one in zip(decision.lines, said, strict=True) if one is not None}
    followup.answer(decision, chosen, agrees=True, by=stage.kari, at=stage.at)
    db.session.commit()
