"""«Fra pilot til fast tilbud» on the organisation's card."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.decisions.models import Outcome
from app.extensions import db
from app.followup.report.models import CountMethod, Report, ReportState
from app.overview.organisation_history import History, Tried, Year
from tests.followup_world import FollowupStage
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
TRIED = Tried(2026, "OMB-2026-0001", 1, "Fiksekveld", False, None, 5000, False, None, False, None, None)
PILOT = replace(TRIED, is_pilot=True)


def years(*tried: Tried) -> History:
    return History([Year(one.year, [one]) for one in tried])


@pytest.mark.parametrize(
    ("tried", "sentence"),
    [
        ([TRIED], ""),
        ([PILOT], "Prøvde noe nytt i 2026. Ingen tilskudd etter det ennå."),
        ([replace(TRIED, year=2027), PILOT], "Pilot i 2026, tilskudd igjen i ett år etter det (2027)."),
        (
            [replace(TRIED, year=2028), replace(PILOT, year=2027), PILOT],
            "Pilot i 2026, tilskudd igjen i 2 år etter det (sist 2028).",
        ),
        (
            [replace(TRIED, year=2027, accepted_nok=None), PILOT],
            "Prøvde noe nytt i 2026. Ingen tilskudd etter det ennå.",
        ),
        (
            [replace(TRIED, year=2027, is_cancelled=True), PILOT],
            "Prøvde noe nytt i 2026. Ingen tilskudd etter det ennå.",
        ),
        ([PILOT, replace(TRIED, year=2025)], "Prøvde noe nytt i 2026. Ingen tilskudd etter det ennå."),
    ],
)
def test_the_way_from_pilot_in_a_sentence(tried: list[Tried], sentence: str) -> None:
    assert years(*tried).sentence == sentence


@pytest.mark.parametrize(
    ("has_report", "visitors", "method", "expected"),
    [
        (False, None, None, ""),
        (True, None, CountMethod.NOT_COUNTED, "ikke talt"),
        (True, 0, CountMethod.COUNTED, "0 (talt)"),
        (True, 1200, CountMethod.ESTIMATED, "1\u202f200 (anslått)"),
    ],
)
def test_nobody_counted_is_not_nobody_came(
    has_report: bool, visitors: int | None, method: CountMethod | None, expected: str
) -> None:
    assert replace(TRIED, has_report=has_report, visitors=visitors, count_method=method).visitors_said == expected


def test_the_card_shows_pilot_plan_grant_and_visitors_of_an_approved_report(world: World, sign_in: SignIn) -> None:
    stage = FollowupStage(world)
    grant = stage.grant()
    grant.activity.is_pilot, grant.activity.scale_plan = True, "Hver måned på biblioteket"
    report = Report(
        grant=grant,
        length="short",
        state=ReportState.SUBMITTED,
        count_method=CountMethod.COUNTED,
        visitors=48,
        saved_at=world.at,
    )
    db.session.add(report)
    db.session.commit()
    client, path = sign_in(stage.hanne), f"/staff/organisations/{stage.organisation.public_id}"
    page = client.get(path).text
    assert "Slik kan den vokse: Hver måned på biblioteket" in page
    assert "besøk:" not in page  # nobody has approved it
    report.state, report.approved_at = ReportState.APPROVED, world.at + timedelta(days=1)
    db.session.commit()
    assert "5\u202f000\u00a0kr · besøk: 48 (talt)" in client.get(path).text


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "5\u202f000\u00a0kr"),
        ({"is_cancelled": True}, "avlyst"),
        ({"accepted_nok": None}, "ikke avgjort"),
        ({"accepted_nok": None, "outcome": Outcome.GRANTED_PART}, "tilskudd ikke tatt imot"),
        ({"accepted_nok": None, "outcome": Outcome.REJECTED}, "uten tilskudd"),
    ],
)
def test_what_became_of_it(changes: dict[str, Any], expected: str) -> None:
    assert replace(TRIED, **changes).standing == expected
