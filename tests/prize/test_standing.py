"""Who of the jury reads what: deputies step in, own projects are recused, and the quorum is reckoned."""

from typing import Any

import pytest

from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import standing
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination, NominationStatus
from tests.counting import statements
from tests.prize_world import PrizeWorld

DISQUALIFIED, DOUBT = ImpartialityAnswer.DISQUALIFIED, ImpartialityAnswer.DOUBT


@pytest.fixture
def year(prizes: PrizeWorld) -> tuple[Prize, list[JuryMember], Nomination]:
    """Scores are being given; five have declared themselves impartial, and none has a deputy."""
    prize = prizes.prize(PrizeStatus.SCORING)
    members, nomination = prizes.jury(prize), prizes.nomination(prize)
    for member in members:
        prizes.declare(member, [nomination])
    return prize, members, nomination


def deputy(prizes: PrizeWorld, member: JuryMember, nomination: Nomination, **more: Any) -> JuryMember:
    """One who has declared to be impartial."""
    made = prizes.member(member.seat, f"Vara {member.seat.code}", is_deputy=True, **more)
    prizes.declare(made, [nomination])
    return made


def test_all_who_have_answered_read_in_the_order_of_the_seats(year: Any) -> None:
    prize, members, nomination = year
    found = standing(prize)
    assert found.members == members
    assert found.readers(nomination) == members
    assert found.recused(nomination) == []
    assert found.lacks_quorum([nomination], 5) == []
    assert found.lacks_quorum([nomination], 6) == [nomination]


def test_nobody_reads_who_has_not_signed_or_not_answered(prizes: PrizeWorld) -> None:
    prize = prizes.prize(PrizeStatus.SCORING)
    members, nomination = prizes.jury(prize, signed=False), prizes.nomination(prize)
    prizes.declare(members[0], [nomination])
    members[1].confidentiality_signed_at = prizes.at
    db.session.commit()
    found = standing(prize)
    assert found.readers(nomination) == []
    assert not any(found.may_read(one.user_id, nomination) for one in members)


def test_a_nomination_that_is_not_qualified_has_no_readers(prizes: PrizeWorld, year: Any) -> None:
    prize, members, _ = year
    other = prizes.nomination(prize, "Kjelleren", status=NominationStatus.SCREENING)
    assert standing(prize).readers(other) == []
    assert standing(prize).may_read(members[0].user_id, other) is False


def test_the_deputy_reads_where_the_member_is_recused_and_nothing_else(prizes: PrizeWorld, year: Any) -> None:
    prize, members, nomination = year
    other = prizes.nomination(prize, "Gangen")
    for member in members:
        prizes.declare(member, [other])
    stand_in = deputy(prizes, members[1], nomination)
    prizes.declare(stand_in, [other])
    prizes.declare(members[1], [nomination], DISQUALIFIED, "Jeg leder stedet.")
    found = standing(prize)
    assert found.readers(nomination) == [members[0], stand_in, *members[2:]]
    assert found.readers(other) == members
    assert found.recused(nomination) == [members[1]]
    assert [found.may_read(stand_in.user_id, one) for one in (nomination, other)] == [True, False]


def test_the_deputy_takes_the_seat_of_a_member_who_left(prizes: PrizeWorld, year: Any) -> None:
    prize, members, nomination = year
    stand_in = deputy(prizes, members[0], nomination)
    members[0].left_at = prizes.at
    db.session.commit()
    assert standing(prize).readers(nomination) == [stand_in, *members[1:]]


def test_a_doubt_waits_without_calling_the_deputy_to_score(prizes: PrizeWorld, year: Any) -> None:
    prize, members, nomination = year
    stand_in = deputy(prizes, members[0], nomination)
    prizes.declare(members[0], [nomination], DOUBT, "Vi er naboer.")
    found = standing(prize)
    assert found.readers(nomination) == members[1:]
    assert found.recused(nomination) == []
    assert found.voters(nomination) == [stand_in, *members[1:]]


def test_several_in_doubt_decide_on_none_of_the_others(prizes: PrizeWorld, year: Any) -> None:
    prize, members, nomination = year
    for member in members[:2]:
        prizes.declare(member, [nomination], DOUBT, "Vi er naboer.")
    prizes.declare(members[2], [nomination], DISQUALIFIED, "Min bror.")
    assert standing(prize).voters(nomination) == members[3:]


@pytest.mark.parametrize(
    ("changes", "index"),
    [
        ({"unit_code": "BYM"}, 1),
        ({"nominator_email": " Klara.Im@ombruk.example"}, 2),
        ({"contact_email": "rita.regi@OMBRUK.example"}, 0),
    ],
)
def test_own_projects_are_recused_whatever_was_answered(prizes: PrizeWorld, changes: Any, index: int) -> None:
    prize = prizes.prize(PrizeStatus.SCORING)
    members, nomination = prizes.jury(prize), prizes.nomination(prize, **changes)
    for member in members:
        prizes.declare(member, [nomination])
    found = standing(prize)
    assert found.recused(nomination) == [members[index]]
    assert found.readers(nomination) == [one for one in members if one is not members[index]]


def test_who_nominated_what_was_merged_into_it_is_recused_too(prizes: PrizeWorld, year: Any) -> None:
    prize, members, nomination = year
    prizes.nomination(
        prize,
        "Spisesalen igjen",
        status=NominationStatus.MERGED,
        merged_into_id=nomination.id,
        nominator_email=members[3].user.email,
    )
    assert standing(prize).recused(nomination) == [members[3]]


def test_the_jury_may_decide_that_an_own_unit_does_not_recuse(prizes: PrizeWorld) -> None:
    prize = prizes.prize(PrizeStatus.SCORING)
    members, nomination = prizes.jury(prize), prizes.nomination(prize, unit_code="BYM")
    prizes.declare(members[1], [nomination], DOUBT, "En annen avdeling.")
    row = standing(prize).declaration(members[1], nomination)
    assert row is not None
    row.settled_as, row.settled_by_id, row.settled_at = ImpartialityAnswer.IMPARTIAL, members[0].user_id, prizes.at
    db.session.commit()
    assert standing(prize).readers(nomination) == [members[1]]


def test_the_external_deputy_saves_the_quorum_and_only_then(prizes: PrizeWorld, year: Any) -> None:
    prize, members, nomination = year
    extra = deputy(prizes, members[4], nomination)
    for member in members[:2]:
        prizes.declare(member, [nomination], DISQUALIFIED, "Min etat.")
    assert standing(prize).readers(nomination) == members[2:]
    prizes.declare(members[2], [nomination], DISQUALIFIED, "Min etat.")
    found = standing(prize)
    assert found.readers(nomination) == [members[3], members[4], extra]
    assert found.lacks_quorum([nomination], prize.quorum) == []


def test_everyone_recused_from_the_favourite_lacks_a_quorum(prizes: PrizeWorld, year: Any) -> None:
    prize, members, nomination = year
    for member in members:
        prizes.declare(member, [nomination], DISQUALIFIED, "Vi har laget det sammen.")
    found = standing(prize)
    assert found.readers(nomination) == []
    assert found.lacks_quorum([nomination], prize.quorum) == [nomination]


def test_after_the_lock_deputies_step_in_for_those_who_gave_no_scores(prizes: PrizeWorld, year: Any) -> None:
    prize, members, nomination = year
    stand_in = deputy(prizes, members[0], nomination)
    for member in members[2:4]:
        prizes.score(member, nomination, 4, sent=True)
    prizes.score(members[4], nomination, [4, 4, None, 4, 4, 4], sent=True)
    prize.status = PrizeStatus.LOCKED
    db.session.commit()
    found = standing(prize)
    assert found.lacks_quorum([nomination], 2) == []
    assert found.lacks_quorum([nomination], 3) == [nomination]
    assert found.readers(nomination) == [stand_in, *members[1:]]
    assert found.may_read(members[0].user_id, nomination) is True
    prize.status = PrizeStatus.SCORING
    db.session.commit()
    assert standing(prize).may_read(members[0].user_id, nomination) is False


def test_it_costs_the_same_for_many(prizes: PrizeWorld) -> None:
    prize = prizes.prize(PrizeStatus.SCORING)
    counts = []
    for size in (1, 3):
        for number in range(size):
            prizes.nomination(prize, f"Prosjekt {size}.{number}")
        if size == 3:
            prizes.jury(prize)
        db.session.expire_all()
        assert prize.id
        with statements() as seen:
            found = standing(prize)
            for nomination in db.session.query(Nomination).all():
                found.readers(nomination)
                found.recused(nomination)
        counts.append(len(seen) - 1)
    assert counts == [4, 4]
