"""The prize in a real browser, from the announcement to the published winner: one nominator on a phone and eleven more,
the secretary at a desk, five jurors on tablets."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from app import clock
from app.access import Role
from app.accounts.models import User
from app.audit.queries import broken_link
from app.cli import timers
from app.demo.last_prize import STATEMENT
from app.demo.nominated import read
from app.demo.nominating import NOT_QUALIFIED, TWICE, TWICE_OF, Nominating
from app.demo.prizes import USUAL
from app.extensions import db
from app.prize.models import Prize
from app.prize.queries import prize_of
from tests.browser.conftest import Live, _page
from tests.browser.journey import sign_in
from tests.browser.prize_journey import OWN_LINK, come_in, confirm_minutes, declare, nominate, press, score_all
from tests.world import World

pytestmark = pytest.mark.browser

SUNNIVA, KJERSTI = "sunniva@ombruk.example", "kjersti@lonnelia.example"
JURORS = {"REG": "Rita", "BYM": "Bjørn", "KLI": "Klara", "UKE": "Ulrik", "EXT": "Eva"}
SUMMER = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
AFTER_CLOSING = datetime(2026, 9, 21, 7, 0, tzinfo=UTC)
MEETING = datetime(2026, 10, 12, 10, 0, tzinfo=UTC)
HANDOVER = datetime(2026, 11, 26, 11, 0, tzinfo=UTC)
YEAR = "/staff/prize/2026"
WINNER = "Lesehulen: hyller fra arkivet til biblioteket"


@pytest.fixture
def tablet(chromium: Browser) -> Iterator[Page]:
    """A page 768 pixels wide."""
    yield from _page(chromium, 768, 1024)


@pytest.fixture
def secretary(live_world: World) -> User:
    live_world.round()  # the city's districts come with it
    return live_world.user(Role.PRIZE_SECRETARY, name="Sunniva Skriver", email=SUNNIVA)


def email(code: str) -> str:
    return f"{code.lower()}@juryen.example"


def announce(page: Page, live: Live) -> None:
    sign_in(page, live, SUNNIVA)
    page.goto(f"{live.url}/staff/prize/new")
    page.fill("[name=monday]", "2026-11-23")
    press(page, "Lag året")
    page.goto(f"{live.url}{YEAR}")
    press(page, "Kunngjør")


def check(page: Page, live: Live, references: dict[str, str]) -> None:
    """The secretary takes each in turn, as the rows expect."""
    page.goto(f"{live.url}{YEAR}/nominations")
    press(page, "Start kontroll av 12 nye")
    for row in read():
        page.goto(f"{live.url}{YEAR}/nominations/{references[row.code]}")
        if row.code in NOT_QUALIFIED:
            page.locator("#not_qualify summary").click()
            page.fill("#not_qualify textarea", NOT_QUALIFIED[row.code])
            press(page, "Ikke send til juryen")
        elif row.code == TWICE:
            page.locator("#merge summary").click()
            page.locator("#merge select").select_option(references[TWICE_OF])
            press(page, "Slå sammen")
        else:
            unit = page.get_by_label("Hvilken av juryens enheter eier prosjektet?")
            assert unit.input_value() == (row.unit_code or "")  # suggested from the unit's name
            unit.select_option(row.unit_code or "-")
            press(page, "Send til juryen")


def appoint(page: Page, live: Live) -> None:
    for code, name in JURORS.items():
        page.goto(f"{live.url}{YEAR}/jury/{code}/member")
        page.fill("[name=name]", name)
        page.fill("[name=email]", email(code))
        press(page, "Oppnevn")
    chair = page.locator(".place", has_text="Eva")
    chair.locator("summary").click()
    chair.get_by_role("button", name="Gjør til leder").click()
    press(page, "Oppnevn juryen")
    press(page, "Be juryen svare på habilitet")


def write_statement(page: Page, live: Live) -> None:
    page.goto(f"{live.url}{YEAR}/statement")
    page.fill("[name=statement]", STATEMENT)
    page.fill("[name=sentence]", "For hyller som ble et sted å være.")
    for word in page.locator('[name^="word_"]').all():
        word.fill("Juryen så at de som bruker stedet, ble spurt først.")
    press(page, "Lagre og lag protokollen")


def test_from_the_announcement_to_the_published_winner(
    live: Live, secretary: User, phone: Page, desktop: Page, tablet: Page, at: datetime
) -> None:
    with clock.frozen(SUMMER):
        announce(desktop, live)
    rows = {row.code: row for row in read()}
    with clock.frozen(at):
        nominate(phone, live, rows[TWICE_OF], KJERSTI)
        expect(phone.locator("main")).to_contain_text("PRIS-2026-001")
    references = {TWICE_OF: "PRIS-2026-001"} | send_the_others(secretary)
    with clock.frozen(AFTER_CLOSING):
        sign_in(desktop, live, SUNNIVA)
        check(desktop, live, references)
        appoint(desktop, live)
        for code in JURORS:
            come_in(tablet, live, email(code))
            declare(tablet, live, 2026)
        desktop.goto(f"{live.url}{YEAR}/jury")
        press(desktop, "Åpne for poeng")
    given = {rows[code].project: values for code, values in USUAL.items()}
    with clock.frozen(AFTER_CLOSING + timedelta(days=1)):
        for code in JURORS:
            come_in(tablet, live, email(code))
            score_all(tablet, live, 2026, given)
    lock_by_the_clock(live)
    with clock.frozen(MEETING):
        meet(desktop, tablet, live)
    with clock.frozen(HANDOVER):
        sign_in(desktop, live, SUNNIVA)
        nobody_knows(phone, live)
        hand_over_and_publish(desktop, live)
        phone.goto(f"{live.url}/ombruksprisen")
        expect(phone.locator("main")).to_contain_text(WINNER)
        read_thanks(phone, live)
    assert broken_link() is None


def send_the_others(secretary: User) -> dict[str, str]:
    prize: Prize = prize_of(2026)
    nominating = Nominating(prize, clock.local(HANDOVER).date() - timedelta(days=3), secretary)
    made = nominating.play([row for row in read() if row.code != TWICE_OF])
    references = {code: one.reference for code, one in made.items()}
    db.session.rollback()  # outside a request every transaction holds SQLite's write lock
    return references


def lock_by_the_clock(live: Live) -> None:
    closes = prize_of(2026).scoring_closes_at
    assert closes is not None
    db.session.rollback()
    with clock.frozen(closes):
        list(timers.run_due(closes))
        live.work()
    db.session.rollback()


def meet(desktop: Page, tablet: Page, live: Live) -> None:
    """The secretary notes who is there, the ranking follows the scores, and all five confirm the minutes."""
    sign_in(desktop, live, SUNNIVA)
    desktop.goto(f"{live.url}{YEAR}/meeting")
    press(desktop, "Start møtet")
    for member in desktop.locator("[name=present]").all():
        member.check(force=True)
    press(desktop, "Lagre oppmøtet")
    desktop.goto(f"{live.url}{YEAR}/ranking")
    expect(desktop.locator(".podium__place").first).to_contain_text(WINNER)
    press(desktop, "Sett rangeringen")
    write_statement(desktop, live)
    for code in JURORS:
        sign_in(tablet, live, email(code))
        confirm_minutes(tablet, live, 2026)
    desktop.goto(f"{live.url}{YEAR}/verdict")
    press(desktop, "Forsegl kåringen")
    press(desktop, "Offentliggjør kontrollsummen")


def nobody_knows(phone: Page, live: Live) -> None:
    phone.goto(f"{live.url}/ombruksprisen")
    assert WINNER not in phone.content()
    assert not [mail for mail in live.mailbox.messages if WINNER in str(mail["Subject"])]


def read_thanks(phone: Page, live: Live) -> None:
    """One who nominated another project gets a letter with what the jury said of it."""
    link = OWN_LINK.search(live.mailbox.to(KJERSTI)[-1].get_content())
    assert link is not None
    phone.goto(link.group())
    expect(phone.locator("main")).to_contain_text("Takk for at dere nominerte Spisesalen")


def hand_over_and_publish(desktop: Page, live: Live) -> None:
    desktop.goto(f"{live.url}{YEAR}/verdict")
    desktop.check("[name=is_given]", force=True)
    press(desktop, "Overrakt")
    for picture in desktop.locator("[name=images]").all():
        picture.check(force=True)
    desktop.check("[name=is_checked]", force=True)
    press(desktop, "Publiser vinneren")
    live.work()
