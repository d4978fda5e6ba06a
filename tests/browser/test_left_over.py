"""What one page could not send in time is sent by the next, and stays saved when that page is sent."""

import json

import pytest
from playwright.sync_api import Page, expect

from app.applications.models import Activity
from app.extensions import db
from tests.browser.conftest import Live
from tests.world import World

pytestmark = pytest.mark.browser


def test_an_answer_left_over_from_another_page_is_kept(live: Live, live_world: World, phone: Page) -> None:
    kari = live_world.user()
    draft = live_world.application(live_world.organisation(kari), kari, live_world.round(), sent=False)
    draft.activities[0].logo_confirmed = False
    db.session.commit()
    reference, who, key = draft.reference, kari.public_id, kari.session_key
    db.session.rollback()
    phone.context.add_cookies([live.session_of(key)])
    phone.goto(f"{live.url}/min-side")
    left = json.dumps({"a1.logo_confirmed": {"text": "y", "revision": 0}})
    phone.evaluate("([shelf, left]) => localStorage.setItem(shelf, left)", [f"ombruk:{who}:{reference}", left])
    with phone.expect_response("**/felt"):
        phone.goto(f"{live.url}/soknader/{reference}/steg/om-dere")
    expect(phone.locator("[data-trouble]")).to_have_text("")
    with phone.expect_navigation():
        phone.locator('.buttons button[name="_do"][value="next"]').click()
    assert db.session.query(Activity.logo_confirmed).scalar() is True
    db.session.rollback()
