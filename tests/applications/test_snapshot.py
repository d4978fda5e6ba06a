"""What is frozen when an application is sent."""

import json
from typing import Any

from app.applications.models import Application, Status
from app.applications.snapshot import content
from app.extensions import db
from tests.world import World


def sent(world: World, **changes: Any) -> Application:
    kari = world.user()
    return world.application(world.organisation(kari), kari, world.round(), **changes)


def test_plain_values_with_the_words_of_the_day(world: World) -> None:
    frozen = sent(world).versions[0].content
    assert json.loads(json.dumps(frozen)) == frozen
    activity = frozen["activities"][0]
    assert frozen["organisation"]["applicant_type_name"] == "Frivillig organisasjon"
    assert activity["category"] == {
        "code": "sharing",
        "name": "Deling, utlån, bytting, ombruk, gjenbruk og reparasjon",
    }
    assert activity["activity_types"] == ["Reparasjon"]
    assert activity["sessions"] == [
        {"held_on": "2026-11-24", "starts": "17:00", "ends": "20:30", "place": "Deichman Tøyen"}
    ]
    assert activity["budget"] == {
        "expenses": [
            {
                "group": "material",
                "group_name": "Materiell og deler",
                "text": "Deler og verktøy",
                "amount_nok": 5000,
            }
        ],
        "other_grants": [],
        "own_funds_nok": None,
        "gifts_nok": None,
        "sales_nok": None,
        "sought_nok": 5000,
        "expenses_nok": 5000,
        "income_nok": 5000,
        "difference_nok": 0,
    }


def test_a_later_change_does_not_reach_what_was_sent(world: World) -> None:
    application = sent(world)
    application.organisation.name = "Et annet navn"
    application.round.categories[1].name = "Et annet tema"
    db.session.commit()
    assert application.versions[0].content["organisation"]["name"] == "Fiksekroken"
    assert content(application)["organisation"]["name"] == "Et annet navn"


def test_the_sum_and_the_length_follow_the_activities(world: World) -> None:
    frozen = sent(world, activities=[{"sought_nok": 2500}, {"sought_nok": 10000}]).versions[0].content
    assert (frozen["sought_nok"], frozen["form_length"]) == (12500, "full")
    assert [activity["number"] for activity in frozen["activities"]] == [1, 2]


def test_a_half_written_draft_can_be_shown(world: World) -> None:
    application = sent(
        world,
        sent=False,
        activities=[{"title": None, "sought_nok": None, "expenses": [(None, None, None)], "days": [None]}],
    )
    shown = content(application)
    assert application.status is Status.DRAFT
    assert shown["sought_nok"] == 0
    assert shown["activities"][0]["budget"]["expenses"] == []
