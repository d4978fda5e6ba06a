"""The ranking page: its order and line, its pages, and what it never tells."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.models import User
from app.applications.models import Application, Status
from app.extensions import db
from app.review import actions, ranking
from tests.counting import statements
from tests.review.cases import DISQUALIFIED, declare, score, send
from tests.review.rankings import Panel, Seen, plain
from tests.world import World

SignIn = Callable[[Any], FlaskClient]

LOW, MIDDLE, GOOD, HIGH = (1,) * 6, (3,) * 6, (4,) * 6, (5,) * 6


@pytest.fixture
def panel(world: World) -> Panel:
    return Panel(world)


def test_the_ladder_and_what_is_stored(panel: Panel, sign_in: SignIn) -> None:
    ann, bo, cay = panel.ann, panel.bo, panel.cay
    middle = panel.case((ann, MIDDLE), (bo, MIDDLE), (cay, (3, 3, 3, 3, 3, 4)))
    late = panel.case((ann, MIDDLE), (bo, MIDDLE), (cay, MIDDLE), received_at=panel.at + timedelta(hours=1))
    early = panel.case((ann, MIDDLE), (bo, MIDDLE), (cay, MIDDLE), received_at=panel.at - timedelta(hours=1))
    relevant = panel.case((ann, (4, 3, 3, 3, 3, 3)), (bo, (2, 3, 3, 3, 3, 3)), (cay, (3, 3, 3, 3, 3, 3)))
    best = panel.case((ann, GOOD))
    panel.case()
    row = panel.row(middle)
    assert (row.score, row.mean, row.relevance) == (Decimal(50), Decimal("50.8333"), Decimal(3))
    everybody = [best, middle, early, relevant, late]
    for application in everybody:
        panel.change(application, status=Status.DECIDED)
    seen = Seen(sign_in(panel.rita))
    assert seen.numbers == [5, 1, 3, 4, 2]
    assert seen.ranks == [1, 2, 3, 4, 5]
    assert seen.column("Poeng") == ["75,0", "50,0", "50,0", "50,0", "50,0"]
    assert seen.column("Sprik") == ["0", "1", "0", "! spriker: 2", "0"]
    assert seen.column("Status") == ["Vedtatt"] * 5


def test_what_is_withdrawn_or_in_screening_again_has_no_rank(panel: Panel, sign_in: SignIn) -> None:
    for status in (Status.WITHDRAWN, Status.SCREENING, Status.SUPPLEMENT, Status.DECIDED):
        panel.case((panel.ann, GOOD), status=status)
    assert Seen(sign_in(panel.ann)).numbers == [4]


def test_the_line_stands_where_the_pot_ends(panel: Panel, sign_in: SignIn) -> None:
    panel.round.pot_nok, panel.round.reserve_nok = 20_000, 3_000
    for values, sought in ((LOW, 1000), (GOOD, 9000), (MIDDLE, 9000), (HIGH, 8000)):
        panel.case((panel.ann, values), sought=sought, status=Status.DECIDED)
    seen = Seen(sign_in(panel.rita))
    assert seen.numbers == [4, 2, 3, 1]
    assert seen.column("Igjen av potten") == ["9000", "0", "−9000", "−10000"]
    assert seen.first_below == 3
    assert "Likt ved linja" not in seen.said
    panel.round.pot_nok = 100_000
    db.session.commit()
    assert Seen(sign_in(panel.rita)).said.count("Potten rekker til alle her, og 70 000 kr er igjen.") == 1


def between(panel: Panel, first: list[tuple[int, ...]], second: list[tuple[int, ...]]) -> None:
    """Two cases of which the pot reaches one."""
    panel.round.pot_nok, panel.round.reserve_nok = 5000, 0
    people = (panel.ann, panel.bo, panel.cay)
    for sheets in (first, second):
        panel.case(*zip(people, sheets, strict=False), status=Status.DECIDED)


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ([MIDDLE, MIDDLE, GOOD], "Bare snittet av vurderingene skiller dem."),
        ([MIDDLE, MIDDLE, MIDDLE], "Bare tidspunktet de søkte, skiller dem."),
        ([LOW, LOW, LOW], None),
    ],
)
def test_equals_on_each_side_of_the_line_are_shown_to_a_person(
    panel: Panel, sign_in: SignIn, second: list[tuple[int, ...]], said: str | None
) -> None:
    between(panel, [MIDDLE, MIDDLE, MIDDLE], second)
    page = Seen(sign_in(panel.rita)).said
    assert ("Likt ved linja" in page, said is None or said in page) == (said is not None, True)


def test_pages_go_on_and_back_with_ranks_and_money(
    panel: Panel, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "ROWS", 2)
    panel.round.pot_nok, panel.round.reserve_nok = 12_000, 0
    for values in (MIDDLE, HIGH, MIDDLE, LOW, MIDDLE):
        panel.case((panel.ann, values), status=Status.DECIDED)
    client = sign_in(panel.rita)
    pages = [Seen(client)]
    while (following := pages[-1].page("next")) is not None:
        pages.append(Seen(client, following))
    assert [page.numbers for page in pages] == [[2, 1], [3, 5], [4]]
    assert [page.ranks for page in pages] == [[1, 2], [3, 4], [5]]
    assert [page.column("Igjen av potten") for page in pages] == [["7000", "2000"], ["−3000", "−8000"], ["−13000"]]
    assert [page.first_below for page in pages] == [None, 3, None]
    assert ["en tidligere side" in page.said for page in pages] == [False, False, True]
    back = pages[-1]
    for expected in ([3, 5], [2, 1]):
        link = back.page("prev")
        assert link is not None
        back = Seen(client, link)
        assert back.numbers == expected
    assert back.page("prev") is None


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_a_place(written: str) -> None:
    assert ranking.place(written) is None


@pytest.mark.parametrize("written", ["WyJOYU4iLCIxIiwiMSIsIjIwMjYtMDEtMDEiLDFd", "W10", "bnVsbA", "e30"])
def test_what_is_no_place_shows_the_first_page(panel: Panel, sign_in: SignIn, written: str) -> None:
    panel.case((panel.ann, GOOD))
    assert Seen(sign_in(panel.ann), f"/staff/ranking?etter={written}").numbers == [1]


def test_an_empty_ranking_says_why(panel: Panel, sign_in: SignIn) -> None:
    panel.case()
    assert "Ingen aktiviteter har poeng som du kan se ennå." in Seen(sign_in(panel.ann)).said
    assert sign_in(panel.ann).get("/staff/ranking?runde=finnes-ikke").status_code == 404
    assert sign_in(panel.ann).get("/staff/ranking/trust?runde=finnes-ikke").status_code == 404


# --- what the page never tells ---------------------------------------------------------------------------------

Hidden = Callable[[Panel, Application], None]


def nothing(_panel: Panel, _application: Application) -> None:
    pass


def begun(panel: Panel, application: Application) -> None:
    score(panel.world, application, panel.cay, *HIGH)


def one_low(panel: Panel, application: Application) -> None:
    send(panel.world, application, panel.bo, *LOW)


def two_high(panel: Panel, application: Application) -> None:
    send(panel.world, application, panel.bo, *HIGH)
    send(panel.world, application, panel.cay, *HIGH)


def stepped_down(panel: Panel, application: Application) -> None:
    two_high(panel, application)
    declare(application, panel.bo, answer=DISQUALIFIED)


def pages_of(panel: Panel, sign_in: SignIn, person: User) -> list[str]:
    client = sign_in(person)
    paths = ("/staff/ranking", "/staff/ranking/trust", "/staff/cases?sorter=-poeng&vis=poeng")
    return [plain(client.get(path).text) for path in paths]


@pytest.mark.parametrize("hidden", [begun, one_low, two_high, stepped_down])
@pytest.mark.parametrize("who", ["ann", "gro", "rita"])
def test_what_is_hidden_leaves_no_trace_byte_for_byte(panel: Panel, sign_in: SignIn, who: str, hidden: Hidden) -> None:
    """Ann has sent hers of the first and the third, and the second is decided. Of the last, nobody who looks has."""
    ann, bo, cay = panel.ann, panel.bo, panel.cay
    panel.case((ann, GOOD), (bo, MIDDLE))
    panel.case((bo, HIGH), (cay, MIDDLE), status=Status.DECIDED)
    panel.propose(panel.case((ann, LOW), (bo, MIDDLE), (cay, LOW)))
    secret = panel.case(sought=9000)
    panel.reckon()
    person = {"ann": ann, "gro": panel.gro, "rita": panel.rita}[who]
    before = pages_of(panel, sign_in, person)
    hidden(panel, secret)
    assert pages_of(panel, sign_in, person) == before
    panel.at += timedelta(hours=1)  # a later reckoning tells nothing either
    panel.reckon()
    assert pages_of(panel, sign_in, person) == before


@pytest.mark.parametrize(
    ("who", "numbers", "has_advice"),
    [("ann", [1, 3, 2], True), ("bo", [4, 1, 3, 2], True), ("cay", [3], False), ("gro", [3, 2], True)],
)
def test_each_sees_what_is_theirs_to_see(
    panel: Panel, sign_in: SignIn, who: str, numbers: list[int], has_advice: bool
) -> None:
    """Ann has sent two, Bo three; the third is decided and the second proposed; the fourth is Bo's alone."""
    ann, bo = panel.ann, panel.bo
    panel.case((ann, HIGH), (bo, MIDDLE))
    panel.propose(panel.case((ann, LOW), (bo, LOW)))
    panel.case((bo, MIDDLE), status=Status.DECIDED)
    panel.case((bo, HIGH))
    panel.reckon()
    person = {"ann": ann, "bo": bo, "cay": panel.cay, "gro": panel.gro}[who]
    seen = Seen(sign_in(person))
    assert seen.numbers == numbers
    assert seen.ranks == list(range(1, len(numbers) + 1))
    assert ("Justert rangering er regnet ut" in seen.said) is has_advice
    assert ("Her står bare aktivitetene du kan se poengene for." in seen.said) is (who != "bo")


def test_one_look_at_few_cases_and_many_is_as_many_statements(panel: Panel, sign_in: SignIn) -> None:
    counts = []
    for _ in range(2):
        panel.case((panel.ann, GOOD), (panel.bo, LOW))
        panel.propose(panel.case((panel.ann, LOW), (panel.bo, LOW)))
        panel.reckon()
        for person in (panel.ann, panel.cay, panel.gro):
            db.session.expire_all()
            client = sign_in(person)
            with statements() as used:
                Seen(client)
            with statements() as trusting:
                client.get("/staff/ranking/trust")
            counts.append((len(used), len(trusting)))
    assert counts[:3] == counts[3:]
    assert max(max(pair) for pair in counts) <= 8


def test_a_later_page_takes_at_most_eight_statements(
    panel: Panel, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "ROWS", 1)
    for _ in range(3):
        panel.case((panel.ann, GOOD), (panel.bo, LOW))
    panel.reckon()
    client = sign_in(panel.ann)
    link = Seen(client).page("next")
    assert link is not None
    with statements() as used:
        second = Seen(client, link)
    assert (second.ranks, len(used) <= 8) == ([2], True)
    assert second.page("prev") is not None


def test_a_title_is_text(panel: Panel, sign_in: SignIn) -> None:
    panel.case((panel.ann, GOOD), title="<script>alert(1)</script>", organisation_name="<b>Fet")
    page = sign_in(panel.ann).get("/staff/ranking").text
    assert ("<script>alert" in page, "<b>Fet" in page, "&lt;b&gt;Fet" in page) == (False, False, True)


def test_who_steps_down_after_sending_leaves_the_mean_too(panel: Panel) -> None:
    application = panel.case((panel.ann, GOOD), (panel.bo, LOW))
    assert panel.row(application).mean == Decimal("37.5")
    actions.declare(application, DISQUALIFIED, None, by=panel.bo, at=panel.at)
    db.session.commit()
    row = panel.row(application)
    assert (row.score, row.mean, row.relevance, row.assessments) == (Decimal(75), Decimal(75), Decimal(4), 1)
