"""The draw on two tablets: the number stays in the browser until both have handed in; each page follows the other."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

from app.extensions import db
from tests.browser.conftest import Live
from tests.prize.test_draw import Room
from tests.prize_world import PrizeWorld

pytestmark = pytest.mark.browser


class Tablets:
    """Two members at the meeting, and every byte that their browsers send."""

    def __init__(self, live: Live, browser: Browser, at: datetime, stack: ExitStack) -> None:
        room = Room(PrizeWorld(at), present=2)
        room.start()
        keys = [member.user.session_key for member in room.members[:2]]
        db.session.rollback()  # the server writes now
        self.sent: list[str] = []
        self.pages = [self._page(live, browser, key, stack) for key in keys]

    def _page(self, live: Live, browser: Browser, key: str, stack: ExitStack) -> Page:
        context = browser.new_context(viewport={"width": 768, "height": 1024}, locale="nb-NO", has_touch=True)
        stack.callback(context.close)
        context.add_cookies([live.session_of(key)])
        page = context.new_page()
        page.on("request", self._note)
        page.goto(f"{live.url}/jury/2026/draw")
        return page

    def _note(self, request: Request) -> None:
        self.sent.append(f"{request.url} {request.post_data or ''} {request.all_headers()}")


@pytest.fixture
def tablets(live: Live, chromium: Browser, at: datetime) -> Iterator[Tablets]:
    with ExitStack() as stack:
        yield Tablets(live, chromium, at, stack)


def hand_in(page: Page, number: str) -> str:
    """Type a number and hand it in; returns the code that the page then shows."""
    page.get_by_label("Ditt tall").fill(number)
    page.get_by_role("button", name="Lever tallet").tap()
    expect(page.get_by_text("Du har levert.")).to_be_visible()
    return page.locator("[data-code] code").inner_text()


def test_the_number_stays_in_the_browser_until_both_have_handed_in(tablets: Tablets) -> None:
    one, other = tablets.pages
    code = hand_in(one, "86420")
    salt = code.partition(":")[2]
    assert (code.startswith("86420:"), len(salt)) == (True, 32)
    assert [line for line in tablets.sent if "86420" in line or salt in line] == []
    assert Axe().run(one).response["violations"] == []
    other.get_by_label("Ditt tall").fill("13579")
    other.get_by_role("button", name="Lever tallet").tap()
    for page in (one, other):  # the first page sees by itself that the other has handed in
        expect(page.get_by_role("heading", name="2 av 2: Åpne tallet ditt")).to_be_visible(timeout=15_000)
    assert one.get_by_label("Koden din").input_value() == code
    for page in (one, other):
        page.get_by_role("button", name="Åpne tallet").tap()
    for page in (one, other):
        expect(page.get_by_text("Det er trukket. Rekkefølgen ble:")).to_be_visible(timeout=15_000)
    assert one.locator(".draw-order__one").all_inner_texts() == other.locator(".draw-order__one").all_inner_texts()


def test_what_is_no_number_is_said_at_the_field(tablets: Tablets) -> None:
    page = tablets.pages[0]
    for typed in ("", "abc", "-4", "1.5"):
        page.get_by_label("Ditt tall").fill(typed)
        page.get_by_role("button", name="Lever tallet").tap()
        expect(page.get_by_text("Skriv et helt tall med høyst tolv siffer.")).to_be_visible()
    assert [line for line in tablets.sent if "/commit" in line] == []
