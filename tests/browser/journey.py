"""What a person does with the pages, in one word each: the steps that the journeys are told in."""

import re
from collections.abc import Mapping

from playwright.sync_api import Page

from tests.browser.conftest import Live

LINK = re.compile(r"http://\S*/lenke/\S+")


def sign_up(page: Page, live: Live, email: str, name: str) -> None:
    """Sign up with a password and follow the link that the mail server got."""
    page.goto(f"{live.url}/ny-konto")
    page.fill("[name=email]", email)
    page.fill("[name=name]", name)
    page.fill("[name=password]", "en lang og trygg setning")
    page.click("main form button[type=submit]")
    live.work()
    (message,) = live.mailbox.to(email)
    link = LINK.search(message.get_content())
    assert link is not None
    page.goto(link.group())
    page.click("main form button[type=submit]")


def sign_in(page: Page, live: Live, email: str) -> None:
    """Sign in with a one-time link."""
    page.goto(f"{live.url}/lenke")
    page.fill("[name=email]", email)
    page.click("main form button[type=submit]")
    live.work()
    link = LINK.search(live.mailbox.to(email)[-1].get_content())
    assert link is not None
    page.goto(link.group())
    page.click("main form button[type=submit]")


def answer(page: Page, answers: Mapping[str, str]) -> None:
    """Give those of `answers` (by path) that this page asks for, leaving each field as a person does."""
    for path, text in answers.items():
        found = page.locator(f'[name="{path}"]')
        if found.count() == 0:
            continue
        kind = found.first.get_attribute("type")
        if kind == "checkbox" and found.count() == 1:
            found.check(force=True)
        elif kind in {"radio", "checkbox"}:
            for value in text.split(","):
                page.locator(f'[name="{path}"][value="{value}"]').check(force=True)
        elif found.first.evaluate("node => node.tagName") == "SELECT":
            found.select_option(text)
        else:
            found.fill(text)
            found.blur()


def go_on(page: Page) -> None:
    """Save and go to the next step."""
    with page.expect_navigation():
        page.locator('.buttons button[name="_do"][value="next"]').click()
