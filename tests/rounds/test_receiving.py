"""A round receives from the first to the last whole second of its time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.access import Role
from app.extensions import db
from app.policy import NotNow
from app.rounds import actions, policy, queries
from app.rounds.models import RoundStatus
from tests.world import World

CLOSES = datetime(2026, 9, 20, 21, 59, 59, tzinfo=UTC)


def test_the_last_second_is_in_time(world: World) -> None:
    grant_round = world.round()
    assert grant_round.closes_at == CLOSES
    policy.can_receive(grant_round, CLOSES + timedelta(microseconds=999_999))


def test_one_second_late_is_refused_with_both_times(world: World) -> None:
    grant_round = world.round()
    with pytest.raises(NotNow) as refusal:
        policy.can_receive(grant_round, CLOSES + timedelta(seconds=1))
    assert refusal.value.reason == (
        "Fristen var 20. september 2026 kl. 23.59.59. Søknaden kom 21. september 2026 kl. 00.00.00, "
        "og kan ikke tas imot."
    )


def test_before_it_opens_it_says_when(world: World) -> None:
    grant_round = world.round(status=RoundStatus.ANNOUNCED)
    with pytest.raises(NotNow) as refusal:
        policy.can_receive(grant_round, grant_round.opens_at - timedelta(seconds=1))
    assert refusal.value.reason == (
        "Runden åpner 17. august 2026 kl. 08.00.00. Nå er klokka 17. august 2026 kl. 07.59.59."
    )


def test_an_announced_round_receives_from_its_hour_even_if_the_timer_is_late(world: World) -> None:
    grant_round = world.round(status=RoundStatus.ANNOUNCED)
    policy.can_receive(grant_round, grant_round.opens_at)


@pytest.mark.parametrize("status", [RoundStatus.DRAFT, RoundStatus.CANCELLED, RoundStatus.CLOSED, RoundStatus.FINISHED])
def test_a_round_that_is_not_out_receives_nothing(world: World, status: RoundStatus) -> None:
    grant_round = world.round(status=status)
    with pytest.raises(NotNow):
        policy.can_receive(grant_round, world.at)


def test_the_timer_opens_and_closes_by_the_clock_and_may_run_twice(world: World) -> None:
    grant_round = world.round(status=RoundStatus.ANNOUNCED)
    assert actions.open_due(grant_round.opens_at - timedelta(seconds=1)) == 0
    assert [actions.open_due(grant_round.opens_at), actions.open_due(grant_round.opens_at)] == [1, 0]
    assert grant_round.status is RoundStatus.OPEN
    assert actions.close_due(CLOSES + timedelta(microseconds=999_999)) == 0
    late = CLOSES + timedelta(seconds=1)
    assert [actions.close_due(late), actions.close_due(late)] == [1, 0]
    assert grant_round.status is RoundStatus.CLOSED
    db.session.commit()


def test_which_rounds_are_open_now(world: World) -> None:
    first = world.round()
    assert list(queries.open_rounds(world.at)) == [first]
    assert list(queries.open_rounds(CLOSES + timedelta(seconds=1))) == []


def test_staff_works_on_the_closed_round_before_the_open_one(world: World) -> None:
    by = world.user(Role.ADMINISTRATOR)
    old = actions.copy(world.round(), "Ombruksuka 2025", "OMB-2025", date(2025, 11, 24), by=by, at=world.at)
    old.status = RoundStatus.CLOSED
    db.session.commit()
    assert queries.working_round(None) == old
    assert queries.working_round("ombruksuka-2026").slug == "ombruksuka-2026"
