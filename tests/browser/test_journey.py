"""The whole path in a real browser, every step real: from signing up to opening the decision letter."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app import clock
from app.access import Role
from app.audit.queries import broken_link
from app.cli import timers
from app.extensions import db
from tests.browser.conftest import Live
from tests.browser.journey import answer, go_on, sign_in, sign_up
from tests.world import World

pytestmark = pytest.mark.browser

KARI, INGRID, MARTE = "kari@fiksekroken.example", "ingrid@ombruk.example", "marte@ombruk.example"
AFTER_CLOSING = datetime(2026, 9, 21, 7, 0, tzinfo=UTC)
RELEASE = datetime(2026, 10, 9, 7, 0, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"

ABOUT = {
    "contact_phone": "21 80 21 80",
    "second_contact_email": "styret@fiksekroken.example",
    "about": "Vi reparerer det som er ødelagt.",
    "has_other_municipal": "no",
    "is_first_time": "yes",
}


def activity(number: int, title: str, **more: str) -> dict[str, str]:
    """The answers about one activity, by path."""
    answers = {
        "title": title,
        "expected_participants": "48",
        "session_count": "1",
        "sought_nok": "5000",
        "category": "sharing",
        "activity_types": "repair",
        "public_text": "Ta med det som er ødelagt, og fiks det sammen med oss.",
        "description": "Frivillige rigger seks fiksebord. De som kommer, reparerer sammen med en frivillig.",
        "venue_name": "Biblioteket",
        "address": "Eksempelveien 1",
        "postal_code": "0650",
        "is_indoor": "yes",
        "district_code": "030101",
        "is_free": "yes",
        "is_open": "yes",
        "is_alcohol_free": "yes",
        "audience": "everyone",
        "signup": "drop_in",
        "is_for_children": "no",
        "logo_confirmed": "yes",
        "learn": "Hvordan en glidelås byttes.",
        "goals": "less_material",
        "own_funds_nok": "0",
        "less_plan": "Vi kutter plakatene.",
        "s1.held_on": "2026-11-24",
        "s1.starts": "17:00",
        "s1.ends": "20:30",
        "b1.group_code": "material",
        "b1.text": "Deler",
        "b1.amount_nok": "5000",
        **more,
    }
    return {f"a{number}.{key}": value for key, value in answers.items()}


@pytest.fixture
def staffed(live_world: World) -> None:
    """An open round, a case handler and an approver."""
    live_world.round()
    live_world.user(Role.CASE_HANDLER, name="Ingrid Saksvik", email=INGRID)
    live_world.user(Role.APPROVER, name="Marte Lunde", email=MARTE)


def test_from_sign_up_to_the_opened_letter(
    live: Live, staffed: None, phone: Page, desktop: Page, tmp_path: Path
) -> None:
    reference = apply(phone, live, tmp_path)
    with clock.frozen(AFTER_CLOSING):
        list(timers.run_due(AFTER_CLOSING))
        assess_and_recommend(desktop, live, reference)
        sign_out(desktop)
        approve(desktop, live, reference)
    with clock.frozen(RELEASE):
        release(desktop, live)
        read_the_letter(phone, live, reference)
    db.session.rollback()
    assert broken_link() is None


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Logg ut").click()


def apply(page: Page, live: Live, tmp_path: Path) -> str:
    """Two activities and an attachment, on a phone. Returns the reference."""
    sign_up(page, live, KARI, "Kari Nordmann")
    page.goto(f"{live.url}/soknader/ny")
    page.get_by_role("link", name="Legg inn organisasjonen").click()
    page.get_by_label("Frivillig organisasjon").check(force=True)
    page.get_by_role("button", name="Gå videre").click()
    page.fill("[name=name]", "Fiksekroken Tøyen")
    page.fill("[name=orgnr]", "100 260 018")
    page.select_option("[name=district_code]", "030101")
    page.get_by_role("button", name="Lagre").click()
    page.get_by_role("button", name="Start søknaden").click()
    fill_in(page, {**ABOUT, **activity(1, "Fiksekveld på Tøyen"), **activity(2, "Sykurs", expected_participants="20")})
    page.goto(f"{draft_url(page)}/steg/vedlegg")
    attachment = tmp_path / "avtale.pdf"
    attachment.write_bytes(PDF)
    page.set_input_files("[name=file]", str(attachment))
    page.get_by_role("button", name="Last opp").click()
    expect(page.get_by_role("link", name="avtale.pdf")).to_be_visible()
    page.goto(f"{draft_url(page)}/oppsummering")
    expect(page.get_by_text("Alt er fylt ut")).to_be_visible()
    page.check("[name=signatory_confirmed]", force=True)
    page.check("[name=truth_confirmed]", force=True)
    page.get_by_role("button", name="Send søknaden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Søknaden er sendt")
    live.work()
    assert [message["Subject"] for message in live.mailbox.to("styret@fiksekroken.example")] != []
    page.reload()
    expect(page.get_by_role("link", name="Last ned kopi (PDF)")).to_be_visible()
    return page.url.split("/soknader/")[1].split("/")[0]


def draft_url(page: Page) -> str:
    address, _, rest = page.url.partition("/soknader/")
    return f"{address}/soknader/{rest.split('/')[0]}"


def fill_in(page: Page, answers: Mapping[str, str]) -> None:
    """Walk the steps as they come, answering what each asks; add the second activity after the first's budget."""
    added = False
    for _step in range(25):
        if page.url.endswith("/oppsummering"):
            return
        answer(page, answers)
        if "/budsjett-1" in page.url and not added:
            with page.expect_navigation():
                page.get_by_role("button", name="Legg til en aktivitet til").click()
            added = True
        else:
            go_on(page)
    raise AssertionError(f"the form never ended: {page.url}")


def assess_and_recommend(page: Page, live: Live, reference: str) -> None:
    sign_in(page, live, INGRID)
    page.goto(f"{live.url}/staff/cases/{reference}")
    assert page.get_by_text("Frivillige rigger seks fiksebord").count() == 0
    page.get_by_role("button", name="Ja, jeg er habil").click()
    expect(page.get_by_text("Frivillige rigger seks fiksebord").first).to_be_visible()
    while (explain := page.locator(".check--open .check__explain summary")).count():
        explain.first.click()
        page.locator(".check--open [name=explanation]").first.fill("Sett på. Det er i orden.")
        page.locator(".check--open form button").first.click()
    page.get_by_role("button", name="Godkjenn kontrollen").click()
    for position in (1, 2):
        score(page, position)
    for number in (1, 2):
        page.locator(f"[name='a{number}-outcome'][value=granted_full]").check(force=True)
        page.fill(f"[name='a{number}-reasons']", "Aktiviteten treffer målet med ordningen.")
    page.get_by_role("button", name="Send til godkjenning").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Innstilt")


def score(page: Page, position: int) -> None:
    """Four for every criterion of one activity's sheet, then send it."""
    sheet = page.locator(f"#scores-{position}")
    for criterion in sheet.locator("[data-criterion]").all():
        with page.expect_response(lambda response: "/scores/" in response.url or response.request.method == "POST"):
            criterion.locator("label[for$='-4']").click()
    sheet.get_by_role("button", name="Send vurderingen").click()
    expect(page.locator(f"#scores-{position}")).to_contain_text("75,0 poeng")


def approve(page: Page, live: Live, reference: str) -> None:
    sign_in(page, live, MARTE)
    page.goto(f"{live.url}/staff/approval")
    page.get_by_role("button", name="Jeg er habil i disse sakene").click()
    page.get_by_role("link", name=f"Vedta {reference}").or_(page.get_by_role("link", name="Vedta alle")).first.click()
    page.get_by_role("button", name="Vedta 1 sak").click()
    expect(page.locator("main")).to_contain_text(reference)


def release(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/staff/releases")
    page.fill("[name=day]", "2026-10-09")
    page.fill("[name=hour]", "09:00")
    page.get_by_role("button", name="Planlegg frigivelsen").click()
    list(timers.run_due(RELEASE))
    live.work()


def read_the_letter(page: Page, live: Live, reference: str) -> None:
    """The notice says where and not what; the page says the amount, the last day to appeal, and opens the letter."""
    notice = live.mailbox.to(KARI)[-1]
    text = notice.get_content()
    assert (reference in text, f"/vedtak/{reference}" in text, "10 000" in text, "Fiksekveld" in text) == (
        True,
        True,
        False,
        False,
    )
    page.goto(f"{live.url}/vedtak/{reference}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("10 000 kroner")
    expect(page.locator("main")).to_contain_text("fredag 30. oktober")
    letter = page.request.get(f"{live.url}/vedtak/{reference}/brev.pdf")
    assert (letter.status, letter.headers["content-type"]) == (200, "application/pdf")
    assert letter.body().startswith(b"%PDF")
