"""The jury's pages and its secretary's, as they are used."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.prize.jury import queries
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import State, standing
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.queries import prize_of
from tests.counting import statements
from tests.prize_world import PrizeWorld

SignIn = Callable[[Any], FlaskClient]
ANSWERS, DOUBTS = "/jury/2026/impartiality", "/jury/2026/impartiality/doubts"
JURY = "/staff/prize/2026/jury"
DOUBT, IMPARTIAL = ImpartialityAnswer.DOUBT, ImpartialityAnswer.IMPARTIAL


@pytest.fixture
def year(prizes: PrizeWorld) -> tuple[Prize, list[JuryMember], list[Nomination]]:
    """The jury answers on two nominations."""
    prize = prizes.prize(PrizeStatus.DECLARING)
    return prize, prizes.jury(prize), [prizes.nomination(prize), prizes.nomination(prize, "Gangen")]


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def first_step(client: FlaskClient) -> str:
    """What the member is told to do now."""
    found = re.search(r'<h2 id="now">(.*?)</h2>', client.get("/jury").text)
    assert found
    return found[1]


class TestHome:
    @pytest.mark.parametrize(
        ("status", "expected"),
        [
            (PrizeStatus.APPOINTED, "Ingenting venter på deg nå"),
            (PrizeStatus.DECLARING, "Habilitet"),
            (PrizeStatus.SCORING, "Habilitet"),
            (PrizeStatus.LOCKED, "Habilitet"),
            (PrizeStatus.RANKED, "Ingenting venter på deg nå"),
            (PrizeStatus.STATEMENT_READY, "Protokoll"),
            (PrizeStatus.EMBARGO, "Ingenting venter på deg nå"),
            (PrizeStatus.PUBLISHED, "Ingenting venter på deg nå"),
        ],
    )
    def test_it_begins_with_what_waits(self, year: Any, sign_in: SignIn, status: PrizeStatus, expected: str) -> None:
        prize, members, _ = year
        prize.status = status
        db.session.commit()
        assert first_step(sign_in(members[0].user)) == expected

    def test_the_promise_is_first_of_all(self, year: Any, sign_in: SignIn) -> None:
        _prize, members, _ = year
        members[0].confidentiality_signed_at = None
        db.session.commit()
        client = sign_in(members[0].user)
        assert first_step(client) == "Taushetsplikt"
        assert "Spisesalen" not in client.get("/jury").text

    def test_scores_then_nothing_more(self, prizes: PrizeWorld, year: Any, sign_in: SignIn) -> None:
        prize, members, nominations = year
        prize.status = PrizeStatus.SCORING
        prizes.declare(members[0], nominations)
        prizes.score(members[0], nominations[0], 4)
        client = sign_in(members[0].user)
        assert first_step(client) == "Poeng"
        assert "1 av 2 ferdig." in client.get("/jury").text
        prizes.score(members[0], nominations[1], 4)
        assert first_step(client) == "Ingenting venter på deg nå"

    def test_a_deputy_who_is_not_needed_is_told_so(self, prizes: PrizeWorld, year: Any, sign_in: SignIn) -> None:
        prize, members, nominations = year
        deputy = prizes.member(members[0].seat, "Vera Vara", is_deputy=True)
        prizes.declare(deputy, nominations)
        prize.status = PrizeStatus.SCORING
        db.session.commit()
        assert "Du er vara, og trengs ikke nå." in sign_in(deputy.user).get("/jury").text

    def test_only_the_chair_opens_for_scores(self, prizes: PrizeWorld, year: Any, sign_in: SignIn) -> None:
        _prize, members, nominations = year
        for member in members:
            prizes.declare(member, nominations)
        assert "Åpne for poeng" not in sign_in(members[0].user).get("/jury").text
        assert "Åpne for poeng" in sign_in(members[4].user).get("/jury").text
        assert sign_in(members[0].user).post("/jury/2026/open").status_code == 403
        assert sign_in(members[4].user).post("/jury/2026/open").headers["Location"] == "/jury/2026"
        assert prize_of(2026).status is PrizeStatus.SCORING

    def test_a_jury_that_is_only_planned_is_not_shown(self, prizes: PrizeWorld, sign_in: SignIn) -> None:
        prize = prizes.prize(PrizeStatus.PLANNED)
        client = sign_in(prizes.jury(prize)[0].user)
        assert "Juryen er ikke klar ennå." in client.get("/jury").text
        assert client.get("/jury/2026").status_code == 404

    @pytest.mark.parametrize(
        "path", ["/jury/2026", "/jury/2026/confidentiality", ANSWERS, DOUBTS, "/jury/2026/appointment.pdf"]
    )
    def test_another_years_jury_sees_nothing(self, prizes: PrizeWorld, year: Any, sign_in: SignIn, path: str) -> None:
        stranger = prizes.person("Fritz Fremmed", Role.JUROR)
        left = year[1][0]
        left.left_at = prizes.at
        db.session.commit()
        assert [sign_in(one).get(path).status_code for one in (stranger, left.user)] == [404, 404]


class TestAnswers:
    def test_only_names_are_shown_before_the_text(self, prizes: PrizeWorld, year: Any, sign_in: SignIn) -> None:
        _prize, members, nominations = year
        nominations[0].transfer = "HEMMELIG"
        db.session.commit()
        page = sign_in(members[0].user).get(ANSWERS).text
        assert (
            "Spisesalen sykehjem · Leverandør: Verksted A (fiktivt) · Nominert av: Nominator 1 · Kontakt: Kontakt 1"
            in (text_of(page))
        )
        assert not any(hidden in page for hidden in ("skulle kastes", "HEMMELIG", "@sted.example"))

    def test_half_now_and_half_later(self, year: Any, sign_in: SignIn) -> None:
        prize, members, nominations = year
        client = sign_in(members[0].user)
        sent = client.post(ANSWERS, data={f"{nominations[0].reference}-answer": "impartial"})
        assert sent.headers["Location"] == "/jury/2026"
        stands = standing(prize)
        assert [stands.state(members[0], one) for one in nominations] == [State.READY, State.PENDING]
        assert "1 av 2 besvart" in client.get("/jury").text

    def test_a_refused_answer_keeps_what_was_typed_and_changes_nothing(self, year: Any, sign_in: SignIn) -> None:
        prize, members, (first, second) = year
        data = {f"{first.reference}-answer": "impartial", f"{second.reference}-answer": "doubt"}
        page = sign_in(members[0].user).post(ANSWERS, data=data)
        assert page.status_code == 409
        assert page.text.count("Skriv kort hva det gjelder.") == 2
        assert page.text.count(" checked") == 2
        assert standing(prize).declarations == {}

    def test_a_reason_that_is_too_long(self, year: Any, sign_in: SignIn) -> None:
        _prize, members, (first, _second) = year
        data = {f"{first.reference}-answer": "doubt", f"{first.reference}-reason": "a" * 601}
        page = sign_in(members[0].user).post(ANSWERS, data=data)
        assert (page.status_code, "høyst 600 tegn" in page.text) == (422, True)

    @pytest.mark.parametrize("value", ["", "winner", "IMPARTIAL"])
    def test_nonsense_is_no_answer(self, year: Any, sign_in: SignIn, value: str) -> None:
        prize, members, (first, _second) = year
        sign_in(members[0].user).post(ANSWERS, data={f"{first.reference}-answer": value})
        assert standing(prize).declarations == {}

    def test_an_own_project_offers_no_ordinary_answer(self, prizes: PrizeWorld, year: Any, sign_in: SignIn) -> None:
        prize, members, _ = year
        own = prizes.nomination(prize, "Resepsjonen", unit_code="REG")
        page = sign_in(members[0].user).get(ANSWERS).text
        assert f'name="{own.reference}-answer" id="{own.reference}-answer-impartial"' not in page
        assert "Inhabil fordi prosjektet er fra virksomheten som medlemmet representerer." in page

    def test_without_the_promise_the_way_leads_there(self, year: Any, sign_in: SignIn) -> None:
        _prize, members, _ = year
        members[0].confidentiality_signed_at = None
        db.session.commit()
        client = sign_in(members[0].user)
        assert client.get(ANSWERS).headers["Location"] == "/jury/2026/confidentiality"
        assert client.post("/jury/2026/confidentiality").status_code == 422
        assert client.post("/jury/2026/confidentiality", data={"is_confirmed": "y"}).headers["Location"] == "/jury/2026"
        assert client.get(ANSWERS).status_code == 200
        assert client.post("/jury/2026/confidentiality", data={"is_confirmed": "y"}).status_code == 409


class TestDoubts:
    @pytest.fixture
    def doubted(self, prizes: PrizeWorld, year: Any) -> Any:
        _prize, members, nominations = year
        for member in members:
            prizes.declare(member, nominations)
        prizes.declare(members[2], nominations[:1], DOUBT, "Vi er naboer.")
        return f"{DOUBTS}/{nominations[0].reference}/{members[2].public_id}", nominations[0], members

    def test_the_others_vote_with_reasons(self, doubted: Any, sign_in: SignIn) -> None:
        address, nomination, members = doubted
        prefix = f"{nomination.reference}-{members[2].public_id}"
        for voter in (members[0], members[1], members[3]):
            client = sign_in(voter.user)
            assert first_step(client) == "Tvil om habilitet"
            assert "Vi er naboer." in client.get(DOUBTS).text
            assert client.post(address, data={f"{prefix}-answer": "impartial"}).status_code == 422
            data = {f"{prefix}-answer": "impartial", f"{prefix}-reason": "Ikke nær nok."}
            assert client.post(address, data=data).headers["Location"] == DOUBTS
            assert client.post(address, data=data).status_code == 409
        assert "Avgjort: habil." in sign_in(members[4].user).get(DOUBTS).text
        assert members[2] in standing(prize_of(2026)).readers(nomination)

    def test_the_member_in_doubt_neither_sees_nor_votes(self, doubted: Any, sign_in: SignIn) -> None:
        address, nomination, members = doubted
        client = sign_in(members[2].user)
        assert "Vi er naboer." not in client.get(DOUBTS).text
        prefix = f"{nomination.reference}-{members[2].public_id}"
        data = {f"{prefix}-answer": "impartial", f"{prefix}-reason": "Jo."}
        assert client.post(address, data=data).status_code == 409
        assert queries.votes(list(standing(prize_of(2026)).declarations.values())) == {}

    @pytest.mark.parametrize("sign", ["-", "_"])
    def test_a_vote_is_read_whatever_an_older_public_id_ends_with(
        self, doubted: Any, sign: str, sign_in: SignIn
    ) -> None:
        address, nomination, members = doubted
        older = f"Aq-mDmcljuR-v04{sign}"
        address = address.replace(members[2].public_id, older)
        members[2].public_id = older
        db.session.commit()
        prefix = f"{nomination.reference}-{older}"
        client = sign_in(members[0].user)
        assert f'name="{prefix}-reason"' in client.get(DOUBTS).text
        assert "Nei, ikke nær.</textarea>" in client.post(address, data={f"{prefix}-reason": "Nei, ikke nær."}).text
        data = {f"{prefix}-answer": "impartial", f"{prefix}-reason": "Nei, ikke nær."}
        assert client.post(address, data=data).headers["Location"] == DOUBTS

    def test_what_nobody_doubts_is_not_found(self, doubted: Any, sign_in: SignIn) -> None:
        address, nomination, members = doubted
        other = address.replace(nomination.reference, "PRIS-2026-002")
        assert sign_in(members[0].user).post(other).status_code == 404


class TestSecretary:
    def test_from_empty_seats_to_scores(self, prizes: PrizeWorld, sign_in: SignIn) -> None:
        prizes.prize(PrizeStatus.PLANNED)
        client = sign_in(prizes.secretary())
        for code in ("REG", "BYM", "KLI", "UKE", "EXT"):
            data = {"name": f"Medlem {code}", "email": f"{code}@oslo.example"}
            assert client.post(f"{JURY}/{code}/member", data=data).headers["Location"] == JURY
        assert client.post(f"{JURY}/confirm").status_code == 409
        chair = queries.members(prize_of(2026))[4]
        client.post(f"{JURY}/members/{chair.public_id}/chair")
        assert client.post(f"{JURY}/confirm").headers["Location"] == JURY
        assert client.post(f"{JURY}/declaring").status_code == 409
        prizes.nomination(prize_of(2026))
        assert client.post(f"{JURY}/declaring").headers["Location"] == JURY
        assert client.post("/jury/2026/open").status_code == 409
        assert prize_of(2026).status is PrizeStatus.DECLARING

    def test_a_refused_appointment_keeps_what_was_typed(self, year: Any, prizes: PrizeWorld, sign_in: SignIn) -> None:
        _prize, members, _ = year
        client = sign_in(prizes.secretary())
        data = {"name": "Rita Regi", "email": members[0].user.email}
        page = client.post(f"{JURY}/BYM/deputy", data=data)
        assert page.status_code == 409
        assert "Rita Regi sitter allerede i juryen, for Renovasjons- og gjenvinningsetaten." in page.text
        assert f'value="{members[0].user.email}"' in page.text
        assert client.post(f"{JURY}/BYM/deputy", data={"name": "", "email": "x"}).status_code == 422
        assert client.get(f"{JURY}/XXX/deputy").status_code == 404
        assert client.get(f"{JURY}/BYM/chair").status_code == 404

    def test_replacing_and_leaving(self, year: Any, prizes: PrizeWorld, sign_in: SignIn) -> None:
        _prize, members, _ = year
        client = sign_in(prizes.secretary())
        assert "Bytt ut Rita Regi" in client.get(f"{JURY}/REG/member").text
        client.post(f"{JURY}/REG/member", data={"name": "Nina Ny", "email": "ny@oslo.example"})
        client.post(f"{JURY}/members/{members[1].public_id}/leave")
        assert [one.user.name for one in queries.members(prize_of(2026))] == [
            "Nina Ny",
            "Klara Im",
            "Ulrik Keller",
            "Eva Ekstern",
        ]
        page = text_of(client.get(JURY).text)
        assert "Har gått ut: Rita Regi (REG, 1. september 2026), Bjørn Myr (BYM, 1. september 2026)" in page

    def test_where_everyone_is_recused_it_says_what_to_do(self, year: Any, prizes: PrizeWorld, sign_in: SignIn) -> None:
        _prize, members, nominations = year
        for member in members:
            prizes.declare(member, nominations[:1], ImpartialityAnswer.DISQUALIFIED, "Vi laget det sammen.")
        page = text_of(sign_in(prizes.secretary()).get(JURY).text)
        assert "1 nominasjon har færre enn 3 habile. Oppnevn et varamedlem, eller bytt ut et medlem." in page

    def test_an_administrator_sees_no_jury(self, year: Any, prizes: PrizeWorld, sign_in: SignIn) -> None:
        assert sign_in(prizes.person("Ada Min", Role.ADMINISTRATOR)).get(JURY).status_code == 403


@pytest.mark.parametrize(
    ("path", "most"), [("/jury", 12), (ANSWERS, 12), (DOUBTS, 12), (JURY, 12), (f"{JURY}/REG/member", 8)]
)
def test_pages_cost_the_same_for_many(prizes: PrizeWorld, sign_in: SignIn, path: str, most: int) -> None:
    own = prizes.jury(prizes.prize(PrizeStatus.DECLARING))[0].user
    client = sign_in(prizes.secretary() if path.startswith("/staff") else own)
    counts = []
    for size in (1, 3):
        prize = prize_of(2026)
        members = queries.members(prize)
        made = [prizes.nomination(prize, f"Prosjekt {size}.{number}") for number in range(size)]
        for member in members:
            prizes.declare(member, made)
        prizes.declare(members[2], made, DOUBT, "Vi er naboer.")
        db.session.expunge_all()
        with statements() as seen:
            assert client.get(path).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= most
