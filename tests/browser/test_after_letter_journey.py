"""After the letter in a real browser: accepted on a phone, paid by two, found in the programme, reported with a
picture, approved, and told in the figures and the final report. Then a year is copied and opened."""

import json
import re
from datetime import UTC, date, datetime
from importlib.resources import files
from urllib.request import urlopen

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from app import clock
from app.access import Role
from app.cli import timers
from app.demo.drawings import draw
from app.extensions import db
from app.rounds.models import RoundStatus
from tests.browser.conftest import Live
from tests.browser.journey import sign_in
from tests.browser.prize_journey import press
from tests.followup_world import FollowupStage
from tests.programme_world import ProgrammeWorld
from tests.world import World

pytestmark = pytest.mark.browser

KARI, HANNE = "kari.nordmann.applicant@ombruk.example", "hanne.holm.case_handler@ombruk.example"
ADA = "ada.admin@ombruk.example"
FINN, TUVA = "finn.fjell.finance@ombruk.example", "tuva.tall.finance@ombruk.example"
ACCOUNT, PAYER = "0000 26 10418", "00001230002"
DURING, AFTER = datetime(2026, 11, 23, 9, 0, tzinfo=UTC), datetime(2026, 11, 30, 20, 30, tzinfo=UTC)
APPROVED, FEBRUARY = datetime(2026, 12, 2, 9, 0, tzinfo=UTC), datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
NEXT_AUGUST = datetime(2027, 8, 20, 7, 0, tzinfo=UTC)


@pytest.fixture
def stage(live_world: World) -> FollowupStage:
    return FollowupStage(live_world)


def tick(live: Live) -> None:
    """What the clock does, and the worker after it."""
    for _said in timers.run_due(clock.now()):
        pass
    db.session.rollback()
    live.work()


def accept(phone: Page, live: Live, reference: str) -> None:
    """Yes, every condition, and an account in the organisation's own name."""
    sign_in(phone, live, KARI)
    phone.goto(f"{live.url}/vedtak/{reference}/svar")
    phone.check('[name="line-1"][value="accepted"]', force=True)
    for condition in phone.locator("[name=agrees]").all():
        condition.check(force=True)
    phone.fill("[name=number]", ACCOUNT)
    phone.check('[name=is_own_name][value="yes"]', force=True)
    press(phone, "Send svaret")


def pay(page: Page, live: Live) -> bytes:
    """Approved by two, exported, confirmed. Returns the bank's file."""
    for person in (FINN, TUVA):
        sign_in(page, live, person)
        page.goto(f"{live.url}/staff/payments")
        press(page, "Godkjenn den ene du kan")
    press(page, "Lag fil til banken")
    page.fill("[name=pay_on]", "2026-09-03")
    page.fill("[name=payer_account]", PAYER)
    press(page, "Lag filen")
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Last ned til banken (pain.001)").click()
    with page.expect_download() as again:
        page.get_by_role("button", name="Last ned til banken (pain.001)").click()
    sent = fetched.value.path().read_bytes()
    assert again.value.path().read_bytes() == sent
    page.fill("[name=paid_on]", "2026-09-01")
    press(page, "Bekreft de valgte")
    return sent


def is_a_bank_file(sent: bytes, reference: str) -> None:
    """As the format's own schema says, with the account and the whole kroner."""
    from xmlschema import XMLSchema

    schema = XMLSchema(str(files("sepaxml") / "schemas" / "pain.001.001.09.xsd"))
    schema.validate(sent.decode())
    text = sent.decode()
    assert '<InstdAmt Ccy="NOK">5000.00</InstdAmt>' in text
    assert "00002610418" in text
    assert reference in text


def find_in_programme(phone: Page, live: Live) -> None:
    """The event, its calendar file read by a calendar library, and what it tells other sites read by a parser."""
    phone.goto(f"{live.url}/program")
    press(phone, "Fiksekveld 1")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Fiksekveld 1")
    told = json.loads(phone.locator('script[type="application/ld+json"]').text_content() or "")
    told = told["subEvent"][0] if "subEvent" in told else told
    assert (told["@type"], told["name"], told["isAccessibleForFree"]) == ("Event", "Fiksekveld 1", True)
    with urlopen(f"{phone.url.partition('?')[0]}.ics") as answer:
        [event] = Calendar.from_ical(answer.read()).walk("VEVENT")
    assert (str(event["summary"]), event.decoded("dtstart").date()) == ("Fiksekveld 1", date(2026, 11, 24))


def report(phone: Page, live: Live, reference: str) -> None:
    """Half past nine in the evening: what is not filled in already, and a picture."""
    phone.goto(f"{live.url}/min-side")
    phone.goto(f"{live.url}/tilskudd/{reference}/1/rapport")
    phone.check('[name=held][value="yes"]', force=True)
    phone.check('[name=count_method][value="counted"]', force=True)
    phone.fill("[name=visitors]", "64")
    phone.fill("[name=learned]", "Folk åpnet sine egne brødristere.")
    for line in phone.locator('[name$="-actual_nok"]').all():
        if line.is_visible() and not line.input_value() and "new" not in (line.get_attribute("name") or ""):
            line.fill("6000")
    for name in ("again", "story_ok"):
        phone.check(f'[name={name}][value="yes"]', force=True)
    picture = {"name": "kvelden.jpg", "mimeType": "image/jpeg", "buffer": draw("kveld", "chairs", mended=True)}
    phone.set_input_files("[name=photos]", picture)  # type: ignore[arg-type]
    phone.locator('[name$="alt_text"]').first.fill("En stol med nytt trekk.")
    phone.locator("[name$='credit']").first.fill("Fiksekroken")
    phone.locator('[name$="has_consent"]').first.check(force=True)
    phone.check("[name=is_confirmed]", force=True)
    press(phone, "Send rapporten")
    expect(phone.locator(".error-summary")).to_have_count(0)


def approve(page: Page, live: Live) -> None:
    sign_in(page, live, HANNE)
    page.goto(f"{live.url}/staff/reports")
    page.get_by_role("link", name=re.compile("Fiksekveld 1")).first.click()
    press(page, "Godkjenn rapporten")


def see_figures(page: Page, live: Live, round_slug: str) -> None:
    """What the round came to, and the final report as PDF and as a document to write on."""
    page.goto(f"{live.url}/staff/insight/rounds/{round_slug}")
    expect(page.locator("main")).to_contain_text("64")
    page.goto(f"{live.url}/staff/insight/final-reports?aar=2026")
    press(page, "Lag et utkast")
    live.work()
    page.reload()
    for link, beginning in (("Les PDF", b"%PDF-"), ("docx", b"PK")):
        found = page.get_by_role("link", name=re.compile(link)).first
        answer = page.request.get(f"{live.url}{found.get_attribute('href')}")
        assert (answer.status, answer.body()[: len(beginning)]) == (200, beginning)


def test_from_yes_to_the_final_report(live: Live, stage: FollowupStage, phone: Page, desktop: Page) -> None:
    ProgrammeWorld(stage.at).week()
    reference, slug = stage.released().application.reference, stage.round.slug
    stage.round.status = RoundStatus.CLOSED
    db.session.commit()
    db.session.rollback()
    accept(phone, live, reference)
    tick(live)
    is_a_bank_file(pay(desktop, live), reference)
    with clock.frozen(DURING):
        find_in_programme(phone, live)
    with clock.frozen(AFTER):
        tick(live)
        sign_in(phone, live, KARI)
        report(phone, live, reference)
    with clock.frozen(APPROVED):
        approve(desktop, live)
    with clock.frozen(FEBRUARY):
        tick(live)
        sign_in(desktop, live, HANNE)
        see_figures(desktop, live, slug)


def test_a_year_is_copied_and_opened(live: Live, live_world: World, desktop: Page, phone: Page) -> None:
    """Last year's round is made anew with every day moved, announced, and takes applications when its hour comes."""
    source = live_world.round()
    live_world.user(Role.ADMINISTRATOR, name="Ada Admin", email=ADA)
    ProgrammeWorld(live_world.at).week()
    source.status = RoundStatus.CLOSED
    db.session.commit()
    db.session.rollback()
    with clock.frozen(FEBRUARY):
        sign_in(desktop, live, ADA)
        desktop.goto(f"{live.url}/staff/reuse")
        press(desktop, "Se hva som tas med")
        press(desktop, "Lag runden")
        press(desktop, "Til runden")
        press(desktop, "Kunngjør runden")
        expect(desktop.locator("main")).to_contain_text("Kunngjort")
    with clock.frozen(NEXT_AUGUST):
        tick(live)
        phone.goto(live.url)
        expect(phone.locator("main")).to_contain_text("søndag 19. september")
        expect(phone.locator("main")).to_contain_text("Ombruksuka 2027")
