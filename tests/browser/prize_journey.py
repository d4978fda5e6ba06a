"""What the secretary, a nominator and a juror do with the prize's pages, in one word each."""

import re
from collections.abc import Mapping, Sequence

from playwright.sync_api import Page, expect

from app.demo.drawings import draw
from app.demo.nominated import Nominated
from tests.browser.conftest import Live
from tests.browser.journey import LINK, answer

OWN_LINK = re.compile(r"http://\S*/ombruksprisen/nominasjon/\S+")
MAIN = "main form button[type=submit]"


def press(page: Page, text: str) -> None:
    """The button or link with exactly these words, and wait for the page it leads to."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=text, exact=True).or_(
            page.locator("main").get_by_role("link", name=text, exact=True)
        ).first.click()


def nominate(page: Page, live: Live, row: Nominated, email: str) -> None:
    """The whole way on a phone: the link in the e-mail, four pages with two pictures, and send."""
    page.goto(f"{live.url}/ombruksprisen")
    press(page, "Nominer et prosjekt")
    answer(page, {"email": email, "name": "Kjøkkenlederen"})
    page.locator(MAIN).first.click()
    live.work()
    link = OWN_LINK.search(live.mailbox.to(email)[-1].get_content())
    assert link is not None
    page.goto(link.group())
    for step in (_project(row), {"why": row.why, "transfer": row.transfer, "users": row.users}):
        answer(page, step)
        press(page, "Lagre og gå videre")
    _send_pictures(page, row)
    press(page, "Lagre og gå videre")
    answer(page, _facts(row))
    press(page, "Lagre og gå videre")
    page.get_by_label("Opplysningene stemmer").check(force=True)
    press(page, "Send nominasjonen")


def _project(row: Nominated) -> Mapping[str, str]:
    return {
        "project": row.project,
        "unit": row.unit,
        "contact_name": "Kjøkkenlederen",
        "contact_email": "kjokken@lonnelia.example",
        "relation": row.relation,
        "period_from": "2026-02-01",
        "period_to": "2026-05-20",
        "is_finished": "yes",
    }


def _facts(row: Nominated) -> Mapping[str, str]:
    return {
        "agreement": row.agreement,
        "order_form": row.order_form,
        "supplier": row.supplier,
        "value_nok": str(row.value_nok),
        "items-0-kind": row.kinds,
        "items-0-count": str(row.count),
        "weight_kg": str(row.weight_kg),
        "co2e_kg": str(row.co2e_kg),
        "method": row.method,
    }


def _send_pictures(page: Page, row: Nominated) -> None:
    for side, mended in (("before", False), ("after", True)):
        picture = {"name": f"{side}.jpg", "mimeType": "image/jpeg", "buffer": draw(row.code, row.motif, mended=mended)}
        with page.expect_navigation():
            page.set_input_files(f'input[type=file][name="{side}"]', picture)  # type: ignore[arg-type]
    for number, text in enumerate(("Slitte stoler", "Stoler med nytt trekk")):
        page.locator('[name^="alt-"]').nth(number).fill(text)
    page.check('[name=image_consent][value="public"]', force=True)


def come_in(page: Page, live: Live, email: str) -> None:
    """By the newest link that this juror got."""
    live.work()
    link = LINK.search(live.mailbox.to(email)[-1].get_content())
    assert link is not None
    page.goto(link.group())
    page.click(MAIN)


def declare(page: Page, live: Live, year: int) -> None:
    """Promise confidentiality, and say of all that is open: not concerned."""
    page.goto(f"{live.url}/jury/{year}/confidentiality")
    page.get_by_role("checkbox").check(force=True)
    press(page, "Bekreft")
    page.goto(f"{live.url}/jury/{year}/impartiality")
    for choice in page.locator('input[type=radio][value="impartial"]').all():
        choice.check()
    press(page, "Lagre svarene")


def score_all(page: Page, live: Live, year: int, given: Mapping[str, Sequence[int]]) -> None:
    """The first two cards in the juror's own order with one touch a criterion, the others as a tablet without
    JavaScript sends them. `given` by project."""
    cards = f"{live.url}/jury/{year}/nominations"
    page.goto(cards)
    links = page.locator(".cards__link")
    own = [(link.inner_text(), str(link.get_attribute("href"))) for link in links.all()]
    links.first.click()
    for _card in range(2):
        values = given[page.locator("h1").inner_text()]
        for mark, value in zip(page.locator(".mark").all(), values, strict=True):
            mark.locator(f'label[for$="-{value}"]').click()
        expect(page.locator("main")).to_contain_text("Lagret")
        press(page, "Neste")
    token = page.locator("[name=csrf_token]").first.input_value()
    codes = [str(mark.get_attribute("data-part")) for mark in page.locator(".mark").all()]
    for project, path in own[2:]:
        form = {f"value-{code}": str(value) for code, value in zip(codes, given[project], strict=True)}
        sent = page.request.post(f"{live.url}{path}/scores", form={"csrf_token": token, "go": "stay", **form})
        assert sent.ok
    page.goto(cards)
    expect(page.locator("main")).to_contain_text(f"{len(own)} av {len(own)} ferdig")


def confirm_minutes(page: Page, live: Live, year: int) -> None:
    page.goto(f"{live.url}/jury/{year}/minutes")
    press(page, "Bekreft protokollen")
