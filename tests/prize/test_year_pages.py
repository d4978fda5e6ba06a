"""The pages where the secretary and administrators make a year, change it, and see where it stands."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from html5lib import parse

from app.access import Role
from app.extensions import db
from app.prize import contents
from app.prize.dashboard import LINKS, PATH, STEPS
from app.prize.models import PrizeStatus
from app.prize.nominations.models import NominationStatus
from app.prize.parts import PARTS
from app.prize.queries import all_prizes, prize_of
from tests.counting import statements
from tests.prize.test_public_year import main
from tests.prize_world import PrizeWorld
from tests.rounds.test_pages import sent_by

SignIn = Callable[[Any], FlaskClient]
P = PrizeStatus
PLACE = "/staff/prize/2026"
SETTINGS = f"{PLACE}/settings"


@pytest.fixture
def secretary(prizes: PrizeWorld, sign_in: SignIn) -> FlaskClient:
    return sign_in(prizes.secretary())


@pytest.fixture
def administrator(prizes: PrizeWorld, sign_in: SignIn) -> FlaskClient:
    return sign_in(prizes.person("Ada Admin", Role.ADMINISTRATOR))


def shown(client: FlaskClient, page: str = PLACE) -> list[str]:
    """The lines of the page's lists of tasks, without marks."""
    html = parse(client.get(page).text, namespaceHTMLElements=False)
    found = html.findall(".//ul[@class='tasks']/li/span")
    return [" ".join("".join(one.itertext()).split()) for one in found]


def test_there_is_nothing_yet(secretary: FlaskClient) -> None:
    assert "Det er ingen år ennå." in secretary.get("/staff/prize").text


def test_a_first_year_is_made_from_the_standard_document(secretary: FlaskClient) -> None:
    assert 'value="2026-11-23"' in secretary.get("/staff/prize/new").text  # the test clock's year
    answer = secretary.post("/staff/prize/new", data={"source": "", "monday": "2026-11-23"})
    assert (answer.status_code, answer.location) == (302, PLACE)
    assert [(prize.year, prize.status) for prize in all_prizes()] == [(2026, P.PLANNED)]


def test_the_next_year_is_a_copy_of_this_one(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.PUBLISHED, theme="Glass og keramikk")
    page = secretary.get("/staff/prize/new").text
    assert 'value="2027-11-22"' in page
    secretary.post("/staff/prize/new", data={"source": "2026", "monday": "2027-11-22"})
    assert [(prize.name, prize.theme, prize.status) for prize in all_prizes()] == [
        ("Ombruksprisen 2027", "Glass og keramikk", P.PLANNED),
        ("Ombruksprisen 2026", "Glass og keramikk", P.PUBLISHED),
    ]


@pytest.mark.parametrize(
    ("monday", "sentence"),
    [
        ("2026-11-23", "Det finnes allerede en pris for dette året."),
        ("2027-11-23", "Velg en mandag."),
        ("", "Velg en dag."),
    ],
)
def test_a_year_that_cannot_be_made(secretary: FlaskClient, prizes: PrizeWorld, monday: str, sentence: str) -> None:
    prizes.prize()
    answer = secretary.post("/staff/prize/new", data={"source": "2026", "monday": monday})
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_every_part_opens_and_saving_it_untouched_changes_nothing(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.PLANNED, announced=False)
    for code in PARTS:
        page = f"{SETTINGS}/{code}"
        answer = secretary.post(page, data=sent_by(secretary, page), follow_redirects=True)
        assert (code, answer.status_code, "Ingenting var endret." in answer.text) == (code, 200, True)


def test_the_same_when_much_is_fixed(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.DECLARING)
    for code in PARTS:
        page = f"{SETTINGS}/{code}"
        if "Lagre</span>" not in secretary.get(page).text:
            continue
        answer = secretary.post(page, data=sent_by(secretary, page), follow_redirects=True)
        assert (code, answer.status_code, "Ingenting var endret." in answer.text) == (code, 200, True)


def test_every_part_opens_at_every_status(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    prize = prizes.prize(P.PLANNED)
    for status in P:
        prize.status = status
        db.session.commit()
        for page in (PLACE, SETTINGS, *(f"{SETTINGS}/{code}" for code in PARTS)):
            assert (status, page, secretary.get(page).status_code) == (status, page, 200)


def test_what_is_fixed_is_shown_with_its_reason_and_no_input(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.PLANNED)
    page = secretary.get(f"{SETTINGS}/who").text
    assert '<dd>20. september 2026<p class="year__why">Dagen er kunngjort.</p></dd>' in page
    assert ['name="finished_by"' in page, 'name="residents_may_nominate"' in page] == [False, True]
    page = secretary.get(f"{SETTINGS}/criteria").text
    assert "Kriteriene er kunngjort, og juryen vurderer etter dem." in page
    assert "Stor gevinst for størrelsen, ført i kilo, kroner eller antall." in page
    assert 'name="rows-0-weight"' not in page


def test_what_is_fixed_is_not_changed_by_a_page_that_was_open_before(
    secretary: FlaskClient, prizes: PrizeWorld
) -> None:
    prize = prizes.prize(P.PLANNED, announced=False)
    opened = {**sent_by(secretary, f"{SETTINGS}/about"), "theme": "Glass"}
    opened_list = {**sent_by(secretary, f"{SETTINGS}/criteria"), "rows-0-name": "Glans"}
    prize.announced_at = prizes.at
    db.session.commit()
    secretary.post(f"{SETTINGS}/about", data=opened)
    answer = secretary.post(f"{SETTINGS}/criteria", data=opened_list)
    assert answer.status_code == 409
    assert contents.criteria(prize_of(2026))[0]["name"] == "Sirkulær gevinst"
    assert prize_of(2026).theme == "Reparasjon og redesign av møbler og inventar"


def test_a_broken_promise_keeps_what_was_typed_and_says_why_at_the_field(
    secretary: FlaskClient, prizes: PrizeWorld
) -> None:
    prizes.prize(P.PLANNED)
    data = {**sent_by(secretary, f"{SETTINGS}/dates"), "closes_at": "2026-09-20T10:00"}
    answer = secretary.post(f"{SETTINGS}/dates", data=data)
    assert answer.status_code == 409
    assert 'value="2026-09-20T10:00' in answer.text
    assert "Fristen er kunngjort som mandag 21. september kl. 10.00 og kan bare forlenges." in answer.text


def test_an_optional_day_may_be_emptied(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.PLANNED)
    data = {**sent_by(secretary, f"{SETTINGS}/dates"), "scoring_closes_at": "", "meeting_at": "", "handover_on": ""}
    assert secretary.post(f"{SETTINGS}/dates", data=data).status_code == 302
    prize = prize_of(2026)
    assert (prize.scoring_closes_at, prize.meeting_at, prize.handover_on) == (None, None, None)


@pytest.mark.parametrize(
    ("part", "field", "value", "sentence"),
    [
        ("about", "name", "", "Skriv hva prisen heter."),
        ("dates", "closes_at", "i morgen", "Ikke en gyldig dato- og tidsverdi"),
        ("mandate", "quorum", "0", "Skriv et tall fra 1 til 9."),
        ("seats", "rows-0-code", "reg!", "Bruk store bokstaver og tall."),
        ("seats", "rows-1-code", "REG", "To rader kan ikke ha det samme her."),
        ("criteria", "rows-0-weight", "30", "Vektene blir 105. De skal bli 100."),
        ("owner", "owner_orgnr", "12345", "Ni sifre, uten mellomrom."),
    ],
)
def test_the_shape_is_checked_at_the_field(
    secretary: FlaskClient, prizes: PrizeWorld, part: str, field: str, value: str, sentence: str
) -> None:
    prizes.prize(P.PLANNED, announced=False)
    page = f"{SETTINGS}/{part}"
    answer = secretary.post(page, data={**sent_by(secretary, page), field: value})
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_a_seat_is_added_on_the_page(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.PLANNED, announced=False)
    data = {**sent_by(secretary, f"{SETTINGS}/seats"), "rows-5-code": "PBE", "rows-5-unit": "Plan- og bygningsetaten"}
    assert secretary.post(f"{SETTINGS}/seats", data=data).status_code == 302
    assert [row["code"] for row in contents.seats(prize_of(2026))] == ["REG", "BYM", "KLI", "UKE", "EXT", "PBE"]


def test_a_part_and_a_year_that_do_not_exist_are_not_found(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize()
    pages = (f"{SETTINGS}/nothing", "/staff/prize/2030", "/staff/prize/2030/settings", "/staff/prize/2030/cancel")
    assert [secretary.get(page).status_code for page in pages] == [404] * 4


def test_an_incomplete_year_has_a_greyed_button_and_links_to_what_is_missing(
    secretary: FlaskClient, prizes: PrizeWorld
) -> None:
    prizes.prize(P.PLANNED, announced=False, mandate="")
    page = secretary.get(PLACE).text
    assert f'Skriv juryens mandat. <a href="{SETTINGS}/mandate">Rett «Juryens mandat»</a>' in page
    assert "Prisen kan ikke kunngjøres ennå. 1 ting mangler." in page
    assert "Mangler noe" in secretary.get(SETTINGS).text
    answer = secretary.post(f"{PLACE}/announce")
    assert (answer.status_code, prize_of(2026).announced_at) == (409, None)


def test_an_administrator_announces(administrator: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.PLANNED, announced=False)
    answer = administrator.post(f"{PLACE}/announce", follow_redirects=True)
    assert "Ombruksprisen 2026 er kunngjort. Siden er åpen for alle." in answer.text
    assert administrator.get("/ombruksprisen").status_code == 200


def test_cancelling_asks_first_and_takes_the_public_page_away(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.DECLARING)
    assert "Dette kan ikke gjøres om." in secretary.get(f"{PLACE}/cancel").text
    assert prize_of(2026).status is P.DECLARING
    answer = secretary.post(f"{PLACE}/cancel", follow_redirects=True)
    assert "Ombruksprisen 2026 er avlyst." in answer.text
    assert secretary.get("/ombruksprisen/2026").status_code == 404


def test_a_ranked_year_cannot_be_cancelled(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.RANKED)
    assert "Avlys prisen" not in secretary.get(PLACE).text
    assert secretary.post(f"{PLACE}/cancel").status_code == 409


def test_a_published_year_is_archived(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    prize = prizes.prize(P.PUBLISHED)
    waiting = prizes.nomination(prize, status=NominationStatus.NOT_AWARDED)
    assert "1 nominasjon venter på brev om hvordan det gikk." in secretary.get(PLACE).text
    assert secretary.post(f"{PLACE}/archive").status_code == 409
    waiting.status = NominationStatus.INFORMED
    db.session.commit()
    answer = secretary.post(f"{PLACE}/archive", follow_redirects=True)
    assert ("Ombruksprisen 2026 er arkivert." in answer.text, prize_of(2026).status) == (True, P.ARCHIVED)


def test_every_status_with_a_way_ahead_has_a_step() -> None:
    assert [status for status, _text in PATH] == list(STEPS)
    assert set(P) - set(STEPS) == {P.ARCHIVED, P.CANCELLED}


def test_the_first_step_counts_the_seats(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    prize = prizes.prize(P.PLANNED)
    assert shown(secretary) == [
        "✓ I orden: Prisen er kunngjort",
        "! Se på dette: 0 av 5 plasser har et medlem",
        "! Se på dette: Juryen mangler en leder",
    ]
    prizes.jury(prize)
    assert shown(secretary)[1:] == ["✓ I orden: 5 av 5 plasser har et medlem", "✓ I orden: Juryen har en leder"]


def test_then_it_counts_what_is_to_be_checked(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    prize = prizes.prize(P.APPOINTED)
    prizes.nomination(prize, "Spisesalen")
    prizes.nomination(prize, "Benken", status=NominationStatus.SUBMITTED)
    prizes.nomination(prize, "Hylla", status=NominationStatus.DRAFT)
    assert shown(secretary) == [
        "! Se på dette: Fristen for å nominere er mandag 21. september kl. 10.00",
        "! Se på dette: 1 nominasjon igjen å kontrollere",
        "✓ I orden: 1 nominasjon er klar for juryen",
    ]


def test_then_it_counts_answers_doubts_and_quorum(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    prize = prizes.prize(P.DECLARING)
    members = prizes.jury(prize)
    nominations = [prizes.nomination(prize, "Spisesalen"), prizes.nomination(prize, "Benken")]
    for member in members[:2]:
        prizes.declare(member, nominations)
    assert shown(secretary)[2:] == [
        "✓ I orden: 5 av 5 har bekreftet taushetsplikten",
        "! Se på dette: 6 svar på habilitet mangler",
        "✓ I orden: Ingen tvil venter",
        "! Se på dette: 2 nominasjoner har for få habile",
    ]


def test_then_it_counts_those_who_are_done_and_never_a_score(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    prize, members, nominations = prizes.scored(P.SCORING)
    last = prizes.nomination(prize, "Benken")
    for member in members:
        prizes.declare(member, [last])
    for member in members[:3]:
        prizes.score(member, last, 5)
    assert shown(secretary)[0] == "! Se på dette: 3 av 5 er ferdige"
    assert len(nominations) == 3


@pytest.mark.parametrize("status", list(P))
def test_an_administrator_sees_no_count_of_nominations_nor_the_history(
    administrator: FlaskClient, prizes: PrizeWorld, status: PrizeStatus
) -> None:
    prizes.prize(status)
    before = main(administrator.get(PLACE).text)
    prizes.nomination(prize_of(2026), "Spisesalen")
    prizes.jury(prize_of(2026))
    assert main(administrator.get(PLACE).text) == before
    assert [text in before for text in ("Neste steg", "Hendelser", "/nominations", "/jury", "/verdict")] == [False] * 5


def test_the_secretary_finds_every_page_of_the_year(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.LOCKED)
    page = secretary.get(PLACE).text
    assert [str(link.text) in page for link in LINKS] == [True] * len(LINKS)


@pytest.mark.parametrize("status", list(P))
def test_no_link_of_the_page_leads_astray(secretary: FlaskClient, prizes: PrizeWorld, status: PrizeStatus) -> None:
    prize = prizes.prize(status)
    prizes.jury(prize)
    html = parse(main(secretary.get(PLACE).text), namespaceHTMLElements=False)
    links = [one.get("href") for one in html.iter("a")]
    answers = {link: secretary.get(link).status_code for link in links}
    needs_verdict = {f"{PLACE}/statement", f"{PLACE}/minutes"}  # this world has none
    assert {link for link, code in answers.items() if code != 200} - needs_verdict == set()
    assert len(links) > 5


def test_the_history_is_in_words(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    prizes.prize(P.PLANNED, announced=False)
    data = {**sent_by(secretary, f"{SETTINGS}/about"), "theme": "Glass", "theme_text": "Alt av glass."}
    secretary.post(f"{SETTINGS}/about", data=data)
    secretary.post(f"{PLACE}/cancel")
    page = secretary.get(PLACE).text
    assert "Ombruksprisen gikk fra «Planlagt» til «Avlyst»" in page
    assert "Endret Ombruksprisen 2026: navn og tema" in page


@pytest.mark.parametrize("status", [P.PLANNED, P.APPOINTED, P.DECLARING, P.SCORING, P.LOCKED, P.EMBARGO])
def test_the_page_costs_the_same_with_one_nomination_and_with_three(
    secretary: FlaskClient, prizes: PrizeWorld, status: PrizeStatus
) -> None:
    prize = prizes.prize(status)
    prizes.jury(prize)
    costs = []
    for count in (1, 2):
        for number in range(count):
            prizes.nomination(prize, f"Prosjekt {count}{number}")
        secretary.get(PLACE)
        db.session.rollback()
        db.session.expire_all()
        with statements() as seen:
            secretary.get(PLACE)
        costs.append(len(seen))
    assert costs[0] == costs[1]
    assert costs[0] <= 16


def test_the_list_costs_the_same_with_one_year_and_with_three(secretary: FlaskClient, prizes: PrizeWorld) -> None:
    secretary.post("/staff/prize/new", data={"source": "", "monday": "2026-11-23"})
    db.session.expire_all()
    with statements() as one:
        secretary.get("/staff/prize")
    for monday in ("2027-11-22", "2028-11-20"):
        secretary.post("/staff/prize/new", data={"source": "2026", "monday": monday})
    db.session.expire_all()
    with statements() as three:
        secretary.get("/staff/prize")
    assert (len(all_prizes()), len(three)) == (3, len(one))
    assert len(one) <= 8
