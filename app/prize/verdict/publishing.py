"""Tell everybody who won: the texts that the jury wrote, and the pictures that may be shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.access import Actor
from app.audit.actions import record
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import NominationImage
from app.prize.verdict import policy, queries
from app.prize.verdict.models import Verdict
from app.prize.workflow import move


@dataclass(frozen=True)
class Published:
    """What the secretary chose: the pictures' public ids, a consent that was given later, that the text is read."""

    images: Collection[str] = ()
    consent: str = ""
    is_checked: bool = False


def publish(prize: Prize, chosen: Published, *, by: Actor, at: datetime) -> Verdict:
    """From now on the winner stands on the public page. The thanks are sent by `jobs`, after the commit."""
    verdict = queries.verdict_of(prize)
    shown = _shown(verdict, chosen)
    policy.can_publish(by, prize, verdict, shown, chosen.consent, is_checked=chosen.is_checked)
    _show(verdict, shown, chosen.consent)
    verdict.published_at = at
    move(prize, PrizeStatus.PUBLISHED, by=by, at=at)
    record("prize_published", by=by, at=at, case=prize.reference)
    return verdict


def change_pictures(prize: Prize, chosen: Published, *, by: Actor, at: datetime) -> Verdict:
    """Show others, or none: a consent may be taken back."""
    verdict = queries.verdict_of(prize)
    shown = _shown(verdict, chosen)
    policy.can_change_pictures(by, prize, verdict, shown, chosen.consent)
    _show(verdict, shown, chosen.consent)
    record("prize_changed", by=by, at=at, case=prize.reference, year=prize.year, what="pictures")
    return verdict


def _shown(verdict: Verdict, chosen: Published) -> Sequence[NominationImage]:
    return [each for each in queries.pictures_of(verdict) if each.public_id in chosen.images]


def _show(verdict: Verdict, shown: Sequence[NominationImage], consent: str) -> None:
    verdict.shown_images = [each.public_id for each in shown]
    verdict.image_consent = consent.strip() or None
