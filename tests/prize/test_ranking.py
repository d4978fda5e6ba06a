"""The ranking becomes a verdict, with the scores as they stood."""

from datetime import datetime

import pytest

from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.policy import NotComplete, NotNow, NotPermitted
from app.prize.jury.models import JuryMember
from app.prize.meeting.models import Ballot, Draw
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.verdict.models import Verdict
from app.prize.verdict.ranking import set_ranking
from tests.prize_world import PrizeWorld

Year = tuple[Prize, list[JuryMember], list[Nomination]]


@pytest.fixture
def year(prizes: PrizeWorld) -> Year:
    return prizes.scored(PrizeStatus.MEETING)


def places(verdict: Verdict) -> list[tuple[str, int | None, bool]]:
    return [(each.nomination.project, each.place, each.is_honourable) for each in verdict.places]


def test_the_chair_sets_the_ranking(year: Year, at: datetime) -> None:
    prize, members, (first, second, third) = year
    verdict = set_ranking(prize, [first, second], [second, third], "total", None, by=members[-1].user, at=at)
    db.session.commit()
    assert prize.status is PrizeStatus.RANKED
    assert (verdict.version, verdict.separated_by) == (1, "total")
    assert places(verdict) == [("Prosjekt 1", 1, False), ("Prosjekt 2", 2, True), ("Prosjekt 3", None, True)]


def test_the_scores_are_kept_as_they_stood(year: Year, prizes: PrizeWorld, at: datetime) -> None:
    prize, _members, (first, _second, _third) = year
    verdict = set_ranking(prize, [first], [], "total", None, by=prizes.secretary(), at=at)
    db.session.commit()
    kept = verdict.matrix
    assert [(row["project"], row["total"], row["given"]) for row in kept["rows"]] == [
        ("Prosjekt 1", "75", 5),
        ("Prosjekt 2", "50", 5),
        ("Prosjekt 3", "25", 5),
    ]
    assert [member["seat"] for member in kept["members"]] == ["REG", "BYM", "KLI", "UKE", "EXT"]
    assert kept["rows"][0]["medians"]["circular"] == "4"
    assert kept["quorum"] == 3


def test_nothing_is_ranked_without_the_quorum(year: Year, prizes: PrizeWorld, at: datetime) -> None:
    """Everyone is recused from the favourite."""
    prize, members, (first, second, _third) = year
    for member in members[:3]:
        prizes.declare(member, [first], ImpartialityAnswer.DISQUALIFIED, "Jeg arbeider der.")
    with pytest.raises(NotComplete) as refused:
        set_ranking(prize, [first], [], None, None, by=prizes.secretary(), at=at)
    assert refused.value.missing == {"places": "Prosjekt 1 har ikke poeng fra 3 habile medlemmer og kan ikke rangeres."}
    set_ranking(prize, [second], [], "total", None, by=prizes.secretary("Sissel Skriver"), at=at)
    db.session.commit()


def test_only_the_secretary_and_the_chair(year: Year, at: datetime) -> None:
    prize, members, (first, *_) = year
    with pytest.raises(NotPermitted):
        set_ranking(prize, [first], [], None, None, by=members[0].user, at=at)


def test_only_in_the_meeting(prizes: PrizeWorld, at: datetime) -> None:
    prize, members, (first, *_) = prizes.scored(PrizeStatus.LOCKED)
    with pytest.raises(NotNow):
        set_ranking(prize, [first], [], None, None, by=members[-1].user, at=at)


def test_not_while_something_is_voted_on_or_drawn(year: Year, at: datetime) -> None:
    prize, members, (first, second, _third) = year
    ballot = Ballot(prize_id=prize.id, question="Hvem vinner?", place=1, opened_at=at)
    db.session.add(ballot)
    db.session.commit()
    with pytest.raises(NotNow, match="avstemning"):
        set_ranking(prize, [first], [], None, None, by=members[-1].user, at=at)
    db.session.delete(ballot)
    db.session.add(Draw(prize_id=prize.id, tied=[first.reference, second.reference], started_at=at))
    db.session.commit()
    with pytest.raises(NotNow, match="loddtrekning"):
        set_ranking(prize, [first], [], None, None, by=members[-1].user, at=at)


def test_different_nominations_and_no_mention_for_the_winner(year: Year, at: datetime) -> None:
    prize, members, (first, _second, _third) = year
    for ranked, mentioned, field in [
        ([], [], "places"),
        ([first, first], [], "places"),
        ([first], [first], "mentions"),
    ]:
        with pytest.raises(NotComplete) as refused:
            set_ranking(prize, ranked, mentioned, None, None, by=members[-1].user, at=at)
        assert list(refused.value.missing) == [field]
