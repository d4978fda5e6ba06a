"""Seal a verdict that every member has confirmed, publish what proves it later, or withdraw it."""

from datetime import datetime
from typing import Any

from app.access import Actor
from app.audit.actions import record
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.verdict import policy, queries, seal
from app.prize.verdict.models import Verdict
from app.prize.workflow import move


def seal_verdict(prize: Prize, *, nonce: str, by: Actor, at: datetime) -> Verdict:
    """From now on the verdict can be proven to be what it was. Nobody is told. `nonce`: `seal.new_nonce()`."""
    verdict = queries.verdict_of(prize)
    policy.can_seal(by, prize, verdict)
    verdict.nonce = nonce
    verdict.sealed_json = seal.seal(content_of(prize, verdict, at), nonce)
    verdict.commitment = seal.commitment_of(verdict.sealed_json)
    verdict.sealed_at = at
    move(prize, PrizeStatus.EMBARGO, by=by, at=at)
    record("verdict_sealed", by=by, at=at, case=prize.reference)
    return verdict


def content_of(prize: Prize, verdict: Verdict, at: datetime) -> dict[str, Any]:
    """What is sealed: that which becomes public, and the SHA-256 of the minutes, where all the rest stands. Who was
    considered stays shielded afterwards too, so second and third place are sealed by the minutes alone."""
    return {
        "prize": prize.name,
        "reference": prize.reference,
        "version": verdict.version,
        "winner": _named(verdict.winner),
        "honourable_mentions": [_named(each) for each in verdict.mentions],
        "statement": verdict.statement,
        "diploma_sentence": verdict.diploma_sentence,
        "minutes_sha256": verdict.minutes_sha256,
        "draw": verdict.draw.record if verdict.draw else None,
        "sealed_at": at.isoformat(),
    }


def _named(nomination: Nomination) -> dict[str, str]:
    return {"reference": nomination.reference, "project": nomination.project, "unit": nomination.unit}


def publish_commitment(prize: Prize, *, by: Actor, at: datetime) -> Verdict:
    """Anybody may read the commitment from now on; it says nothing of what was sealed."""
    verdict = queries.verdict_of(prize)
    policy.can_publish_commitment(by, prize, verdict)
    verdict.commitment_published_at = at
    record("commitment_published", by=by, at=at, case=prize.reference)
    return verdict


def withdraw(prize: Prize, reason: str, *, by: Actor, at: datetime) -> Verdict:
    """Something was wrong: the verdict stays in the history with its reason, and the jury meets again."""
    policy.can_withdraw(by, prize, reason)
    verdict = queries.verdict_of(prize)
    verdict.withdrawn_at, verdict.withdrawn_reason = at, reason.strip()
    move(prize, PrizeStatus.MEETING, by=by, at=at)
    record("verdict_withdrawn", by=by, at=at, case=prize.reference, version=verdict.version)
    return verdict
