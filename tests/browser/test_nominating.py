"""A nomination written on a phone: saved as it is typed, pictures as they are chosen, and nothing lost when the
connection is cut."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.extensions import db
from app.prize.models import PrizeStatus
from app.prize.nominations.models import Nomination
from tests.browser.conftest import Live
from tests.prize.nominating import draft, photo
from tests.prize_world import PrizeWorld
from tests.world import World

pytestmark = pytest.mark.browser


def begin(world: World, *, whole: bool) -> str:
    prizes = PrizeWorld(world.at)
    _made, link = draft(prizes, prizes.prize(PrizeStatus.PLANNED), whole=whole)
    db.session.commit()
    return link


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text("Lagret kl. 10.00")


def kept(*names: str) -> list[Any]:
    """What the draft holds now. The server writes again afterwards, so nothing is left open here."""
    db.session.rollback()
    found = db.session.query(Nomination).one()
    values = [getattr(found, name) for name in names] if names else [each.alt for each in found.images]
    db.session.rollback()
    return values


def serious(page: Page) -> list[str]:
    return [found["id"] for found in Axe().run(page).response["violations"]]


def test_it_is_saved_while_it_is_written_also_after_the_line_was_cut(
    live: Live, live_world: World, phone: Page
) -> None:
    page, link = phone, begin(live_world, whole=False)
    page.goto(f"{live.url}{link}")
    page.get_by_label("Hva heter prosjektet?").fill("Spisesalen")
    page.get_by_label("Jeg var med på prosjektet").check()
    saved(page)
    assert kept("project", "relation") == ["Spisesalen", "owner"]

    page.context.set_offline(True)
    page.get_by_label("Hvilken virksomhet står bak?").fill("Lønnelia")
    page.get_by_label("Hva heter prosjektet?").focus()
    expect(page.locator("[data-trouble]")).to_contain_text("Ikke nett akkurat nå.")
    page.context.set_offline(False)
    saved(page)
    expect(page.locator("[data-trouble]")).to_have_text("")
    assert kept("unit") == ["Lønnelia"]

    page.get_by_label("E-post").fill("kim")
    page.get_by_label("Navn", exact=True).focus()
    expect(page.locator(".field__error")).to_have_text("Skriv en e-postadresse, for eksempel kari@eksempel.no.")
    page.get_by_label("E-post").fill("kim@sted.example")
    page.get_by_label("Navn", exact=True).focus()
    expect(page.locator(".field__error")).to_have_count(0)
    assert serious(page) == []


def test_pictures_are_sent_as_they_are_chosen(live: Live, live_world: World, phone: Page, tmp_path: Path) -> None:
    page, link = phone, begin(live_world, whole=True)
    page.goto(f"{live.url}{link}/skjema/bilder")
    chosen = tmp_path / "før.jpg"
    chosen.write_bytes(photo("brown"))
    page.get_by_label("Legg til bilder før").set_input_files(chosen)
    alt = page.get_by_role("group", name="Før, bilde 1").get_by_label("Hva viser bildet?")
    alt.fill("Slitte stoler")
    page.get_by_label("Bare juryen kan se dem").check()
    saved(page)
    assert kept() == ["Slitte stoler", "Stoler med nytt trekk"]
    assert serious(page) == []
    page.get_by_role("button", name="Lagre og gå videre").click()
    assert serious(page) == []
    page.goto(f"{live.url}{link}/se-over")
    assert serious(page) == []
    page.get_by_label("Opplysningene stemmer").check()
    page.get_by_role("button", name="Send nominasjonen").click()
    expect(page.locator("h1")).to_have_text("Spisesalen")
    assert serious(page) == []
