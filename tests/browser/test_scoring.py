"""The score sheet in a real browser: keys, saving as it goes, the sum, and what axe finds."""

import os
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.applications.models import Application
from app.extensions import db
from app.judging.models import Score
from tests.browser.conftest import Live
from tests.review.cases import handler, in_review, in_screening, send
from tests.world import World

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("SHOTS", "")


def open_case(page: Page, live: Live, application: Application, person: Any) -> None:
    page.context.add_cookies([live.session_of(person.session_key)])
    address = f"{live.url}/staff/cases/{application.reference}"
    db.session.rollback()  # the server writes now
    page.goto(address)


def shoot(page: Page, name: str) -> None:
    """A picture to look at, when SHOTS names a folder."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def serious(page: Page) -> list[str]:
    return [found["id"] for found in Axe().run(page).response["violations"]]


def test_a_sheet_is_scored_by_keys_alone(live: Live, live_world: World, desktop: Page) -> None:
    world, page = live_world, desktop
    hanne, berit = handler(world), handler(world, "Berit Bø")
    application = in_review(world, hanne, berit)
    send(world, application, berit, 2, 5, 4, 3, None, 1)
    open_case(page, live, application, hanne)
    shoot(page, "case-before")
    page.locator("#s1-relevance-1").focus()
    for key in "43440":
        page.keyboard.press(key)
    page.keyboard.press("5")
    page.keyboard.type("Prøvd i liten skala.")
    page.keyboard.press("Tab")
    expect(page.locator("#scores-1 [data-saved]")).to_have_text("Lagret kl. 10.00")
    expect(page.locator("[data-sum]")).to_have_text("ikke ferdig")
    page.locator('label[for="s1-partnership-3"]').click()
    expect(page.locator("[data-sum]")).to_have_text("70,0")
    expect(page.locator("#scores-1 [data-saved]")).to_have_text("Lagret kl. 10.00")
    shoot(page, "case-scored")
    assert serious(page) == []
    db.session.rollback()
    own = select(Score).where(Score.assessment.has(assessor_name="Hanne Holm")).order_by(Score.criterion_id)
    assert [score.value for score in db.session.scalars(own)] == [4, 3, 4, 4, 3, 5]
    db.session.rollback()
    page.get_by_role("button", name="Send vurderingen").click()
    page.locator("#scores-1 > summary").click()
    shoot(page, "case-sent")
    expect(page.locator("#scores-1 > summary")).to_contain_text("Berit Bø, Hanne Holm")
    assert serious(page) == []


def test_the_panels_before_and_while_screening(live: Live, live_world: World, desktop: Page) -> None:
    world, page = live_world, desktop
    hanne = handler(world)
    outside = {"days": [date(2026, 12, 5)], "is_indoor": False}
    application = in_screening(world, hanne, activities=[outside, {"title": "Eplesaft"}], warnings_seen=True)
    open_case(page, live, application, handler(world, "Berit Bø"))
    shoot(page, "case-closed")
    assert serious(page) == []
    open_case(page, live, application, hanne)
    shoot(page, "case-screening")
    assert serious(page) == []
    page.get_by_label("Forklaring").first.fill(" ")
    page.get_by_role("button", name="Godkjenn kontrollen").click()
    shoot(page, "case-again")
    assert serious(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    open_case(page, live, application, hanne)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    shoot(page, "case-narrow")
