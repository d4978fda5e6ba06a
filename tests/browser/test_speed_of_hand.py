"""The sample applications from closing to released letters, by one handler and one approver, by keyboard.

A few cases in every run; `make hands` takes all forty and prints what each cost.
"""

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import func, select

from app import clock, demo
from app.applications.models import Application, Status
from app.cli import timers
from app.demo import people
from app.demo.rows import Row
from app.extensions import db
from app.letters.models import Letter, LetterKind
from app.rounds.models import Round
from tests.browser.conftest import Live
from tests.browser.hands import Effort, Hands, approve, handle, outcome_of, release
from tests.demonstration import LOADED_AT, session_key

pytestmark = pytest.mark.browser

CASES = int(os.environ.get("HANDS", "3"))
MOST_PAGES, MOST_KEYS = 6, 40
OPEN = "/staff/cases?status=screening&sorter=sak"


@pytest.fixture
def closed(live: Live) -> Iterator[tuple[Round, dict[str, Application], dict[str, Row]]]:
    with clock.frozen(LOADED_AT):
        known = {person.email: people.make(person, LOADED_AT) for person in people.EVERYBODY}
        db.session.commit()
        administrator, ingrid = known[people.ADMIN.email], known[people.INGRID.email]
        of_round, cases, rows = demo.closed_round(LOADED_AT, administrator, ingrid, lambda _line: None)
        db.session.commit()
        yield of_round, cases, {cases[row.code].reference: row for row in rows}


def person(chromium: Browser, live: Live, who: people.Person) -> Page:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="nb-NO")
    context.set_default_timeout(20_000)
    context.add_cookies([live.session_of(session_key(who))])
    db.session.rollback()
    return context.new_page()


def count(status: Status) -> int:
    found = db.session.scalar(select(func.count(Application.id)).where(Application.status == status)) or 0
    db.session.rollback()
    return found


def test_a_case_takes_few_pages_and_few_keys(
    live: Live, chromium: Browser, closed: tuple[Round, dict[str, Application], dict[str, Row]]
) -> None:
    of_round, _cases, rows = closed
    left, cap = of_round.available_nok, of_round.max_activity_nok
    waiting = db.session.execute(
        select(Application.reference, Application)
        .where(Application.status == Status.SCREENING)
        .order_by(Application.reference)
    ).all()
    sought = {reference: [row.sought_nok for row in case.case_rows] for reference, case in waiting}
    db.session.rollback()
    hands = Hands(person(chromium, live, people.INGRID))
    hands.page.goto(live.url + OPEN)
    with hands.work("opening the list"), hands.to_the_next_page():
        hands.press("j", "Enter")
    for _case in range(min(CASES, len(sought))):
        reference = hands.page.url.rpartition("/")[2].partition("?")[0]
        with hands.work(reference):
            outcome, amount = outcome_of(rows[reference], left, cap, max(sought[reference]))
            handle(hands, outcome, amount)
        left -= amount * len(sought[reference])
    efforts = {name: effort for name, effort in hands.efforts.items() if name in sought}
    approver = Hands(person(chromium, live, people.MARTE))
    with approver.work("approval"):
        approve(approver, live.url, lambda: count(Status.RECOMMENDED) == 0)
        release(approver, live.url)
    with clock.frozen(LOADED_AT + timedelta(days=14)):
        list(timers.run_due(clock.now()))
        live.work()
    released = db.session.scalar(select(func.count(Letter.id)).where(Letter.kind == LetterKind.DECISION))
    tell(efforts, approver.now)
    assert released == len(efforts) == min(CASES, len(sought))
    assert {
        name: effort for name, effort in efforts.items() if effort.pages > MOST_PAGES or effort.keys > MOST_KEYS
    } == {}


def tell(efforts: dict[str, Effort], approval: Effort) -> None:
    """Print the table (seen with -s)."""
    print("\ncase             pages  keys  clicks")
    for name, effort in efforts.items():
        print(f"{name:<16} {effort.pages:>5} {effort.keys:>5} {effort.clicks:>7}")
    number = len(efforts)
    pages, keys = (sum(getattr(one, what) for one in efforts.values()) for what in ("pages", "keys"))
    print(f"handler, mean    {pages / number:>5.1f} {keys / number:>5.1f}")
    each = [round(cost / number, 1) for cost in (approval.pages, approval.keys, approval.clicks)]
    print(f"approver, a case {each[0]:>5} {each[1]:>5} {each[2]:>7}")
