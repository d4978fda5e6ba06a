"""Every page of the demonstration in a real browser: axe finds nothing, and nothing scrolls sideways at 320 pixels."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser

from app.clock import frozen
from app.extensions import db
from tests.browser.conftest import Live
from tests.demonstration import LOADED_AT, Shown, pages, session_key

pytestmark = pytest.mark.browser

VIOLATIONS = """axe.run({resultTypes: ["violations"], preload: false}).then(
    (results) => results.violations.map((rule) => `${rule.id} ${rule.nodes[0].target}`))"""
"""Only what is wrong comes back: all that axe looked at is half a megabyte a page. What it would preload, style sheets
of other origins and media, there is none of."""


@pytest.fixture
def database_url(played: Path, tmp_path: Path) -> str:
    """The demonstration's own, in the place of an empty one."""
    shutil.copytree(played, tmp_path, dirs_exist_ok=True)
    return ""


@pytest.fixture
def demonstration(live: Live) -> Iterator[Live]:
    with frozen(LOADED_AT):
        yield live


def cookie(live: Live, shown: Shown) -> list[dict[str, Any]]:
    """The session that signing in would give."""
    if shown.person is None:
        return []
    cookies = [live.session_of(session_key(shown.person))]
    db.session.rollback()  # this thread's transaction would keep the server's from writing
    return cookies


def test_every_page_is_accessible_and_fits_a_small_phone(demonstration: Live, chromium: Browser) -> None:
    found, context = [], chromium.new_context(viewport={"width": 320, "height": 700}, locale="nb-NO")
    page = context.new_page()
    for shown in pages():
        context.clear_cookies()
        context.add_cookies(cookie(demonstration, shown))  # type: ignore[arg-type]
        page.goto(demonstration.url + shown.path)
        width = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{shown}: {width} pixels wide"] if width > 320 else []
        page.evaluate(AXE_SCRIPT)
        found += [f"{shown}: {wrong}" for wrong in page.evaluate(VIOLATIONS)]
    context.close()
    assert "\n".join(found) == ""
