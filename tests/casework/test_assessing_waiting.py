"""What waits for an assessor stands on the board; what somebody has to assess does not."""

from flask import Flask

from app.applications.models import Status
from app.casework.assessing_waiting import waiting
from tests.counting import statements
from tests.review.test_assignments import Office
from tests.world import World


def test_activities_without_an_assessor_wait_where_the_round_gives_them_to_people(app: Flask, world: World) -> None:
    office = Office(world)
    first, second = office.case(), office.case()
    office.case(status=Status.SCREENING)
    with app.test_request_context():
        assert waiting(world.at) == []
        office.give(first, office.jon)
        with statements() as seen:
            found = waiting(world.at)
    assert [(one.reference, one.what, one.person_id, one.url) for one in found] == [
        (second.reference, "Aktivitet 1 mangler vurderer", None, f"/staff/assignments/{second.reference}/1")
    ]
    assert len(seen) == 1
