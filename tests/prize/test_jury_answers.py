"""Confidentiality first, then an answer for each nomination; nobody takes a doubt or a recusal back alone."""

from typing import Any

import pytest

from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.policy import NotComplete, NotNow, NotPermitted
from app.prize.jury import appointing, declaring, settling
from app.prize.jury.declaring import Answer
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import State, standing
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from tests.prize_world import PrizeWorld

IMPARTIAL, DISQUALIFIED, DOUBT = (
    ImpartialityAnswer.IMPARTIAL,
    ImpartialityAnswer.DISQUALIFIED,
    ImpartialityAnswer.DOUBT,
)
ALONE = "Du kan ikke melde deg habil selv. Er du uenig, svarer du «Usikker», og de andre avgjør."
ONCE = "De andre har tatt stilling til dette. Du kan melde deg inhabil, men ikke spørre en gang til."
Year = tuple[Prize, list[JuryMember], list[Nomination]]


@pytest.fixture
def year(prizes: PrizeWorld) -> Year:
    """The jury answers; the second project is BYM's own."""
    prize = prizes.prize(PrizeStatus.DECLARING)
    members = prizes.jury(prize)
    return prize, members, [prizes.nomination(prize), prizes.nomination(prize, "Gangen", unit_code="BYM")]


def give(
    prizes: PrizeWorld, year: Year, member: JuryMember, number: int, answer: ImpartialityAnswer, reason: str = ""
) -> None:
    prize, _members, nominations = year
    given = [Answer(nominations[number], answer, reason)]
    declaring.declare(prize, member, standing(prize), given, by=member.user, at=prizes.at)
    db.session.commit()


def refused(*args: Any) -> str:
    """The sentence at the nomination."""
    with pytest.raises(NotComplete) as refusal:
        give(*args)
    db.session.rollback()
    assert refusal.value.reason == "Svarene er ikke lagret. Noe mangler."
    return next(iter(refusal.value.missing.values()))


def vote(prizes: PrizeWorld, year: Year, about: JuryMember, number: int, voter: JuryMember, what: Any) -> None:
    prize, _members, nominations = year
    doubt = settling.find_doubt(prize, nominations[number].reference, about)
    settling.vote(prize, doubt, what, "Fordi.", voter=voter, by=voter.user, at=prizes.at)
    db.session.commit()


def test_confidentiality_comes_first(prizes: PrizeWorld, year: Year) -> None:
    prize, members, _ = year
    members[0].confidentiality_signed_at = None
    db.session.commit()
    with pytest.raises(NotNow, match="Bekreft taushetsplikten først"):
        give(prizes, year, members[0], 0, IMPARTIAL)
    declaring.sign(prize, members[0], by=members[0].user, at=prizes.at)
    db.session.commit()
    give(prizes, year, members[0], 0, IMPARTIAL)
    with pytest.raises(NotNow, match="Du har bekreftet taushetsplikten"):
        declaring.sign(prize, members[0], by=members[0].user, at=prizes.at)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (PrizeStatus.APPOINTED, "Nominasjonene er ikke klare for juryen ennå."),
        (
            PrizeStatus.RANKED,
            "Rangeringen er satt. Er du likevel inhabil, må du si fra til jurysekretæren med en gang.",
        ),
    ],
)
def test_not_too_early_and_not_too_late(prizes: PrizeWorld, year: Year, status: PrizeStatus, sentence: str) -> None:
    year[0].status = status
    db.session.commit()
    with pytest.raises(NotNow) as refusal:
        give(prizes, year, year[1][0], 0, IMPARTIAL)
    assert refusal.value.reason == sentence


def test_an_answer_opens_the_nomination(prizes: PrizeWorld, year: Year) -> None:
    prize, members, nominations = year
    give(prizes, year, members[0], 0, IMPARTIAL)
    assert standing(prize).readers(nominations[0]) == [members[0]]


@pytest.mark.parametrize("answer", [DISQUALIFIED, DOUBT])
def test_stepping_down_needs_a_reason(prizes: PrizeWorld, year: Year, answer: ImpartialityAnswer) -> None:
    assert refused(prizes, year, year[1][0], 0, answer, "  ") == "Skriv kort hva det gjelder."


def test_later_recusal_counts_at_once_also_while_scores_are_given(prizes: PrizeWorld, year: Year) -> None:
    prize, members, nominations = year
    give(prizes, year, members[0], 0, IMPARTIAL)
    prize.status = PrizeStatus.LOCKED
    db.session.commit()
    give(prizes, year, members[0], 0, DISQUALIFIED, "Jeg har fått jobb der.")
    assert standing(prize).recused(nominations[0]) == [members[0]]
    assert refused(prizes, year, members[0], 0, IMPARTIAL) == ALONE


def test_an_own_project_is_recused_without_a_reason(prizes: PrizeWorld, year: Year) -> None:
    prize, members, nominations = year
    assert refused(prizes, year, members[1], 1, IMPARTIAL) == ALONE
    give(prizes, year, members[1], 1, DISQUALIFIED)
    row = standing(prize).declaration(members[1], nominations[1])
    assert row is not None
    assert row.reason == "Inhabil fordi prosjektet er fra virksomheten som medlemmet representerer."


def test_who_disputes_a_recusal_lets_the_others_decide(prizes: PrizeWorld, year: Year) -> None:
    prize, members, nominations = year
    declaring.write_grounds(prize, standing(prize), nominations, by=members[1].user, at=prizes.at)
    db.session.commit()
    give(prizes, year, members[1], 1, DOUBT, "Jeg arbeider ikke med bygg.")
    row = standing(prize).declaration(members[1], nominations[1])
    assert row is not None
    assert row.reason == (
        "Inhabil fordi prosjektet er fra virksomheten som medlemmet representerer. Jeg arbeider ikke med bygg."
    )
    assert standing(prize).state(members[1], nominations[1]) is State.DOUBT


def test_a_project_found_to_be_their_own_later_is_recused(prizes: PrizeWorld, year: Year) -> None:
    prize, members, nominations = year
    give(prizes, year, members[0], 0, IMPARTIAL)
    nominations[0].unit_code = "REG"
    assert declaring.write_grounds(prize, standing(prize), nominations, by=members[0].user, at=prizes.at) == 2
    db.session.commit()
    assert standing(prize).recused(nominations[0]) == [members[0]]
    assert declaring.write_grounds(prize, standing(prize), nominations, by=members[0].user, at=prizes.at) == 0


class TestDoubt:
    @pytest.fixture
    def doubted(self, prizes: PrizeWorld, year: Year) -> Year:
        """Klara is in doubt on the first; the others have answered."""
        _prize, members, _nominations = year
        for member in members:
            answer = (DOUBT, "Vi er naboer.") if member is members[2] else (IMPARTIAL, "")
            give(prizes, year, member, 0, *answer)
        return year

    def test_more_than_half_of_the_others_decide(self, prizes: PrizeWorld, doubted: Year) -> None:
        prize, members, nominations = doubted
        for voter in (members[0], members[1]):
            vote(prizes, doubted, members[2], 0, voter, IMPARTIAL)
            assert standing(prize).state(members[2], nominations[0]) is State.DOUBT
        vote(prizes, doubted, members[2], 0, members[3], IMPARTIAL)
        assert standing(prize).readers(nominations[0]) == members
        row = standing(prize).declaration(members[2], nominations[0])
        assert row is not None
        assert row.settled_reason == (
            "Juryen stemte: 3 for habil, 0 for inhabil. Rita Regi: «Fordi.» Bjørn Myr: «Fordi.» Ulrik Keller: «Fordi.»"
        )

    def test_as_many_for_as_against_keeps_the_member_out(self, prizes: PrizeWorld, doubted: Year) -> None:
        prize, members, nominations = doubted
        for voter, what in zip((0, 1, 3, 4), (IMPARTIAL, DISQUALIFIED, IMPARTIAL, DISQUALIFIED), strict=True):
            vote(prizes, doubted, members[2], 0, members[voter], what)
        assert standing(prize).recused(nominations[0]) == [members[2]]
        assert refused(prizes, doubted, members[2], 0, DOUBT, "En gang til.") == ONCE
        assert refused(prizes, doubted, members[2], 0, IMPARTIAL) == ALONE

    def test_nobody_votes_twice_or_on_their_own(self, prizes: PrizeWorld, doubted: Year) -> None:
        members = doubted[1]
        vote(prizes, doubted, members[2], 0, members[0], IMPARTIAL)
        with pytest.raises(NotNow, match="Du har stemt"):
            vote(prizes, doubted, members[2], 0, members[0], IMPARTIAL)
        db.session.rollback()
        with pytest.raises(NotPermitted, match="fordi du selv er i tvil eller inhabil"):
            vote(prizes, doubted, members[2], 0, members[2], IMPARTIAL)
        db.session.rollback()

    def test_two_in_doubt_vote_on_neither(self, prizes: PrizeWorld, doubted: Year) -> None:
        prize, members, nominations = doubted
        give(prizes, doubted, members[3], 0, DOUBT, "Vi bor i samme gård.")
        for about, voter in ((members[2], members[3]), (members[3], members[2])):
            with pytest.raises(NotPermitted, match="fordi du selv er i tvil eller inhabil"):
                vote(prizes, doubted, about, 0, voter, IMPARTIAL)
            db.session.rollback()
        vote(prizes, doubted, members[2], 0, members[0], IMPARTIAL)
        vote(prizes, doubted, members[2], 0, members[1], IMPARTIAL)
        assert [one.member for one in settling.doubts(prize, standing(prize), nominations) if one.is_waiting] == [
            members[3]
        ]

    def test_who_has_not_answered_votes_when_they_have(self, prizes: PrizeWorld, year: Year) -> None:
        members = year[1]
        give(prizes, year, members[2], 0, DOUBT, "Vi er naboer.")
        with pytest.raises(NotNow, match="Svar på habilitet for nominasjonen selv først"):
            vote(prizes, year, members[2], 0, members[0], IMPARTIAL)
        db.session.rollback()
        give(prizes, year, members[0], 0, IMPARTIAL)
        vote(prizes, year, members[2], 0, members[0], IMPARTIAL)

    def test_a_voter_who_leaves_is_not_waited_for(self, prizes: PrizeWorld, doubted: Year) -> None:
        prize, members, nominations = doubted
        vote(prizes, doubted, members[2], 0, members[0], IMPARTIAL)
        vote(prizes, doubted, members[2], 0, members[1], IMPARTIAL)
        appointing.leave(prize, members[3], by=prizes.secretary(), at=prizes.at)
        db.session.commit()
        assert members[2] in standing(prize).readers(nominations[0])

    def test_who_steps_down_ends_the_vote(self, prizes: PrizeWorld, doubted: Year) -> None:
        prize, members, nominations = doubted
        vote(prizes, doubted, members[2], 0, members[0], IMPARTIAL)
        give(prizes, doubted, members[2], 0, DISQUALIFIED, "Det er best slik.")
        assert settling.doubts(prize, standing(prize), nominations) == []
        assert refused(prizes, doubted, members[2], 0, DOUBT, "Likevel.") == ONCE

    def test_a_settled_member_may_still_step_down(self, prizes: PrizeWorld, doubted: Year) -> None:
        prize, members, nominations = doubted
        for voter in (0, 1, 3):
            vote(prizes, doubted, members[2], 0, members[voter], IMPARTIAL)
        give(prizes, doubted, members[2], 0, IMPARTIAL)
        row = standing(prize).declaration(members[2], nominations[0])
        assert row is not None
        assert row.settled_as is IMPARTIAL
        give(prizes, doubted, members[2], 0, DISQUALIFIED, "Nå er jeg det.")
        assert standing(prize).recused(nominations[0]) == [members[2]]


@pytest.mark.parametrize(
    ("votes", "voters", "decided"),
    [
        ("", 0, None),
        ("", 4, None),
        ("++", 4, None),
        ("+++", 4, IMPARTIAL),
        ("++-", 5, None),
        ("---", 5, DISQUALIFIED),
        ("++--", 4, DISQUALIFIED),
        ("+", 1, IMPARTIAL),
        ("+-", 2, DISQUALIFIED),
    ],
)
def test_what_the_votes_decide(votes: str, voters: int, decided: ImpartialityAnswer | None) -> None:
    given = [IMPARTIAL if sign == "+" else DISQUALIFIED for sign in votes]
    assert settling.outcome(given, voters) is decided
