"""Goals hold for a time; a round made anew keeps those that hold and is offered the new ones."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.campaign import goals
from app.campaign.models import Goal
from app.extensions import db
from tests.world import World

SignIn = Callable[[Any], FlaskClient]


def goal(code: str, first: int, last: int | None) -> Goal:
    end = date(last, 12, 31) if last else None
    return Goal(code=code, name=code, help_text="", source="x", valid_from=date(first, 1, 1), valid_to=end)


def row(code: str) -> dict[str, Any]:
    return {"code": code, "name": code, "help_text": "", "lead_days": None}


KNOWN = [goal("old", 2019, 2024), goal("holds", 2024, 2030), goal("new", 2027, None)]


@pytest.mark.parametrize(
    ("rows", "day", "kept", "new", "dropped"),
    [
        (["old", "holds", "own"], date(2024, 12, 31), ["old", "holds", "own"], [], []),
        (["old", "holds", "own"], date(2025, 1, 1), ["holds", "own"], [], ["old"]),
        (["old", "holds", "own"], date(2027, 1, 1), ["holds", "own"], ["new"], ["old"]),
        ([], date(2027, 11, 22), [], ["holds", "new"], []),
        (["holds"], date(2031, 1, 1), [], ["new"], ["holds"]),
    ],
)
def test_goals_from_a_later_day(
    rows: list[str], day: date, kept: list[str], new: list[str], dropped: list[str]
) -> None:
    found = goals.sort([row(code) for code in rows], KNOWN, day)
    assert [[one["code"] for one in part] for part in (found.kept, found.new, found.dropped)] == [kept, new, dropped]


def test_the_known_goals_are_put_in_once_and_shown_by_when_they_hold(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.user(Role.ADMINISTRATOR))
    for _twice in range(2):
        client.post("/staff/goals/standard")
    assert len(db.session.scalars(select(Goal)).all()) == 8
    page = client.get("/staff/goals").text
    now, before = page.split("<h2>Gjaldt før</h2>")
    assert [name in now for name in ("Lokale sirkulære jobber", "Lett å dele, ombruke og reparere")] == [True, False]
    assert [name in before for name in ("Lokale sirkulære jobber", "Lett å dele, ombruke og reparere")] == [False, True]


def test_the_goals_of_the_first_round_are_among_the_known(world: World, sign_in: SignIn) -> None:
    grant_round = world.round()
    goals.load(world.user(Role.ADMINISTRATOR), world.at)
    db.session.commit()
    own = {one.code: one.name for one in grant_round.options if one.kind == "goal"}
    known = {one.code: one.name for one in goals.all_goals() if goals.holds(one, date(2026, 11, 23))}
    assert own == known


TYPED = {"name": "Flere verksteder", "help_text": "", "source": "Bystyresak 1/27", "valid_from": "2027-01-01"}


def test_a_goal_is_made_and_ended(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.user(Role.ADMINISTRATOR))
    assert client.post("/staff/goals/new", data={**TYPED, "valid_to": "2026-12-31"}).status_code == 422
    assert client.post("/staff/goals/new", data={**TYPED, "valid_to": ""}).status_code == 302
    made = db.session.scalars(select(Goal)).one()
    assert "<h2>Gjelder senere</h2>" in client.get("/staff/goals").text
    client.post(f"/staff/goals/{made.public_id}", data={**TYPED, "valid_to": "2028-12-31"})
    assert (made.code, made.valid_to) == ("flere_verksteder", date(2028, 12, 31))
