"""The draw in the meeting: members commit, open together, and nobody can choose, copy, peek or change their mind."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.policy import NotAllowed
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import standing
from app.prize.meeting import draw_queries, drawing
from app.prize.meeting.draw import sha256
from app.prize.meeting.models import Attendance, Draw, DrawStatus
from app.prize.models import PrizeStatus
from app.prize.nominations.models import Nomination
from tests.counting import statements
from tests.prize.test_draw_arithmetic import SALT
from tests.prize_world import PrizeWorld

SignIn = Callable[[Any], FlaskClient]
PAGE, STAFF = "/jury/2026/draw", "/staff/prize/2026/draw"


class Room:
    """A meeting where everybody is, and three nominations that nothing tells apart."""

    def __init__(self, prizes: PrizeWorld, present: int = 5) -> None:
        self.prize, self.members, self.nominations = prizes.scored(PrizeStatus.MEETING, (4, 4, 4))
        self.secretary, self.at = prizes.secretary(), prizes.at
        for member in self.members[:present]:
            db.session.add(Attendance(prize_id=self.prize.id, member=member, noted_at=self.at))
        db.session.commit()

    def taking_part(self) -> list[JuryMember]:
        return draw_queries.taking_part(draw_queries.present(self.prize), self.nominations, standing(self.prize))

    def start(self) -> Draw:
        made = drawing.start(self.prize, self.nominations, self.taking_part(), by=self.secretary, at=self.at)
        db.session.commit()
        return made

    def commit(self, draw: Draw, member: JuryMember, opening: str) -> None:
        drawing.commit(draw, member, sha256(opening), self.taking_part(), by=member.user, at=self.at)
        db.session.commit()

    def open(self, draw: Draw, member: JuryMember, opening: str) -> None:
        drawing.open_number(draw, member, opening, by=member.user, at=self.at)
        db.session.commit()


@pytest.fixture
def room(prizes: PrizeWorld) -> Room:
    return Room(prizes)


def opening(number: int) -> str:
    return f"{number}:{SALT}"


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(NotAllowed) as caught:
        act()
    db.session.rollback()
    return caught.value.reason


def test_all_commit_all_open_and_it_is_drawn(room: Room) -> None:
    draw = room.start()
    for number, member in enumerate(room.members):
        assert draw.status is DrawStatus.COMMITTING
        room.commit(draw, member, opening(number))
    for number, member in enumerate(room.members):
        assert draw.status is DrawStatus.OPENING
        room.open(draw, member, opening(number))
    assert (draw.status, sorted(draw.drawn)) == (DrawStatus.DRAWN, draw.tied)
    assert [each["opening"] for each in draw.record["numbers"]] == [opening(number) for number in range(5)]


def test_nobody_copies_anothers_checksum(room: Room) -> None:
    draw = room.start()
    room.commit(draw, room.members[0], opening(1))
    copied = refusal(lambda: room.commit(draw, room.members[1], opening(1)))
    assert copied == "Et annet medlem har levert den samme kontrollsummen. Lag en ny."


def test_a_number_may_be_changed_until_all_have_handed_in(room: Room) -> None:
    draw = room.start()
    room.commit(draw, room.members[0], opening(1))
    room.commit(draw, room.members[0], opening(2))
    for number, member in enumerate(room.members[1:], start=3):
        room.commit(draw, member, opening(number))
    late = refusal(lambda: room.commit(draw, room.members[0], opening(9)))
    assert late == "Tallene er alt levert, og kan ikke endres."
    assert draw.numbers[0].commitment == sha256(opening(2))


def test_nobody_opens_before_all_have_handed_in(room: Room) -> None:
    draw = room.start()
    room.commit(draw, room.members[0], opening(1))
    early = refusal(lambda: room.open(draw, room.members[0], opening(1)))
    assert early == "Tallene åpnes når alle har levert. Da er det ingen som kan rette seg etter de andre."


def test_another_number_than_the_one_committed_to_is_refused(room: Room) -> None:
    draw = room.start()
    for number, member in enumerate(room.members):
        room.commit(draw, member, opening(number))
    other = refusal(lambda: room.open(draw, room.members[0], opening(8)))
    assert other == "Koden stemmer ikke med kontrollsummen du leverte. Skriv den nøyaktig slik den ble vist."
    assert draw.numbers[0].opening is None


def test_whoever_was_recused_or_is_away_is_not_asked(prizes: PrizeWorld) -> None:
    room = Room(prizes, present=4)
    prizes.declare(room.members[0], room.nominations[:1], ImpartialityAnswer.DISQUALIFIED, "Søsken")
    assert room.taking_part() == room.members[1:4]
    draw = room.start()
    for member in (room.members[0], room.members[4]):
        assert refusal(lambda member=member: room.commit(draw, member, opening(1))) == (  # type: ignore[misc]
            "Bare de som er til stede på møtet og habile i alle sakene, er med på trekningen."
        )


def test_the_secretary_goes_on_without_one_who_cannot(room: Room) -> None:
    draw = room.start()
    room.commit(draw, room.members[0], opening(1))
    alone = refusal(lambda: drawing.go_on(draw, by=room.secretary, at=room.at))
    assert alone == "Minst to må ha levert et tall før tallene kan åpnes."
    room.commit(draw, room.members[1], opening(2))
    drawing.go_on(draw, by=room.secretary, at=room.at)
    db.session.commit()
    room.open(draw, room.members[0], opening(1))
    room.open(draw, room.members[1], opening(2))
    assert draw.status is DrawStatus.DRAWN


def test_an_abandoned_draw_shows_no_number_and_another_may_be_made(room: Room, sign_in: SignIn) -> None:
    draw = room.start()
    for number, member in enumerate(room.members):
        room.commit(draw, member, opening(number + 1000))
    room.open(draw, room.members[0], opening(1000))
    drawing.abandon(draw, "Nettbrettet til ett medlem gikk i gulvet.", by=room.secretary, at=room.at)
    db.session.commit()
    for page in (sign_in(room.members[1].user).get(PAGE), sign_in(room.secretary).get(STAFF)):
        assert (page.status_code, "1000:" in page.text, "gikk i gulvet" in page.text) == (200, False, True)
    assert room.start().status is DrawStatus.COMMITTING


def test_a_draw_that_ended_is_not_made_again(room: Room) -> None:
    draw = room.start()
    assert refusal(room.start) == "En loddtrekning pågår alt."
    for number, member in enumerate(room.members):
        room.commit(draw, member, opening(number))
    for number, member in enumerate(room.members):
        room.open(draw, member, opening(number))
    assert refusal(room.start) == "Det er alt trukket lodd mellom disse. Den trekningen gjelder."


@pytest.mark.parametrize("status", [PrizeStatus.LOCKED, PrizeStatus.RANKED, PrizeStatus.EMBARGO])
def test_only_in_the_meeting(room: Room, status: PrizeStatus) -> None:
    room.prize.status = status
    db.session.commit()
    assert refusal(room.start) == "Det kan bare trekkes lodd mens jurymøtet pågår."


# --- the pages -------------------------------------------------------------------------------------------------------


def started(room: Room, sign_in: SignIn) -> str:
    """Started on the page; returns the draw's address."""
    references = [each.reference for each in room.nominations]
    answer = sign_in(room.secretary).post(STAFF, data={"tied": references})
    assert answer.location == STAFF
    return f"{PAGE}/{db.session.query(Draw).one().public_id}"


def test_from_start_to_end_on_the_pages(room: Room, sign_in: SignIn) -> None:
    address = started(room, sign_in)
    for number, member in enumerate(room.members):
        commitment = sha256(opening(number))
        assert sign_in(member.user).post(f"{address}/commit", data={"commitment": commitment}).location == PAGE
    waiting = sign_in(room.members[0].user).get(PAGE).text
    assert "2 av 2: Åpne tallet ditt" in waiting
    for number, member in enumerate(room.members):
        assert sign_in(member.user).get(f"{address}.json").status_code == 404
        assert sign_in(member.user).post(f"{address}/open", data={"opening": opening(number)}).location == PAGE
    record = json.loads(sign_in(room.members[0].user).get(f"{address}.json").text)
    draw = db.session.query(Draw).one()
    assert record == draw.record
    for person, page in ((room.members[0].user, PAGE), (room.secretary, STAFF)):
        assert f"{opening(3)}" in sign_in(person).get(page).text


def test_no_opening_is_shown_to_anybody_before_all_have_opened(room: Room, sign_in: SignIn) -> None:
    draw = room.start()
    for number, member in enumerate(room.members):
        room.commit(draw, member, opening(number + 1000))
    for number, member in enumerate(room.members[:4]):
        room.open(draw, member, opening(number + 1000))
    people = [*(member.user for member in room.members), room.secretary]
    seen = [sign_in(person).get(STAFF if person is room.secretary else PAGE).text for person in people]
    assert [SALT in text for text in seen] == [False] * 6


def test_a_recused_member_does_not_learn_what_is_drawn_between(prizes: PrizeWorld, room: Room, sign_in: SignIn) -> None:
    prizes.declare(room.members[0], room.nominations[:1], ImpartialityAnswer.DISQUALIFIED, "Søsken")
    room.start()
    page = sign_in(room.members[0].user).get(PAGE).text
    assert [each.project in page for each in room.nominations] == [False] * 3
    assert "Du er inhabil i en av sakene det trekkes mellom." in page


@pytest.mark.parametrize("typed", ["", "4711", "z" * 64, "<script>"])
def test_what_is_no_checksum_is_refused_in_words(room: Room, sign_in: SignIn, typed: str) -> None:
    address = started(room, sign_in)
    answer = sign_in(room.members[0].user).post(f"{address}/commit", data={"commitment": typed})
    assert (answer.status_code, "Kontrollsummen skal ha 64 tegn" in answer.text) == (422, True)
    assert db.session.query(Draw).one().numbers == []


def test_a_wrong_code_stands_in_the_form_again(room: Room, sign_in: SignIn) -> None:
    draw = room.start()
    for number, member in enumerate(room.members):
        room.commit(draw, member, opening(number))
    address = f"{PAGE}/{draw.public_id}/open"
    answer = sign_in(room.members[0].user).post(address, data={"opening": opening(12345)})
    assert (answer.status_code, opening(12345) in answer.text) == (422, True)


def test_too_few_nominations_and_no_reason_are_refused_in_words(room: Room, sign_in: SignIn) -> None:
    client = sign_in(room.secretary)
    answer = client.post(STAFF, data={"tied": [room.nominations[0].reference]})
    assert (answer.status_code, "Velg minst to nominasjoner." in answer.text) == (422, True)
    draw = room.start()
    answer = client.post(f"{STAFF}/{draw.public_id}/abandon", data={"reason": "  "})
    assert (answer.status_code, "Skriv en begrunnelse." in answer.text) == (422, True)
    answer = client.post(f"{STAFF}/{draw.public_id}/go-on")
    assert (answer.status_code, "Minst to må ha levert" in answer.text) == (409, True)


def test_another_years_juror_finds_nothing(prizes: PrizeWorld, room: Room, sign_in: SignIn) -> None:
    address = started(room, sign_in)
    stranger = prizes.person("Frode Fremmed", Role.JUROR)
    client = sign_in(stranger)
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{address}/commit", data={"commitment": "0" * 64}).status_code == 404


def test_the_pages_cost_the_same_for_one_draw_and_three(room: Room, sign_in: SignIn) -> None:
    def cost(person: Any, page: str) -> int:
        client = sign_in(person)
        with statements() as seen:
            assert client.get(page).status_code == 200
        return len(seen)

    _ended(room, room.nominations[:2])
    before = [cost(room.secretary, STAFF), cost(room.members[0].user, PAGE)]
    _ended(room, room.nominations[1:])
    _ended(room, room.nominations)
    assert [cost(room.secretary, STAFF), cost(room.members[0].user, PAGE)] == before


def _ended(room: Room, tied: list[Nomination]) -> None:
    draw = drawing.start(room.prize, tied, room.taking_part(), by=room.secretary, at=room.at)
    db.session.commit()
    for number, member in enumerate(room.members):
        room.commit(draw, member, opening(number + 10 * draw.id))
    for number, member in enumerate(room.members):
        room.open(draw, member, opening(number + 10 * draw.id))
