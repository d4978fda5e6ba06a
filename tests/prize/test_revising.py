"""One's own scores, changed once in the meeting with a reason; the first ones stay."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.judging.models import Assessment, ImpartialityAnswer
from app.policy import NotNow, NotPermitted
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import standing
from app.prize.meeting import revising
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from tests.prize_world import PrizeWorld

SignIn = Callable[[Any], FlaskClient]
Year = tuple[Prize, list[JuryMember], list[Nomination]]


@pytest.fixture
def year(prizes: PrizeWorld) -> Year:
    return prizes.scored(PrizeStatus.MEETING, (4, 4, 3, 2))


def sheet(value: int, **more: str) -> dict[str, str]:
    codes = ("circular", "quality", "transfer", "novelty", "social", "documentation")
    return {**{f"value-{code}": str(value) for code in codes}, **more}


def test_a_juror_changes_own_scores_once_with_a_reason(year: Year, sign_in: SignIn) -> None:
    _prize, members, nominations = year
    client, url = sign_in(members[0].user), f"/jury/2026/nominations/{nominations[0].reference}/revise"
    assert client.get(url).status_code == 200
    missing = client.post(url, data=sheet(3))
    assert (missing.status_code, "Skriv hvorfor du endrer vurderingen." in missing.text) == (409, True)
    assert client.post(url, data=sheet(3, reason="Det kom fram i møtet.")).status_code == 302
    row = client.get(f"/jury/2026/matrix/{nominations[0].reference}").text
    assert (row.count("Det kom fram i møtet."), row.count("<s>4</s>")) == (6, 6)
    assert client.get(url).status_code == 409
    assert client.post(url, data=sheet(2, reason="En gang til.")).status_code == 409


def test_not_before_or_after_the_meeting_nor_where_recused(year: Year, prizes: PrizeWorld, at: datetime) -> None:
    prize, members, (first, second, *_) = year
    prizes.declare(members[0], [second], ImpartialityAnswer.DISQUALIFIED, "Jeg arbeider der.")
    known = standing(prize)
    with pytest.raises(NotPermitted):
        revising.revise(prize, second, members[0], [], "Fordi", known, by=members[0].user, at=at)
    for status in (PrizeStatus.LOCKED, PrizeStatus.RANKED):
        prize.status = status
        with pytest.raises(NotNow):
            revising.revise(prize, first, members[0], [], "Fordi", known, by=members[0].user, at=at)
    db.session.rollback()


def test_what_was_typed_is_kept_when_it_is_refused(year: Year, sign_in: SignIn) -> None:
    _prize, members, nominations = year
    client, url = sign_in(members[0].user), f"/jury/2026/nominations/{nominations[0].reference}/revise"
    refused = client.post(url, data={**sheet(4, reason="En grunn"), "value-circular": "5"})
    assert (refused.status_code, "Skriv kort hvorfor når du gir 5." in refused.text, "En grunn" in refused.text) == (
        409,
        True,
        True,
    )
    assert all(not one.scores[0].revision for one in db.session.query(Assessment))
