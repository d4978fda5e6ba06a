"""The work list as a case handler uses it: filters, sums, order, columns, search and pages."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from app.access import Role
from app.applications.models import CaseRow, FlagLevel, Status
from app.extensions import db
from app.overview import queries, work_list
from app.review.models import Assignment
from app.rounds.models import Round, RoundStatus
from tests.counting import statements
from tests.overview.lists import Cases, Listed, change
from tests.world import MONDAY, World

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture
def cases(world: World) -> Cases:
    """Five rows of four cases: 1, 2, 2.2, 3 and 4."""
    made = Cases(world)
    made.case({"title": "Fiksekveld", "sought_nok": 2500}, name="Fiksekroken", handler_id=made.hanne.id)
    two = made.case({"title": "Byttedag", "sought_nok": 9000}, {"title": "Sykurs", "sought_nok": 4000}, name="Trådløs")
    change(two, category_id=made.round.categories[0].id, district_code="030103")
    three = made.case({"title": "Restefest", "sought_nok": 5000}, name="Smak")
    change(three, status=Status.REVIEW, handler_id=made.per.id, flag_level=FlagLevel.RED, red_checks=1, amber_checks=2)
    four = made.case({"title": "Utlån", "sought_nok": 10000}, name="Bua")
    change(four, status=Status.DECIDED, score=Decimal("78.75"), recommended_nok=8000, decided_nok=8000)
    change(four, flag_level=FlagLevel.AMBER, amber_checks=1, received_at=made.world.at - timedelta(days=3))
    return made


@pytest.fixture
def listed(cases: Cases, sign_in: SignIn) -> Callable[[str], Listed]:
    client = sign_in(cases.hanne)
    return lambda query="": Listed(client, f"/staff/cases?{query}")


@pytest.mark.parametrize(
    ("query", "rows", "summary"),
    [
        ("", ["1", "2", "2.2", "3", "4"], "5 treff · søkt 30500 kr · innstilt 8000 kr · vedtatt 8000 kr"),
        ("status=review", ["3"], "1 treff · søkt 5000 kr"),
        ("status=review&status=decided", ["3", "4"], "2 treff · søkt 15000 kr · innstilt 8000 kr · vedtatt 8000 kr"),
        ("tema=food", ["2"], "1 treff · søkt 9000 kr"),
        ("tema=food&tema=sharing", ["1", "2", "2.2", "3", "4"], None),
        ("bydel=030103", ["2"], "1 treff · søkt 9000 kr"),
        ("trinn=2500", ["1"], "1 treff · søkt 2500 kr"),
        ("trinn=5000", ["2.2", "3"], "2 treff · søkt 9000 kr"),
        ("flagg=red", ["3"], "1 treff · søkt 5000 kr"),
        ("flagg=red&flagg=amber", ["3", "4"], None),
        ("hvem=meg", ["1"], "1 treff · søkt 2500 kr"),
        ("hvem=ingen", ["2", "2.2", "4"], None),
        ("sok=fiksekveld", ["1"], "1 treff · søkt 2500 kr"),
        ("sok=tr%C3%A5dl%C3%B8s", ["2", "2.2"], "2 treff · søkt 13000 kr"),
        ("sok=3", ["3"], "1 treff · søkt 5000 kr"),
        ("sok=fiksekroken.example&hvem=meg&status=submitted", ["1"], "1 treff · søkt 2500 kr"),
        ("status=review&flagg=amber", [], "0 treff · søkt 0 kr"),
        ("sok=%22%2A", [], "0 treff · søkt 0 kr"),
        ("status=tull&flagg=1&trinn=x&sorter=nei&etter=abc&for=x&tema=&bydel=", ["1", "2", "2.2", "3", "4"], None),
        ("tema=finnes-ikke", [], "0 treff · søkt 0 kr"),
        ("hvem=finnes-ikke", [], "0 treff · søkt 0 kr"),
    ],
)
def test_filters(listed: Callable[[str], Listed], query: str, rows: list[str], summary: str | None) -> None:
    page = listed(query)
    assert page.rows == rows
    assert summary is None or page.summary == summary


def test_one_handlers_cases(cases: Cases, listed: Callable[[str], Listed]) -> None:
    page = listed(f"hvem={cases.per.public_id}")
    assert (page.rows, list(page.chips), page.cells("Hvem")) == (["3"], ["Hvem: Per Persen"], ["Per Persen"])


@pytest.mark.parametrize(
    ("order", "rows"),
    [
        ("referanse", ["1", "2", "2.2", "3", "4"]),
        ("-referanse", ["4", "3", "2.2", "2", "1"]),
        ("sokt", ["1", "2.2", "3", "2", "4"]),
        ("-sokt", ["4", "2", "3", "2.2", "1"]),
        ("mottatt", ["4", "1", "2", "2.2", "3"]),
        ("-poeng", ["4", "1", "2", "2.2", "3"]),
        ("poeng", ["4", "1", "2", "2.2", "3"]),
    ],
)
def test_order(listed: Callable[[str], Listed], order: str, rows: list[str]) -> None:
    assert listed(f"sorter={order}").rows == rows


def test_what_is_chosen_can_be_taken_away_one_by_one(listed: Callable[[str], Listed]) -> None:
    page = listed("status=review&flagg=red&trinn=5000&sok=rest&sorter=-sokt")
    assert list(page.chips) == [
        "Til vurdering",
        "Trinn 5\N{NARROW NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr",
        "Sjekk: feil",
        "«rest»",
    ]
    less = page.chips["«rest»"].partition("?")[2]
    assert set(less.split("&")) == {"status=review", "flagg=red", "trinn=5000", "sorter=-sokt"}


def test_columns_are_the_persons_choice(listed: Callable[[str], Listed]) -> None:
    usual = ["Aktivitet", "Bydel", "Søkt", "Sjekk", "Poeng", "Innstilt", "Status", "Mottatt", "Hvem"]
    assert listed("").headings == ["Ref", "Søker", *usual]
    assert listed("vis=tema&vis=sokt&vis=tull").headings == ["Ref", "Søker", "Tema", "Søkt"]
    assert listed("vis=tull").headings == ["Ref", "Søker", *usual]


def test_the_choices_follow_to_the_case_and_the_next_order(listed: Callable[[str], Listed]) -> None:
    page = listed("status=review&vis=sokt")
    assert page.links == ["/staff/cases/OMB-2026-0003?status=review&vis=sokt&aktivitet=1"]
    assert 'href="/staff/cases?status=review&sorter=-sokt&vis=sokt"' in page.text


def test_checks_are_read_in_words(listed: Callable[[str], Listed]) -> None:
    assert listed("vis=sjekk").cells("Sjekk")[3] == f"1 feil, 2 å se på, {_green(3)} i orden"


def _green(number: int) -> int:
    return db.session.query(CaseRow.green_checks).filter(CaseRow.reference == f"OMB-2026-{number:04}").scalar()  # type: ignore[no-any-return]


def test_pages_go_on_and_back(listed: Callable[[str], Listed], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_list, "ROWS", 2)
    pages = [listed("sorter=-sokt")]
    while (following := pages[-1].page("next")) is not None:
        pages.append(listed(following.partition("?")[2]))
    assert [page.rows for page in pages] == [["4", "2"], ["3", "2.2"], ["1"]]
    assert {page.summary for page in pages} == {pages[0].summary}
    back = listed((pages[-1].page("prev") or "").partition("?")[2])
    assert back.rows == ["3", "2.2"]
    assert listed((back.page("prev") or "").partition("?")[2]).rows == ["4", "2"]
    assert pages[0].page("prev") is None


def test_a_search_with_very_many_hits_is_not_counted_to_the_end(
    listed: Callable[[str], Listed], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_HITS", 2)
    page = listed("sok=post&sorter=-sokt")
    assert (page.rows[0], page.summary) == ("4", "Over 2 treff. Skriv flere ord for å se summer.")


def test_scores_are_shown_to_those_who_may_see_them(cases: Cases, sign_in: SignIn) -> None:
    db.session.execute(update(CaseRow).values(score=Decimal("61.5"), spread=4, assessments=3))
    db.session.commit()
    hidden, shown = ["–"] * 4, "61,5"
    for person, status, seen in [
        (cases.hanne, Status.REVIEW, False),
        (cases.reader, Status.REVIEW, False),
        (cases.hanne, Status.RECOMMENDED, False),
        (cases.reader, Status.RECOMMENDED, True),
        (cases.hanne, Status.RELEASED, True),
    ]:
        db.session.execute(update(CaseRow).where(CaseRow.status != Status.DECIDED).values(status=status))
        db.session.commit()
        page = Listed(sign_in(person), "/staff/cases?vis=poeng&vis=spredning&vis=vurderinger&sorter=-poeng")
        first = page.rows.index("1")
        assert page.cells("Poeng")[first] == (shown if seen else "–"), status
        assert page.cells("Spredning")[first] == ("4" if seen else "–")
        assert page.cells("Vurderinger")[first] == ("3" if seen else "–")
        if not seen:
            assert page.cells("Poeng") == [shown, *hidden]
            assert page.rows == ["4", "1", "2", "2.2", "3"]
        change_back()


def change_back() -> None:
    db.session.execute(update(CaseRow).where(CaseRow.reference == "OMB-2026-0004").values(status=Status.DECIDED))
    db.session.commit()


def test_a_title_is_text(cases: Cases, sign_in: SignIn) -> None:
    cases.case({"title": "<script>alert(1)</script>"}, name="<b>Fet</b>")
    answer = sign_in(cases.hanne).get("/staff/cases?sok=%3Cscript%3E")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert "<script>alert" not in answer.text
    assert "<b>Fet" not in answer.text


def test_another_round_is_chosen_by_its_name(cases: Cases, sign_in: SignIn) -> None:
    other = cases.world.round(slug="varen", monday=MONDAY.replace(year=2027), status=RoundStatus.ANNOUNCED)
    client = sign_in(cases.hanne)
    assert Listed(client, "/staff/cases").rows == ["1", "2", "2.2", "3", "4"]
    page = client.get(f"/staff/cases?runde={other.slug}")
    assert "Ingen søknader er sendt inn i denne runden ennå." in page.text
    assert client.get("/staff/cases?runde=finnes-ikke").status_code == 404


def test_before_the_first_round_there_is_nothing_to_show(world: World, sign_in: SignIn) -> None:
    answer = sign_in(world.user(Role.READER)).get("/staff/cases")
    assert (answer.status_code, "Det er ingen runde ennå" in answer.text) == (200, True)


@pytest.mark.parametrize(
    "query", ["", "status=review&tema=food&hvem=meg", "sok=kveld", "sorter=-poeng", "sorter=poeng&flagg=red"]
)
def test_the_number_of_queries_does_not_grow(world: World, sign_in: SignIn, query: str) -> None:
    made = Cases(world)
    client = sign_in(made.hanne)
    counts = []
    for _ in range(2):
        made.case()
        db.session.expire_all()
        with statements() as seen:
            Listed(client, f"/staff/cases?{query}")
        counts.append(len(seen))
        made.case({"title": "Kveld"}, {"title": "Kveld igjen"})
    assert counts[0] == counts[1] <= 8


def test_the_kept_totals_are_what_the_rows_add_up_to(cases: Cases) -> None:
    of_round: Round = cases.round
    chosen = work_list.Filter(statuses=(Status.REVIEW, Status.DECIDED))
    conditions = chosen.conditions(of_round.id, cases.hanne.id)
    kept = queries.totals(of_round.id, chosen, conditions)
    counted = queries.totals(of_round.id, work_list.Filter(tiers=(5000, 10000), statuses=chosen.statuses), conditions)
    assert kept == counted == queries.Totals(2, 15000, 8000, 8000)


def test_what_somebody_is_given_to_assess_is_a_list_of_its_own(world: World, sign_in: SignIn) -> None:
    kari, hanne = world.user(), world.user(Role.CASE_HANDLER, name="Hanne Holm")
    of_round = world.round()
    first, second = (
        world.application(world.organisation(kari, name=f"Forening {n}", orgnr=None), kari, of_round) for n in (1, 2)
    )
    given = Assignment(
        activity_id=second.activities[0].id,
        user_id=hanne.id,
        user_name=hanne.name,
        given_by_id=hanne.id,
        given_by_name=hanne.name,
        given_at=world.at,
    )
    db.session.add(given)
    db.session.commit()
    page = sign_in(hanne).get("/staff/cases?hvem=vurdering").text
    assert (first.reference[-4:] in page, f">{second.reference[-4:]}<" in page) == (False, True)
    assert "Hvem: Gitt meg å vurdere" in page
