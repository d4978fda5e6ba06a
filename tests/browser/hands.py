"""A case handler and an approver at work with the keyboard, and what it costs them: pages, presses, clicks.

Free text (an explanation, reasons) is what the work is, and is not counted; every other key is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Page

from app.demo.rows import Row

EXPLANATION = "Sett på i kontrollen, og fulgt opp i vurderingen."
COMMENT = "Tydelig begrunnet i søknaden."
REASONS = "Aktiviteten treffer målet, og planen er trygg."
REFUSAL = "Aktiviteten oppfyller ikke vilkårene i ordningen."
LATE = "Søknaden kom etter fristen."
FULL, NO_ROOM = "Potten rekker ikke til alle. Andre aktiviteter er prioritert.", 0


@dataclass
class Effort:
    """What one case took."""

    pages: int = 0
    keys: int = 0
    clicks: int = 0


@dataclass
class Hands:
    """One person's hands on one page. `efforts` is kept by the name of what was worked on."""

    page: Page
    efforts: dict[str, Effort] = field(default_factory=dict)
    now: Effort = field(default_factory=Effort)

    def __post_init__(self) -> None:
        self.page.on("load", lambda _page: self._loaded())

    def _loaded(self) -> None:
        self.now.pages += 1

    @contextmanager
    def work(self, name: str) -> Iterator[None]:
        """What is done inside counts for `name`."""
        self.now = self.efforts.setdefault(name, Effort())
        yield

    def press(self, *keys: str) -> None:
        for key in keys:
            self.now.keys += 1
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Free text, where the cursor stands."""
        self.page.keyboard.insert_text(text)

    def click(self, selector: str) -> None:
        self.now.clicks += 1
        self.page.locator(selector).first.click()

    @contextmanager
    def to_the_next_page(self) -> Iterator[None]:
        with self.page.expect_navigation():
            yield


def handle(hands: Hands, outcome: str, amount_nok: int) -> None:
    """One case from «not asked» to sent, and on to the next. `amount_nok` is for a part."""
    page = hands.page
    with hands.to_the_next_page():
        hands.press("h")
    if outcome != "dismissed":
        _screen(hands)
        _score(hands)
    _recommend(hands, outcome, amount_nok)
    page.wait_for_load_state()


def _screen(hands: Hands) -> None:
    """Explain each deviation, and approve."""
    waiting = hands.page.locator(".check--open textarea")
    for _check in range(waiting.count()):
        hands.press("e")
        hands.write(EXPLANATION)
        hands.press("Escape")
    with hands.to_the_next_page():
        hands.press("k")


def _score(hands: Hands) -> None:
    """A four for each criterion, and a five with its comment."""
    criteria = hands.page.locator("[data-criterion]")
    for number in range(criteria.count()):
        value = "5" if number == 0 else "4"
        hands.press(value)
        if value == "5":
            hands.write(COMMENT)
            hands.press("Escape")
    hands.page.locator("[data-saved]").first.get_by_text("Lagret kl.").wait_for()
    with hands.to_the_next_page():
        hands.press("s")


KEYS = {"granted_full": "f", "granted_part": "d", "rejected": "a", "dismissed": "v"}
SAID = {"granted_full": REASONS, "granted_part": REASONS, "rejected": REFUSAL, "dismissed": LATE}


def _recommend(hands: Hands, outcome: str, amount_nok: int) -> None:
    for _activity in range(hands.page.locator("[data-proposal]").count()):
        hands.press(KEYS[outcome])
        if outcome == "granted_part":
            hands.press("Tab", *str(amount_nok), "Escape")
        hands.press("b")
        hands.write(SAID[outcome])
        if outcome == "granted_part":
            for text in ("Beløpet svarer til størrelsen.", "Dere gjennomfører én økt."):
                hands.press("Tab")
                hands.write(text)
        hands.press("Escape")
    with hands.to_the_next_page():
        hands.press("s")


def approve(hands: Hands, url: str, done: Callable[[], bool]) -> None:
    """Say that one is impartial, decide what is left, and release it."""
    page = hands.page
    page.goto(f"{url}/staff/approval")
    with hands.to_the_next_page():
        hands.click("form[action$='/impartial'] button")
    while not done():
        page.goto(f"{url}/staff/approval")
        chosen = page.get_by_role("link", name="Vedta alle")
        with hands.to_the_next_page():
            if chosen.count():
                hands.click("a:has-text('Vedta alle')")
            else:
                hands.click("table a:has-text('Vedta')")
        with hands.to_the_next_page():
            hands.click("main form button[type=submit]")


def release(hands: Hands, url: str) -> None:
    """Everything that is decided goes out together."""
    hands.page.goto(f"{url}/staff/releases")
    with hands.to_the_next_page():
        hands.click("main form button[type=submit]")


def outcome_of(row: Row, left_nok: int, cap_nok: int, sought_nok: int) -> tuple[str, int]:
    """What the sample says should come of it, as far as the pot reaches. (outcome, amount)."""
    if row.expected.startswith("avvist"):
        return "dismissed", 0
    if "avslag" in row.expected or min(sought_nok, cap_nok) > left_nok:
        return "rejected", 0
    if sought_nok > cap_nok or "delvis" in row.expected:
        amount = min(cap_nok, sought_nok // 200 * 100)
        return "granted_part", amount
    return "granted_full", sought_nok
