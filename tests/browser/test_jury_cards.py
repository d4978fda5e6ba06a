"""A juror's tablet in a real browser: the line is cut, cards open and scores are given all the same, and what was given
arrives in order when the line is back, without undoing anything newer and without slipping past the lock."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from app import clock
from app.demo.drawings import draw
from app.extensions import db
from app.files.actions import store
from app.files.pictures import receive
from app.judging.models import Assessment, Score
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination, NominationImage, Side
from app.prize.scoring.models import JurorNote
from tests.browser.conftest import Live
from tests.prize_world import PrizeWorld

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("SHOTS", "")
CUT = "net::ERR_INTERNET_DISCONNECTED"


@pytest.fixture(params=["light"])
def tablet(chromium: Browser, request: Any) -> Iterator[Page]:
    """A page 768 pixels wide, touched with a finger. What the browser says of a cut line is no complaint."""
    context = chromium.new_context(
        viewport={"width": 768, "height": 1024}, locale="nb-NO", has_touch=True, color_scheme=request.param
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [text for text in complaints if CUT not in text and "status of 4" not in text] == []


def no_line(_environ: Any, _start_response: Any) -> Any:
    """A request that never arrives: the server hangs up without an answer."""
    raise ConnectionError


class Evening:
    """Eva, a member of the jury, with three nominations on her tablet."""

    def __init__(self, live: Live, page: Page, at: datetime) -> None:
        self.live, self.page, self.at = live, page, at
        self.line = live.app.wsgi_app
        prizes = PrizeWorld(at)
        self.prize: Prize = prizes.prize(scoring_closes_at=at + timedelta(days=3))
        self.member = prizes.jury(self.prize)[-1]
        self.nominations = [prizes.nomination(self.prize, name) for name in ("Spisesalen", "Benkene", "Lesehulen")]
        for nomination in self.nominations:
            self._picture(nomination)
        prizes.declare(self.member, self.nominations)
        self.who, self.key = self.member.public_id, self.member.user.session_key
        self.urls = [f"{live.url}/jury/2026/nominations/{one.reference}" for one in self.nominations]
        self.list = f"{live.url}/jury/2026/nominations"
        db.session.rollback()  # the server writes now
        self.sign_in()

    def _picture(self, nomination: Nomination) -> None:
        drawn = receive("etter.jpg", draw("N26-01", "chairs", mended=True))
        file = store(drawn.data, "image/jpeg", self.at)
        made = NominationImage(
            nomination_id=nomination.id, side=Side.AFTER, position=0, alt="Stoler", sha256=file.sha256
        )
        made.width, made.height = drawn.width, drawn.height
        db.session.add(made)
        db.session.commit()

    def sign_in(self) -> None:
        self.page.context.add_cookies([self.live.session_of(self.key)])

    def load(self) -> None:
        """Open the list and wait until the tablet keeps it all."""
        self.page.goto(self.list)
        expect(self.page.locator("[data-cards][data-kept=yes]")).to_have_count(1)
        self.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        self.page.reload()
        expect(self.page.locator("[data-cards][data-kept=yes]")).to_have_count(1)

    def cut(self, *, off: bool = True) -> None:
        """At both ends: a page that is just opening may ask before the browser knows that it has no line."""
        self.live.app.__dict__["wsgi_app"] = no_line if off else self.line
        self.page.context.set_offline(off)

    def touch(self, code: str, value: str) -> None:
        self.page.locator(f"label[for=k-{code}-{value}]").tap()

    def says(self, text: str) -> None:
        expect(self.page.locator("[data-state]")).to_have_text(text)

    def given(self) -> dict[str, dict[str, int | None]]:
        """Project → criterion → value, as the server has them."""
        db.session.rollback()
        subjects = {one.subject_id: one.project for one in db.session.scalars(select(Nomination))}
        found: dict[str, dict[str, int | None]] = {}
        for assessment in db.session.scalars(select(Assessment)):
            scores = {score.criterion.code: score.value for score in assessment.scores}
            found[subjects[assessment.subject_id]] = scores
        db.session.rollback()
        return found


@pytest.fixture
def evening(live: Live, tablet: Page, at: datetime) -> Evening:
    return Evening(live, tablet, at)


def serious(page: Page) -> list[str]:
    return [found["id"] for found in Axe().run(page).response["violations"]]


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def test_scores_survive_a_cut_line(evening: Evening) -> None:
    page = evening.page
    evening.load()
    page.goto(evening.urls[0])
    evening.touch("circular", "4")
    evening.says("Lagret kl. 10.00")
    evening.cut()
    evening.touch("quality", "2")
    evening.says("Uten nett – sendes senere (1)")
    evening.touch("quality", "3")
    evening.touch("transfer", "5")
    evening.says("Uten nett – sendes senere (2)")
    page.goto(evening.urls[1])
    expect(page.locator("h1")).to_have_text("Benkene")
    assert page.evaluate("[...document.images].every((one) => one.complete && one.naturalWidth > 0)")
    evening.touch("circular", "1")
    page.get_by_label("Private notater").fill("Ring verkstedet.")
    page.get_by_label("Private notater").blur()
    evening.says("Uten nett – sendes senere (4)")
    shoot(page, "jury-offline")
    assert evening.given() == {"Spisesalen": {"circular": 4}}
    evening.cut(off=False)
    evening.says("Lagret kl. 10.00")
    assert evening.given() == {
        "Spisesalen": {"circular": 4, "quality": 3, "transfer": 5},
        "Benkene": {"circular": 1},
    }
    assert list(db.session.scalars(select(JurorNote.text))) == ["Ring verkstedet."]
    db.session.rollback()


def test_what_waits_outlives_the_page_and_is_shown_again(evening: Evening) -> None:
    page = evening.page
    evening.load()
    evening.cut()
    page.goto(evening.urls[2])
    evening.touch("social", "4")
    page.goto(evening.list)
    expect(page.locator("h1")).to_have_text("Nominasjonene")
    evening.says("Uten nett – sendes senere (1)")
    page.goto(evening.urls[2])
    expect(page.locator("#k-social-4")).to_be_checked()
    page.goto("about:blank")
    evening.cut(off=False)
    page.goto(f"{evening.live.url}/konto")
    evening.says("Lagret kl. 10.00")
    assert evening.given() == {"Lesehulen": {"social": 4}}


def test_they_are_sent_in_the_order_in_which_they_were_given(evening: Evening) -> None:
    page = evening.page
    evening.load()
    page.goto(evening.urls[0])
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.post_data_json["part"]) if asked.method == "POST" else None)
    evening.cut()
    for code in ("documentation", "circular", "novelty", "quality"):
        evening.touch(code, "3")
    evening.says("Uten nett – sendes senere (4)")
    sent.clear()
    evening.cut(off=False)
    evening.says("Lagret kl. 10.00")
    assert sent == ["documentation", "circular", "novelty", "quality"]


def test_nothing_newer_is_undone(evening: Evening) -> None:
    page = evening.page
    evening.load()
    page.goto(evening.urls[0])
    evening.cut()
    evening.touch("circular", "4")
    evening.says("Uten nett – sendes senere (1)")
    with clock.frozen(evening.at + timedelta(minutes=30)):  # meanwhile, on her phone
        assessment = Assessment(subject_id=1, assessor_id=evening.member.user_id, assessor_name="Eva Ekstern")
        assessment.subject_id = db.session.get_one(Nomination, evening.nominations[0].id).subject_id or 0
        assessment.started_at = clock.now()
        criterion = evening.prize.rubric.criteria[0].id
        assessment.scores = [Score(criterion_id=criterion, value=2, saved_at=clock.now())]
        db.session.add(assessment)
        db.session.commit()
        evening.cut(off=False)
        expect(page.locator(".line__refusal")).to_contain_text(
            "Sirkulær gevinst: du ga noe nyere kl. 10.30, fra et annet sted. Det står."
        )
        expect(page.locator("#k-circular-2")).to_be_checked()
        shoot(page, "jury-newer")
        assert serious(page) == []
        assert evening.given() == {"Spisesalen": {"circular": 2}}
        page.get_by_role("button", name="Greit").click()
        expect(page.locator(".line__refusal")).to_have_count(0)
        evening.touch("circular", "5")
        evening.says("Lagret kl. 10.30")
        assert evening.given() == {"Spisesalen": {"circular": 5}}


def test_after_the_lock_it_is_refused_in_words(evening: Evening) -> None:
    page = evening.page
    evening.load()
    page.goto(evening.urls[0])
    evening.touch("quality", "3")
    evening.says("Lagret kl. 10.00")
    evening.cut()
    evening.touch("quality", "5")
    evening.says("Uten nett – sendes senere (1)")
    db.session.get_one(Prize, evening.prize.id).status = PrizeStatus.LOCKED
    db.session.commit()
    evening.cut(off=False)
    expect(page.locator(".line__refusal")).to_contain_text(
        "Spisesalen: Kvalitet i løsningen (5) ble ikke lagret. Poengene er låst. De kan ikke endres her."
    )
    expect(page.locator("#k-quality-3")).to_be_checked()
    assert evening.given() == {"Spisesalen": {"quality": 3}}


def test_signed_out_meanwhile_it_waits_until_the_same_person_is_back(evening: Evening) -> None:
    page = evening.page
    evening.load()
    page.goto(evening.urls[0])
    page.context.clear_cookies()
    evening.touch("circular", "4")
    evening.says("Du er logget ut. Logg inn igjen, så sendes det som venter.")
    prizes = PrizeWorld(evening.at)
    other = prizes.member(evening.member.seat, "Vera Vara", is_deputy=True)
    key = other.user.session_key
    db.session.rollback()
    page.context.add_cookies([evening.live.session_of(key)])
    page.goto(f"{evening.live.url}/konto")
    evening.says("Her venter noe fra en annen i juryen. Det sendes når den personen logger inn.")
    assert evening.given() == {}
    page.context.clear_cookies()
    evening.sign_in()
    page.goto(f"{evening.live.url}/konto")
    evening.says("Lagret kl. 10.00")
    assert evening.given() == {"Spisesalen": {"circular": 4}}


def test_signing_out_leaves_nothing_in_the_tablet(evening: Evening) -> None:
    page = evening.page
    evening.load()
    page.goto(evening.urls[0])
    evening.touch("circular", "4")
    evening.says("Lagret kl. 10.00")
    assert kept(page) == {"caches": 1, "entries": True, "stored": True}
    page.get_by_role("button", name="Logg ut").click()
    expect(page.get_by_text("Du er logget ut.")).to_be_visible()
    assert kept(page) == {"caches": 0, "entries": False, "stored": False}


def test_a_session_that_ended_throws_away_what_was_kept(evening: Evening) -> None:
    page = evening.page
    evening.load()
    page.context.clear_cookies()
    page.goto(evening.urls[0])
    expect(page).to_have_url(f"{evening.live.url}/logg-inn?next=/jury/2026/nominations/{evening.urls[0][-13:]}")
    assert kept(page)["caches"] == 0


def kept(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        """async () => {
            const names = (await caches.keys()).filter((name) => name.startsWith("ombruk-jury:"));
            let entries = 0;
            for (const name of names) entries += (await (await caches.open(name)).keys()).length;
            const stored = Object.keys(localStorage).filter((key) => key.startsWith("ombruk-jury:")).length;
            return { caches: names.length, entries: entries > 8, stored: stored > 0 };
        }"""
    )
    return found


def test_keys_and_what_axe_finds(evening: Evening) -> None:
    page = evening.page
    page.goto(evening.list)
    assert serious(page) == []
    page.goto(evening.urls[0])
    page.locator("#k-circular-1").focus()
    for key in "435201":
        page.keyboard.press(key)
    evening.says("Lagret kl. 10.00")
    expect(page.get_by_label("Private notater")).to_be_focused()
    assert serious(page) == []
    page.goto(f"{evening.live.url}/jury/2026/compare")
    assert serious(page) == []
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for path in (evening.list, evening.urls[0], f"{evening.live.url}/jury/2026/compare"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
    page.goto(evening.urls[0])
    small = page.evaluate(
        """[...document.querySelectorAll('main button, main summary, main label.mark__target, main .card-bar a')]
            .filter((one) => one.checkVisibility()).map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
            .filter(([, box]) => box.height < 48 || box.width < 44).map(([text]) => text)"""
    )
    assert small == []
    assert evening.given() == {
        "Spisesalen": {
            "circular": 4, "quality": 3, "transfer": 5, "novelty": 2, "social": None, "documentation": 1
        }
    }  # fmt: skip


@pytest.mark.parametrize("tablet", ["dark"], indirect=True)
def test_the_dark_theme_is_as_readable(evening: Evening) -> None:
    page = evening.page
    for path in (evening.list, evening.urls[0], f"{evening.live.url}/jury/2026/compare", f"{evening.live.url}/jury"):
        page.goto(path)
        assert serious(page) == [], path
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(24, 23, 48)"
