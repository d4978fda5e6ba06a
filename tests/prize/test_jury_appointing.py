"""Who sits in the jury: one a seat, never the secretary, invited by link, with a letter; and those who leave."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.access import Role
from app.accounts.links import Site
from app.accounts.models import User
from app.accounts.queries import user_by_email
from app.extensions import db
from app.letters.models import Letter, LetterKind
from app.mail.models import Mail
from app.policy import NotAllowed, NotNow, NotPermitted
from app.prize.jury import appointing, inviting, opening, queries
from app.prize.jury.jobs import missing_appointments, send_appointment
from app.prize.jury.models import JuryMember, JurySeat
from app.prize.jury.standing import standing
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import NominationStatus
from app.prize.queries import prize_of
from tests.prize_world import PrizeWorld

SITE = Site("http://localhost", "Ombruk")


@pytest.fixture
def prize(prizes: PrizeWorld) -> Prize:
    return prizes.prize(PrizeStatus.PLANNED)


@pytest.fixture
def secretary(prizes: PrizeWorld) -> User:
    return prizes.secretary()


@pytest.fixture
def seat(prize: Prize) -> JurySeat:
    return queries.seat_of(prize, "BYM")


def refusal(act: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(NotAllowed) as refused:
        act(*args, **kwargs)
    db.session.rollback()
    return refused.value.reason


def test_a_new_person_gets_a_seat_and_the_role(prizes: PrizeWorld, prize: Prize, secretary: User, seat: Any) -> None:
    made = appointing.appoint(prize, seat, "ny@oslo.example", "Nina Ny", by=secretary, at=prizes.at)
    db.session.commit()
    user = user_by_email("ny@oslo.example")
    assert user is not None
    assert (user.name, user.roles, user.confirmed_at) == ("Nina Ny", {Role.JUROR}, None)
    assert queries.members(prize) == [made]


def test_a_known_person_keeps_name_and_roles(prizes: PrizeWorld, prize: Prize, secretary: User, seat: Any) -> None:
    known = prizes.person("Hanne Handler", Role.CASE_HANDLER)
    made = appointing.appoint(prize, seat, known.email, "H. H.", by=secretary, at=prizes.at)
    db.session.commit()
    assert (made.user.name, made.user.roles) == ("Hanne Handler", {Role.CASE_HANDLER, Role.JUROR})


def test_refusals_are_said_in_words(prizes: PrizeWorld, prize: Prize, secretary: User, seat: Any) -> None:
    at = prizes.at
    sitting = appointing.appoint(prize, seat, "en@oslo.example", "Eli En", by=secretary, at=at)
    appointing.appoint(prize, seat, "vara@oslo.example", "Vera Vara", is_deputy=True, by=secretary, at=at)
    db.session.commit()
    other = queries.seat_of(prize, "KLI")
    assert refusal(appointing.appoint, prize, seat, "to@oslo.example", "To", by=secretary, at=at) == (
        "Bymiljøetaten har allerede et medlem: Eli En. To fra samme virksomhet kan ikke sitte i juryen."
    )
    assert refusal(appointing.appoint, prize, seat, "to@oslo.example", "To", is_deputy=True, by=secretary, at=at) == (
        "Bymiljøetaten har allerede et varamedlem: Vera Vara."
    )
    assert refusal(appointing.appoint, prize, other, "en@oslo.example", "Eli En", by=secretary, at=at) == (
        "Eli En sitter allerede i juryen, for Bymiljøetaten."
    )
    assert refusal(appointing.appoint, prize, other, secretary.email, "", by=secretary, at=at) == (
        "Sunniva Skriver er jurysekretær, og kan ikke sitte i juryen."
    )
    assert refusal(appointing.appoint, prize, other, "x@oslo.example", "X", by=sitting.user, at=at) == (
        "Bare jurysekretæren oppnevner juryen."
    )


def test_the_ranking_closes_the_jury(prizes: PrizeWorld, secretary: User) -> None:
    prize = prizes.prize(PrizeStatus.RANKED)
    seat = queries.seat_of(prize, "BYM")
    assert refusal(appointing.appoint, prize, seat, "x@oslo.example", "X", by=secretary, at=prizes.at) == (
        "Juryen kan ikke endres etter at rangeringen er satt."
    )


def test_one_leads_and_no_deputy_does(prizes: PrizeWorld, prize: Prize, secretary: User) -> None:
    members = prizes.jury(prize)
    deputy = prizes.member(members[0].seat, "Vera Vara", is_deputy=True)
    appointing.choose_chair(prize, members[0], by=secretary, at=prizes.at)
    db.session.commit()
    assert [one.is_chair for one in queries.members(prize)] == [True, False, False, False, False, False]
    assert refusal(appointing.choose_chair, prize, deputy, by=secretary, at=prizes.at) == (
        "Et varamedlem kan ikke være juryleder."
    )


def test_who_leaves_loses_the_role_but_not_another_year(prizes: PrizeWorld, prize: Prize, secretary: User) -> None:
    members = prizes.jury(prize)
    appointing.leave(prize, members[0], by=secretary, at=prizes.at)
    db.session.commit()
    assert members[0].user.roles == frozenset()
    assert queries.members(prize) == members[1:]
    assert queries.former_members(prize) == [members[0]]
    other_year = prizes.prize(PrizeStatus.PLANNED, year=2027, reference="PRIS-2027")
    seat = queries.seat_of(other_year, "REG")
    appointing.appoint(other_year, seat, members[1].user.email, "", by=secretary, at=prizes.at)
    appointing.leave(prize, members[1], by=secretary, at=prizes.at)
    db.session.commit()
    assert members[1].user.roles == {Role.JUROR}


def test_somebody_else_takes_over_the_place(prizes: PrizeWorld, prize: Prize, secretary: User) -> None:
    members = prizes.jury(prize)
    made = appointing.replace(prize, members[4], "ny@oslo.example", "Nina Ny", by=secretary, at=prizes.at)
    db.session.commit()
    assert queries.members(prize) == [*members[:4], made]
    assert (made.seat.code, made.is_chair, members[4].is_chair) == ("EXT", False, False)


def test_a_whole_jury_with_a_chair_is_needed(prizes: PrizeWorld, prize: Prize, secretary: User) -> None:
    for code in ("REG", "BYM", "KLI"):
        prizes.member(queries.seat_of(prize, code), f"Medlem {code}")
    assert refusal(opening.confirm_jury, prize, by=secretary, at=prizes.at) == (
        "Disse mangler et medlem: Utviklings- og kompetanseetaten, Ekstern fagperson."
    )
    for code in ("UKE", "EXT"):
        prizes.member(queries.seat_of(prize, code), f"Medlem {code}")
    assert refusal(opening.confirm_jury, prize, by=secretary, at=prizes.at) == "Velg en juryleder."


def test_a_secretary_who_came_to_sit_in_it_stops_the_appointment(prizes: PrizeWorld, prize: Prize) -> None:
    members = prizes.jury(prize)
    with pytest.raises(NotPermitted):
        opening.confirm_jury(prize, by=members[0].user, at=prizes.at)
    both = prizes.secretary()
    members[0].user = both
    db.session.commit()
    with pytest.raises(NotNow, match="Sunniva Skriver er jurysekretær"):
        opening.confirm_jury(prize, by=both, at=prizes.at)
    db.session.rollback()


def appointed(app: Flask, prizes: PrizeWorld, prize: Prize, secretary: User) -> list[JuryMember]:
    members = prizes.jury(prize, signed=False)
    for member in members:
        member.user.confirmed_at = None
    made = opening.confirm_jury(prize, by=secretary, at=prizes.at)
    db.session.commit()
    for member_id in made:
        send_appointment.enqueue(member_id)
    app.extensions["jobs"].run_waiting()
    return members


def test_every_member_gets_a_letter_and_a_link(app: Flask, prizes: PrizeWorld, prize: Prize, secretary: User) -> None:
    members = appointed(app, prizes, prize, secretary)
    assert prize_of(2026).status is PrizeStatus.APPOINTED
    letters = db.session.query(Letter).order_by(Letter.version).all()
    assert [letter.version for letter in letters] == [member.id for member in members]
    assert {letter.kind for letter in letters} == {LetterKind.JURY_APPOINTMENT}
    assert [letters[0].title, letters[4].title] == [
        "Du er oppnevnt til juryen for Ombruksprisen 2026",
        "Du er oppnevnt som leder av juryen for Ombruksprisen 2026",
    ]
    mails = db.session.query(Mail).order_by(Mail.recipient).all()
    assert [mail.recipient for mail in mails] == sorted(member.user.email for member in members)
    assert all(mail.is_secret for mail in mails)


def test_the_letter_job_is_safe_to_run_twice(app: Flask, prizes: PrizeWorld, prize: Prize, secretary: User) -> None:
    members = appointed(app, prizes, prize, secretary)
    send_appointment.run(members[0].id)
    assert (db.session.query(Letter).count(), db.session.query(Mail).count()) == (5, 5)


def test_lost_letters_are_found_again(app: Flask, prizes: PrizeWorld, prize: Prize, secretary: User) -> None:
    prizes.jury(prize)
    opening.confirm_jury(prize, by=secretary, at=prizes.at)
    db.session.commit()
    assert missing_appointments(prizes.at) == 0
    assert missing_appointments(prizes.at + timedelta(minutes=6)) == 5
    app.extensions["jobs"].run_waiting()
    assert missing_appointments(prizes.at + timedelta(minutes=6)) == 0


def test_the_link_leads_to_the_jury_without_a_password(
    app: Flask, client: FlaskClient, prizes: PrizeWorld, prize: Prize, secretary: User
) -> None:
    appointed(app, prizes, prize, secretary)
    body = db.session.query(Mail).filter_by(recipient="rita.regi@ombruk.example").one().body
    path = re.search(r"http://localhost(/lenke/\S+)", body)[1]  # type: ignore[index]
    assert "Velkommen til juryen" in client.get(path).text
    assert client.post(path).headers["Location"] == "/jury/2026"
    assert "Les og bekreft" in client.get("/jury/2026").text


def test_a_new_link_puts_the_old_one_out_of_use(
    app: Flask, client: FlaskClient, prizes: PrizeWorld, prize: Prize, secretary: User
) -> None:
    member = appointed(app, prizes, prize, secretary)[0]
    member = queries.member_by_public_id(prize_of(2026), member.public_id)
    first = inviting.invite(prize_of(2026), member, by=secretary, site=SITE, at=prizes.at)
    second = inviting.invite(prize_of(2026), member, by=secretary, site=SITE, at=prizes.at)
    db.session.commit()
    assert client.get(first.removeprefix(SITE.url)).status_code == 410
    assert client.get(second.removeprefix(SITE.url)).status_code == 200


def test_no_link_before_the_jury_is_appointed(prizes: PrizeWorld, prize: Prize, secretary: User) -> None:
    member = prizes.jury(prize)[0]
    assert refusal(inviting.invite, prize, member, by=secretary, site=SITE, at=prizes.at) == (
        "Lenken kommer med oppnevningsbrevet, når hele juryen er oppnevnt."
    )


def test_nothing_to_answer_for_yet(prizes: PrizeWorld, secretary: User) -> None:
    prize = prizes.prize(PrizeStatus.APPOINTED)
    prizes.jury(prize)
    prizes.nomination(prize, status=NominationStatus.SCREENING)
    assert refusal(opening.open_declaring, prize, by=secretary, site=SITE, at=prizes.at) == (
        "Ingen nominasjoner er klare for juryen ennå."
    )


def test_asking_recuses_own_projects_and_writes_to_all(prizes: PrizeWorld, secretary: User) -> None:
    prize = prizes.prize(PrizeStatus.APPOINTED)
    members = prizes.jury(prize)
    own = prizes.nomination(prize, unit_code="BYM")
    prizes.nomination(prize, "Gangen")
    opening.open_declaring(prize, by=secretary, site=SITE, at=prizes.at)
    db.session.commit()
    row = standing(prize).declaration(members[1], own)
    assert row is not None
    assert row.reason == "Inhabil fordi prosjektet er fra virksomheten som medlemmet representerer."
    mails = db.session.query(Mail).all()
    assert len(mails) == 5
    assert not any("Spisesalen" in mail.body + mail.subject for mail in mails)


class TestOpeningForScores:
    @pytest.fixture
    def year(self, prizes: PrizeWorld) -> tuple[Prize, list[JuryMember]]:
        prize = prizes.prize(PrizeStatus.DECLARING)
        members = prizes.jury(prize)
        nomination = prizes.nomination(prize)
        for member in members[:2]:
            prizes.declare(member, [nomination])
        return prize, members

    def test_enough_must_have_answered(self, prizes: PrizeWorld, year: Any, secretary: User) -> None:
        prize, members = year
        assert refusal(opening.open_scoring, prize, None, by=secretary, site=SITE, at=prizes.at) == (
            "Minst 3 medlemmer må ha svart på habilitet for alle nominasjonene. 2 har svart."
        )
        prizes.declare(members[2], queries.to_declare(prize))
        opening.open_scoring(prize, None, by=secretary, site=SITE, at=prizes.at)
        db.session.commit()
        assert prize.status is PrizeStatus.SCORING
        assert db.session.query(Mail).count() == 5

    def test_the_chair_may_and_no_other_member(self, prizes: PrizeWorld, year: Any) -> None:
        prize, members = year
        prizes.declare(members[4], queries.to_declare(prize))
        assert refusal(opening.open_scoring, prize, members[0], by=members[0].user, site=SITE, at=prizes.at) == (
            "Bare jurysekretæren og juryleder kan åpne for poeng."
        )
        opening.open_scoring(prize, members[4], by=members[4].user, site=SITE, at=prizes.at)
        db.session.commit()
        assert prize.status is PrizeStatus.SCORING

    def test_the_check_must_be_done(self, prizes: PrizeWorld, year: Any, secretary: User) -> None:
        prize, members = year
        prizes.declare(members[2], queries.to_declare(prize))
        prizes.nomination(prize, "Gangen", status=NominationStatus.NEEDS_INFO)
        assert refusal(opening.open_scoring, prize, None, by=secretary, site=SITE, at=prizes.at) == (
            "Kontrollen er ikke ferdig for 1 nominasjon."
        )
