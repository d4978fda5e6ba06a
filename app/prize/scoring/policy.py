"""When a juror may read the nominations, give scores, and write private notes."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.formatting import moment
from app.judging.models import Assessment
from app.policy import NotNow, NotPermitted
from app.prize.models import Prize, PrizeStatus

P = PrizeStatus
BEFORE = frozenset({P.PLANNED, P.APPOINTED, P.DECLARING})
READABLE = frozenset({P.SCORING, P.LOCKED, P.MEETING, P.RANKED, P.STATEMENT_READY, P.SIGNED, P.EMBARGO})


class Overtaken(NotNow):
    """What was given is older than what stands. `standing` is what stands, as plain values."""

    def __init__(self, reason: str, standing: dict[str, Any]) -> None:
        super().__init__(reason)
        self.standing = standing


def can_open(prize: Prize) -> None:
    """From the moment the scoring begins (the answers on impartiality come first) until the prize is handed over."""
    if prize.status in BEFORE:
        raise NotNow(_("Nominasjonene åpner når juryen har svart på habilitet og begynner å gi poeng."))
    if prize.status is P.CANCELLED:
        raise NotNow(_("Prisen er avlyst. Nominasjonene er lukket."))
    if prize.status not in READABLE:
        raise NotNow(_("Prisen er overrakt. Nominasjonene er lukket igjen."))


def can_read(may_read: bool) -> None:
    """`may_read`: what the jury's standing says of this person and nomination."""
    if not may_read:
        raise NotPermitted(_("Denne nominasjonen leser du ikke: du er inhabil, eller har ikke svart på habilitet."))


def can_score(prize: Prize, assessment: Assessment | None, at: datetime, reopened_at: datetime | None = None) -> None:
    """While the scores are open, by the server's clock. After a lock only what was opened again (`reopened_at`)."""
    closes = prize.scoring_closes_at
    is_open = prize.scores_locked_at is None or reopened_at is not None
    if prize.status is P.SCORING and is_open and (closes is None or at < closes) and not _is_sent(assessment):
        return
    if prize.status in BEFORE:
        raise NotNow(_("Juryen har ikke begynt å gi poeng."))
    if closes is not None and closes <= at:
        raise NotNow(_("Poengene ble låst %(moment)s. De kan ikke endres her.", moment=moment(closes)))
    raise NotNow(_("Poengene er låst. De kan ikke endres her."))


def _is_sent(assessment: Assessment | None) -> bool:
    return assessment is not None and assessment.sent_at is not None
