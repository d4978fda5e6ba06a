"""Sending: in time, complete, once; and what is frozen."""

from tests.world import World


def test_a_sent_application_is_a_case(world: World) -> None:
    grant_round, kari = world.round(), world.user()
    application = world.application(world.organisation(kari), kari, grant_round)
    assert application.reference == "OMB-2026-0001"
    assert application.status == "submitted"
    assert [row.title for row in application.case_rows] == ["Fiksekveld på Tøyen"]
    assert [version.number for version in application.versions] == [1]
