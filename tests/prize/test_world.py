"""The year that the other tests begin with holds together."""

from app.judging.queries import weights
from app.prize.models import PrizeStatus
from tests.prize_world import PrizeWorld


def test_a_scored_year(prizes: PrizeWorld) -> None:
    prize, members, nominations = prizes.scored(PrizeStatus.LOCKED)
    assert sum(weights(prize.rubric_id).values()) == 100
    assert [member.seat.code for member in members] == ["REG", "BYM", "KLI", "UKE", "EXT"]
    assert [nomination.reference for nomination in nominations] == ["PRIS-2026-001", "PRIS-2026-002", "PRIS-2026-003"]
