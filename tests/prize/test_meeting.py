"""The meeting: what is taken up first, who is there, what is voted on, and the ranking that follows."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts.models import User
from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.policy import NotComplete, NotNow, NotPermitted
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import standing
from app.prize.meeting import attending, balloting
from app.prize.meeting.agenda import agenda
from app.prize.meeting.matrix import matrix
from app.prize.meeting.meeting_page import meeting
from app.prize.meeting.models import Attendance, Ballot, Draw, DrawStatus, MeetingNote
from app.prize.meeting.proposal import Proposal
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.verdict.models import Verdict
from tests.counting import statements
from tests.prize_world import PrizeWorld

SignIn = Callable[[Any], FlaskClient]
Year = tuple[Prize, list[JuryMember], list[Nomination]]
MEETING, STAFF = "/jury/2026/meeting", "/staff/prize/2026/meeting"


@pytest.fixture
def year(prizes: PrizeWorld) -> Year:
    return prizes.scored(PrizeStatus.MEETING, (4, 4, 3, 2))


@pytest.fixture
def secretary(prizes: PrizeWorld) -> User:
    return prizes.secretary()


def all_here(prize: Prize, members: Sequence[JuryMember], by: User, at: datetime) -> None:
    attending.note_attendance(prize, members, standing(prize), by=by, at=at)
    db.session.commit()


def voted(
    prize: Prize,
    choices: Sequence[Nomination],
    place: int | None,
    votes: Sequence[tuple[JuryMember, Nomination | None]],
    by: User,
    at: datetime,
) -> Ballot:
    """A ballot from its opening to its end."""
    known = standing(prize)
    ballot = balloting.open_ballot(prize, choices, place, by=by, at=at)
    for member, choice in votes:
        balloting.vote(ballot, prize, member, choice, known, at=at)
    balloting.close(ballot, prize, by=by, at=at)
    db.session.commit()
    return ballot


def proposed(prize: Prize, by: User) -> Proposal:
    return meeting(prize, None, by).proposal


def shown(found: Proposal) -> tuple[list[tuple[str, str | None]], list[str]]:
    """Places with what sets each above the next, and those in a tie."""
    places = [(place.row.nomination.project, place.apart_by) for place in found.places]
    return places, [row.nomination.project for row in found.tied]


# --- the agenda -------------------------------------------------------------------------------------------------------


def test_the_top_first_then_the_most_disputed(prizes: PrizeWorld) -> None:
    prize = prizes.prize(PrizeStatus.LOCKED)
    members = prizes.jury(prize)
    values = {"Topp": [5] * 5, "To": [4] * 5, "Tre": [3, 3, 3, 3, 5], "Enig": [2] * 5, "Uenig": [1, 1, 1, 3, 5]}
    for project, given in values.items():
        nomination = prizes.nomination(prize, project)
        for member, value in zip(members, given, strict=True):
            prizes.declare(member, [nomination])
            prizes.score(member, nomination, value, sent=True)
    alone = prizes.nomination(prize, "Uten poeng")
    prizes.declare(members[0], [alone], ImpartialityAnswer.DISQUALIFIED, "Jeg arbeider der.")
    items = agenda(matrix(prize, standing(prize)))
    assert [(item.row.nomination.project, item.why.value) for item in items] == [
        ("Topp", "top"),
        ("To", "top"),
        ("Tre", "top"),
        ("Uenig", "divided"),
        ("Enig", "other"),
        ("Uten poeng", "no_quorum"),
    ]
    assert items[-1].leaving == ("Rita Regi",)


# --- who is there -----------------------------------------------------------------------------------------------------


def test_the_chair_starts_and_is_there(prizes: PrizeWorld, sign_in: SignIn) -> None:
    prize, members, _nominations = prizes.scored(PrizeStatus.LOCKED)
    assert sign_in(members[0].user).post(f"{MEETING}/start").status_code == 403
    assert sign_in(members[-1].user).post(f"{MEETING}/start").status_code == 302
    assert prize.status is PrizeStatus.MEETING
    assert [row.member for row in db.session.query(Attendance)] == [members[-1]]


def test_members_say_that_they_are_there_and_the_secretary_corrects(
    year: Year, secretary: User, sign_in: SignIn
) -> None:
    _prize, members, _nominations = year
    for member in members[:2]:
        client = sign_in(member.user)
        assert client.post(f"{MEETING}/attend").status_code == 302
        assert client.post(f"{MEETING}/attend").status_code == 302
    client = sign_in(secretary)
    client.post(f"{STAFF}/attendance", data={"present": [members[1].public_id, members[2].public_id]})
    assert {row.member for row in db.session.query(Attendance)} == {members[1], members[2]}


def test_notes_for_the_minutes(year: Year, secretary: User, sign_in: SignIn) -> None:
    _prize, members, nominations = year
    url = f"{STAFF}/notes/{nominations[0].reference}"
    assert sign_in(members[0].user).post(url, data={"text": "Nei"}).status_code == 403
    client = sign_in(secretary)
    client.post(url, data={"text": " Juryen var enig.\r\nKort. "})
    assert [note.text for note in db.session.query(MeetingNote)] == ["Juryen var enig.\nKort."]
    assert client.post(url, data={"text": "x" * 2001}).status_code == 422
    client.post(url, data={"text": ""})
    assert db.session.query(MeetingNote).count() == 0


# --- votes ------------------------------------------------------------------------------------------------------------


def test_a_vote_decides_its_place(year: Year, secretary: User, at: datetime) -> None:
    prize, members, (first, second, third, _fourth) = year
    all_here(prize, members, secretary, at)
    ballot = voted(
        prize, [first, third], 1, [(members[0], first), *((one, third) for one in members[1:4])], secretary, at
    )
    assert ballot.won is third
    assert shown(proposed(prize, secretary)) == ([("Prosjekt 3", "vote")], ["Prosjekt 1", "Prosjekt 2"])
    voted(prize, [first, second], 2, [(one, second) for one in members[:3]], secretary, at)
    assert shown(proposed(prize, secretary)) == (
        [("Prosjekt 3", "vote"), ("Prosjekt 2", "vote"), ("Prosjekt 1", "total")],
        [],
    )


def test_equal_scores_are_a_tie_until_something_tells_them_apart(year: Year, secretary: User, at: datetime) -> None:
    prize, _members, (first, second, _third, _fourth) = year
    assert shown(proposed(prize, secretary)) == ([], ["Prosjekt 1", "Prosjekt 2"])
    drawn = [second.reference, first.reference]
    draw = Draw(
        prize_id=prize.id,
        tied=sorted(drawn),
        status=DrawStatus.DRAWN,
        started_at=at,
        ended_at=at,
        seed="5" * 64,
        drawn=drawn,
    )
    db.session.add(draw)
    db.session.commit()
    found = proposed(prize, secretary)
    assert shown(found) == ([("Prosjekt 2", "draw"), ("Prosjekt 1", "total"), ("Prosjekt 3", "total")], [])
    assert (found.separated_by, found.draw) == ("draw", draw)


def test_fewest_recusals_is_the_third_rung(year: Year, prizes: PrizeWorld, secretary: User) -> None:
    prize, members, (first, _second, _third, _fourth) = year
    prizes.declare(members[0], [first], ImpartialityAnswer.DISQUALIFIED, "Jeg arbeider der.")
    assert shown(proposed(prize, secretary))[0][:2] == [("Prosjekt 2", "fewest_recusals"), ("Prosjekt 1", "total")]


@pytest.mark.parametrize("breaks", [True, False])
def test_the_chair_decides_a_tied_vote_only_where_the_mandate_says_so(
    year: Year, secretary: User, at: datetime, breaks: bool
) -> None:
    prize, members, (first, second, *_) = year
    prize.chair_breaks_ties = breaks
    all_here(prize, members, secretary, at)
    votes = [(members[0], first), (members[1], first), (members[2], second), (members[4], second)]
    ballot = voted(prize, [first, second], 1, votes, secretary, at)
    assert ballot.won_id is None
    places, tied = shown(proposed(prize, secretary))
    assert (places[:1], tied) == (([("Prosjekt 2", "chair")], []) if breaks else ([], ["Prosjekt 1", "Prosjekt 2"]))


def test_a_mention_needs_more_for_than_against(year: Year, secretary: User, at: datetime) -> None:
    prize, members, (_first, _second, third, fourth) = year
    all_here(prize, members, secretary, at)
    voted(prize, [third], None, [(members[0], third), (members[1], third), (members[2], None)], secretary, at)
    voted(prize, [fourth], None, [(members[0], fourth), (members[1], None), (members[2], None)], secretary, at)
    assert [row.nomination.project for row in proposed(prize, secretary).mentions] == ["Prosjekt 3"]


def test_a_withdrawn_vote_does_not_count(year: Year, secretary: User, at: datetime) -> None:
    prize, members, (first, _second, third, _fourth) = year
    all_here(prize, members, secretary, at)
    ballot = voted(prize, [first, third], 1, [(one, third) for one in members[:3]], secretary, at)
    with pytest.raises(NotNow, match="alt stemt"):
        balloting.open_ballot(prize, [first, third], 1, by=secretary, at=at)
    balloting.withdraw(ballot, prize, by=secretary, at=at)
    db.session.commit()
    assert shown(proposed(prize, secretary))[1] == ["Prosjekt 1", "Prosjekt 2"]


def test_who_votes(year: Year, prizes: PrizeWorld, secretary: User, at: datetime) -> None:
    """Those at the meeting who may take part in all that it stands between."""
    prize, members, (first, second, *_) = year
    prizes.declare(members[0], [second], ImpartialityAnswer.DISQUALIFIED, "Jeg arbeider der.")
    all_here(prize, members[:4], secretary, at)
    known = standing(prize)
    ballot = balloting.open_ballot(prize, [first, second], 1, by=secretary, at=at)
    db.session.commit()
    assert balloting.voters(ballot, prize, known) == members[1:4]
    for absent_or_recused in (members[0], members[4]):
        with pytest.raises(NotPermitted):
            balloting.vote(ballot, prize, absent_or_recused, first, known, at=at)
    balloting.vote(ballot, prize, members[1], first, known, at=at)
    with pytest.raises(NotNow, match="beslutningsdyktig"):
        balloting.close(ballot, prize, by=secretary, at=at)
    db.session.rollback()


def test_no_vote_between_one_or_beside_another(year: Year, secretary: User, at: datetime) -> None:
    prize, members, (first, second, third, _fourth) = year
    all_here(prize, members, secretary, at)
    with pytest.raises(NotComplete):
        balloting.open_ballot(prize, [first], 1, by=secretary, at=at)
    with pytest.raises(NotPermitted):
        balloting.open_ballot(prize, [first, second], 1, by=members[0].user, at=at)
    voted(prize, [first, second], 1, [(one, first) for one in members[:3]], secretary, at)
    with pytest.raises(NotComplete) as refused:
        balloting.open_ballot(prize, [first, third], 2, by=secretary, at=at)
    assert refused.value.missing == {"choices": "Prosjekt 1 har vunnet en avstemning alt."}
    balloting.open_ballot(prize, [second, third], 2, by=secretary, at=at)
    with pytest.raises(NotNow, match="En annen avstemning"):
        balloting.open_ballot(prize, [second, third], 3, by=secretary, at=at)
    db.session.rollback()


def test_what_somebody_voted_is_hidden_until_it_is_closed(
    year: Year, secretary: User, sign_in: SignIn, at: datetime
) -> None:
    prize, members, (first, second, *_) = year
    all_here(prize, members, secretary, at)
    chair = sign_in(members[-1].user)
    opened = chair.post(f"{MEETING}/ballots", data={"place": "1", "choices": [first.reference, second.reference]})
    assert opened.status_code == 302
    ballot = db.session.query(Ballot).one()
    url = f"{MEETING}/ballots/{ballot.public_id}"
    for member in members[:3]:
        assert sign_in(member.user).post(f"{url}/vote", data={"nomination": second.reference}).status_code == 302
    assert sign_in(members[0].user).post(f"{url}/vote", data={"nomination": "noe annet"}).status_code == 422
    for viewer, page in [(members[3].user, MEETING), (secretary, STAFF)]:
        text = sign_in(viewer).get(page).text
        assert ("3 av 5 har stemt. Venter på Ulrik Keller, Eva Ekstern." in text, "ballot__number" in text) == (
            True,
            False,
        )
    assert sign_in(members[3].user).post(f"{url}/close").status_code == 403
    assert sign_in(members[-1].user).post(f"{url}/close").status_code == 302
    assert "Rita Regi, Bjørn Myr, Klara Im" in sign_in(members[3].user).get(MEETING).text
    assert sign_in(members[3].user).post(f"{url}/vote", data={"nomination": "blank"}).status_code == 409


def test_who_is_recused_does_not_see_the_vote(
    year: Year, prizes: PrizeWorld, secretary: User, sign_in: SignIn, at: datetime
) -> None:
    prize, members, (first, second, *_) = year
    prizes.declare(members[0], [second], ImpartialityAnswer.DISQUALIFIED, "Jeg arbeider der.")
    all_here(prize, members, secretary, at)
    voted(prize, [first, second], 1, [(one, second) for one in members[1:4]], secretary, at)
    text = sign_in(members[0].user).get(MEETING).text
    assert ("En avstemning du ikke er med på" in text, "ballot__number" in text) == (True, False)
    assert "Du er inhabil her. Gå ut av rommet når saken behandles." in text


def test_the_page_says_when_something_is_new(year: Year, sign_in: SignIn, secretary: User, at: datetime) -> None:
    prize, members, (first, second, *_) = year
    client = sign_in(members[0].user)

    def state() -> str:
        return str(client.get(f"{MEETING}/state").get_json()["state"])

    before = state()
    assert f'data-state="{before}"' in client.get(MEETING).text
    all_here(prize, members, secretary, at)
    balloting.open_ballot(prize, [first, second], 1, by=secretary, at=at)
    db.session.commit()
    assert state() != before


# --- the ranking ------------------------------------------------------------------------------------------------------


def test_the_chair_sets_the_ranking_that_was_shown(prizes: PrizeWorld, sign_in: SignIn) -> None:
    prize, members, nominations = prizes.scored(PrizeStatus.MEETING)
    assert sign_in(members[0].user).get("/jury/2026/ranking").status_code == 403
    client = sign_in(members[-1].user)
    seen = client.get("/jury/2026/ranking").text.partition('name="seen" value="')[2].partition('"')[0]
    data: dict[str, Any] = {"count": "2", "mentions": [nominations[2].reference]}
    stale = client.post("/jury/2026/ranking", data={**data, "seen": "noe annet"})
    assert (stale.status_code, prize.status) == (409, PrizeStatus.MEETING)
    wrong = client.post("/jury/2026/ranking", data={**data, "mentions": [nominations[0].reference], "seen": seen})
    assert (wrong.status_code, "Vinneren kan ikke også få hederlig omtale." in wrong.text) == (422, True)
    assert client.post("/jury/2026/ranking", data={**data, "seen": seen}).status_code == 302
    verdict = db.session.query(Verdict).one()
    assert (prize.status, verdict.separated_by) == (PrizeStatus.RANKED, "total")
    assert [(one.nomination.project, one.place, one.is_honourable) for one in verdict.places] == [
        ("Prosjekt 1", 1, False),
        ("Prosjekt 2", 2, False),
        ("Prosjekt 3", None, True),
    ]
    assert client.get("/jury/2026/ranking").status_code == 200


def test_a_tie_leads_to_a_vote_or_the_draw(year: Year, secretary: User, sign_in: SignIn) -> None:
    _prize, _members, (first, second, *_) = year
    page = sign_in(secretary).get("/staff/prize/2026/ranking").text
    assert f"tied={first.reference}&amp;tied={second.reference}" in page
    assert "Sett rangeringen" not in page


@pytest.mark.parametrize("page", [MEETING, "/jury/2026/ranking"])
def test_the_pages_cost_the_same_for_more(
    prizes: PrizeWorld, secretary: User, sign_in: SignIn, at: datetime, page: str
) -> None:
    prize, members, nominations = prizes.scored(PrizeStatus.MEETING, (4, 3))
    all_here(prize, members, secretary, at)
    client, seen = sign_in(members[-1].user), []
    for number in (1, 2):
        votes: list[tuple[JuryMember, Nomination | None]] = [(one, nominations[number - 1]) for one in members[:3]]
        voted(
            prize,
            nominations[:2] if number == 1 else [nominations[1]],
            number if number == 1 else None,
            votes,
            secretary,
            at,
        )
        with statements() as counted:
            assert client.get(page).status_code == 200
        seen.append(len(counted))
        for extra in range(2):
            more = prizes.nomination(prize, f"Enda et {extra}")
            for member in members:
                prizes.declare(member, [more])
                prizes.score(member, more, 2, sent=True)
    assert seen == [seen[0]] * 2
    assert seen[0] <= 20
