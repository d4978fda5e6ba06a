"""The party's report: written on a phone in ten minutes, saved as it is written, sent, and frozen."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app import clock
from app.followup.grants.models import Grant
from tests.files.test_pictures import photo
from tests.followup_world import FollowupStage

SignIn = Callable[[Any], FlaskClient]
AFTER = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)
WHOLE = {
    "held": "yes",
    "count_method": "counted",
    "visitors": "60",
    "learned": "En gutt fikset sykkelen sin selv.",
    "accounts-0-actual_nok": "5 000",
    "other_income_nok": "0",
    "again": "yes",
    "story_ok": "no",
    "is_confirmed": "y",
}


def url(grant: Grant) -> str:
    return f"/tilskudd/{grant.application.reference}/{grant.activity.position}/rapport"


def test_get(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    with clock.frozen(AFTER):
        page = sign_in(stage.kari).get(url(grant))
        assert page.status_code == 200
        sent = sign_in(stage.kari).post(url(grant), data={**WHOLE, "_do": "send"})
        print(sent.text[:3000])
        assert sent.status_code == 302
        assert sign_in(stage.kari).get(url(grant)).status_code == 200
        assert sign_in(stage.kari).get(url(grant).removesuffix("/rapport")).status_code == 200
        staff = sign_in(stage.hanne)
        assert staff.get("/staff/reports").status_code == 200
        page = staff.get(f"/staff/cases/{grant.application.reference}/grants/1/report")
        assert page.status_code == 200
        assert staff.get(f"/staff/cases/{grant.application.reference}/grants").status_code == 200
