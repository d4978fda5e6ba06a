"""The organisation's card and the list: what is shown of the years, to whom, and in how few statements."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.accounts import merging
from app.accounts.links import Site
from app.accounts.merger_models import MergerKind
from app.accounts.models import ApplicantType, GrantHistory, Membership, Organisation, ReportStatus
from app.casework.conversation import actions as conversing
from app.decisions.appeals.receiving import appeal
from app.extensions import db
from tests.counting import statements
from tests.decisions.stage import PART, REJECTION, Stage
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
TAG = re.compile(r"<[^>]+>")


def words(page: str) -> str:
    return " ".join(html.unescape(TAG.sub(" ", page)).replace("\N{NARROW NO-BREAK SPACE}", "").split())


def rows(page: str) -> list[str]:
    return [words(row) for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)]


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def path(organisation: Organisation) -> str:
    return f"/staff/organisations/{organisation.public_id}"


def test_the_card_shows_what_is_released_and_nothing_of_what_is_not(stage: Stage, sign_in: SignIn) -> None:
    stage.released(PART, told=False)
    stage.others = 0  # the same organisation once more
    stage.decided(REJECTION)
    page = sign_in(stage.hanne).get(path(stage.organisation)).text
    found = [row for row in rows(page) if row.startswith("OMB")]
    assert found == [
        "OMB-2026-0002 Fiksekveld 1 Ombruksuka 2026 5000 kr Vedtatt –",
        "OMB-2026-0001 Fiksekveld 1 Ombruksuka 2026 5000 kr delvis 3000 kr",
    ]
    assert "vslag" not in words(page)


def test_numbers_of_the_case_work(stage: Stage, sign_in: SignIn) -> None:
    decision = stage.released(REJECTION)
    appeal(decision, "Vi er uenige.", None, public_url="http://localhost", by=stage.kari, at=stage.at)
    for number in range(2):
        text = f"Hei {number}"
        conversing.answer(decision.application, text, link="http://localhost", by=stage.kari, at=stage.at)
    db.session.commit()
    page = words(sign_in(stage.hanne).get(path(stage.organisation)).text)
    assert "Søknader 1 Gitt i alt 0 kr Gitt siste tre år 0 kr Klager 1 Mangelbrev 0 Meldinger 2" in page
    assert "klaget på" in page


def grant(organisation: Organisation, year: int, amount: int, **changes: Any) -> None:
    values = {"case_reference": f"OMB-{year}-0009", "title": "Byttedag", **changes}
    db.session.add(GrantHistory(organisation_id=organisation.id, year=year, granted_nok=amount, **values))
    db.session.commit()


def test_grants_reports_and_three_years(stage: Stage, sign_in: SignIn) -> None:
    stage.organisation.applicant_type, stage.organisation.de_minimis_nok = ApplicantType.BUSINESS, 1000
    for year, amount in ((2023, 9000), (2024, 2500), (2025, 5000)):
        grant(stage.organisation, year, amount, report_status=ReportStatus.MISSING)
    page = words(sign_in(stage.hanne).get(path(stage.organisation)).text)
    assert "Gitt i alt 16500 kr Gitt siste tre år 7500 kr" in page
    assert "Bagatellmessig støtte, tre år 8500 kr" in page
    assert page.count("rapport mangler") == 3


def test_who_belongs_to_it_or_to_one_with_its_number_is_refused(stage: Stage, sign_in: SignIn) -> None:
    twin = stage.world.organisation(name="Fiksekroken avd. Øst", orgnr=stage.organisation.orgnr)
    browser = sign_in(stage.hanne)
    assert "Andre med samme nummer Fiksekroken avd. Øst" in words(browser.get(path(stage.organisation)).text)
    db.session.add(Membership(user=stage.hanne, organisation=twin, joined_at=stage.at))
    db.session.commit()
    for organisation in (stage.organisation, twin):
        answer = browser.get(path(organisation))
        assert (answer.status_code, "Kari Nordmann" in answer.text) == (403, False)


def test_two_without_a_number_are_no_family(stage: Stage, sign_in: SignIn) -> None:
    first = stage.world.organisation(stage.kari, name="Naboene", orgnr=None)
    stage.world.organisation(stage.hanne, name="Andre naboer", orgnr=None)
    page = sign_in(stage.hanne).get(path(first))
    assert (page.status_code, "Andre naboer" in page.text) == (200, False)


def test_an_unknown_one_is_not_found(stage: Stage, sign_in: SignIn) -> None:
    assert sign_in(stage.hanne).get("/staff/organisations/ukjent").status_code == 404


def test_a_draft_is_not_shown(stage: Stage, sign_in: SignIn) -> None:
    draft = stage.applied(sent=False)
    assert draft.reference not in sign_in(stage.hanne).get(path(stage.organisation)).text


def test_a_merged_one_leads_to_the_one_it_is_part_of(stage: Stage, sign_in: SignIn) -> None:
    case = stage.applied()
    into = stage.world.organisation(name="Nabohjelpen", orgnr="100260026")
    ada = stage.world.user(Role.ADMINISTRATOR, name="Ada Admin")
    made = merging.propose(
        stage.organisation, into, MergerKind.FUSION, stage.at.date(), "Kunngjort.",
        warnings_seen=True, by=stage.hanne, at=stage.at,
    )  # fmt: skip
    merging.confirm(made, site=Site("http://localhost", "Ombruk"), by=ada, at=stage.at)
    db.session.commit()
    answer = sign_in(stage.hanne).get(path(stage.organisation))
    assert (answer.status_code, answer.location) == (302, path(into))
    page = words(sign_in(stage.hanne).get(path(into)).text)
    assert f"{case.reference} Fiksekveld 1 Ombruksuka 2026 · sendt som Fiksekroken" in page
    assert "Fiksekroken gikk inn i Nabohjelpen 1. september 2026" in page
    found = rows(sign_in(stage.hanne).get("/staff/organisations?sok=fikse").text)
    assert found[1:] == ["Fiksekroken slått sammen med en annen Frivillig organisasjon 100260018 0 0"]


def test_the_list_is_searched_by_name_and_number_and_paged(stage: Stage, sign_in: SignIn) -> None:
    for number in range(51):
        stage.world.organisation(name=f"Lag {number:02}", orgnr=None)
    stage.applied()
    browser = sign_in(stage.hanne)
    for asked in ("fiksekroken", "100260018", "100 260 018"):
        found = rows(browser.get("/staff/organisations", query_string={"sok": asked}).text)
        assert found[1:] == ["Fiksekroken Frivillig organisasjon 100260018 1 1"]
    first = browser.get("/staff/organisations").text
    following = html.unescape(re.search(r'rel="next" href="([^"]+)"', first)[1])  # type: ignore[index]
    assert (len(rows(first)), [row.split(" Uformell")[0] for row in rows(browser.get(following).text)[1:]]) == (
        51,
        ["Lag 49", "Lag 50"],
    )
    assert "Ingen organisasjoner passer." in words(browser.get("/staff/organisations?sok=%25").text)


def test_an_administrator_sees_the_list_without_cards(stage: Stage, sign_in: SignIn) -> None:
    ada = stage.world.user(Role.ADMINISTRATOR, name="Ada Admin")
    page = sign_in(ada).get("/staff/organisations").text
    assert ("Fiksekroken" in page, path(stage.organisation) in page) == (True, False)
    assert sign_in(ada).get(path(stage.organisation)).status_code == 403


def test_at_most_eight_statements_for_one_case_as_for_three(stage: Stage, sign_in: SignIn) -> None:
    key, address = stage.hanne.session_key, path(stage.organisation)

    class Hanne:
        session_key = key

    browser, counts = sign_in(Hanne), []
    for number in (1, 2, 3):
        stage.others = 0
        stage.applied(activities=[{"title": f"Kveld {index}"} for index in range(number)])
        grant(stage.organisation, 2020 + number, 1000)
        db.session.remove()
        seen_by_page = []
        for page in (address, "/staff/organisations"):
            with statements() as seen:
                assert browser.get(page).status_code == 200
            seen_by_page.append(len(seen))
        counts.append(seen_by_page)
        stage.round, stage.kari = db.session.merge(stage.round), db.session.merge(stage.kari)
        stage.organisation = db.session.merge(stage.organisation)
    assert counts[0] == counts[1] == counts[2]
    assert counts[0][0] <= 8
    assert counts[0][1] <= 3
