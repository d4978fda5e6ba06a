"""Making, announcing and ending rounds, and the reserve."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.access import Role
from app.audit.models import AuditEvent
from app.extensions import db
from app.policy import NotComplete, NotNow, NotPermitted
from app.rounds import actions, contents
from app.rounds.models import RoundStatus
from tests.world import World


def test_a_copy_has_everything_but_the_name_and_lies_in_its_own_week(world: World) -> None:
    source = world.round()
    by = world.user(Role.ADMINISTRATOR)
    made = actions.copy(source, "Ombruksuka 2027", "OMB-2027", date(2027, 11, 22), by=by, at=world.at)
    db.session.commit()
    assert (made.slug, made.status, made.scheme_id) == ("ombruksuka-2027", RoundStatus.DRAFT, source.scheme_id)
    assert {name: contents.read(made, name) for name in contents.LISTS} == {
        name: contents.read(source, name) for name in contents.LISTS
    }
    assert made.rubric_id != source.rubric_id
    assert (made.week_starts_on, made.week_ends_on) == (date(2027, 11, 22), date(2027, 11, 28))
    assert made.closes_at == datetime(2027, 9, 19, 21, 59, 59, tzinfo=UTC)
    assert (made.committed_nok, made.last_case_number) == (0, 0)


def test_clocks_keep_their_hour_in_oslo_when_a_copy_crosses_summer_time(world: World) -> None:
    by = world.user(Role.ADMINISTRATOR)
    made = actions.copy(world.round(), "Vinter", "VINTER-2027", date(2027, 3, 1), by=by, at=world.at)
    db.session.commit()
    assert made.closes_at == datetime(2026, 12, 27, 22, 59, 59, tzinfo=UTC)


def test_an_empty_round_says_what_it_still_needs(world: World) -> None:
    by = world.user(Role.ADMINISTRATOR)
    values = {"scheme_name": "Byttehjelpen", "pot_nok": 50_000, "max_activity_nok": 5_000}
    made = actions.create("Byttedager", "BYTT-2027", date(2027, 4, 19), values, by=by, at=world.at)
    db.session.commit()
    with pytest.raises(NotComplete) as refusal:
        actions.announce(made, by=by, at=world.at)
    assert list(refusal.value.missing) == [
        "purpose",
        "categories",
        "tiers",
        "criteria",
        "appeal_body",
        "owner_unit",
        "texts",
    ]
    assert refusal.value.reason == "Runden kan ikke kunngjøres. 7 ting mangler."
    assert made.status is RoundStatus.DRAFT


def test_an_administrator_announces_a_complete_round(world: World) -> None:
    grant_round = world.round(status=RoundStatus.DRAFT)
    actions.announce(grant_round, by=world.user(Role.ADMINISTRATOR), at=world.at)
    db.session.commit()
    assert grant_round.status is RoundStatus.ANNOUNCED
    last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)).one()
    assert (last.kind, last.fields) == (
        "round_moved",
        {"round": "ombruksuka-2026", "from": "draft", "to": "announced"},
    )


def test_a_round_whose_deadline_has_passed_is_not_announced(world: World) -> None:
    grant_round = world.round(status=RoundStatus.DRAFT)
    with pytest.raises(NotComplete) as refusal:
        actions.announce(
            grant_round, by=world.user(Role.ADMINISTRATOR), at=grant_round.closes_at + timedelta(seconds=1)
        )
    assert refusal.value.missing == {"closes_at": "Fristen er allerede ute."}


def test_a_case_handler_announces_nothing(world: World) -> None:
    with pytest.raises(NotPermitted):
        actions.announce(
            world.round(status=RoundStatus.DRAFT), by=world.user(Role.CASE_HANDLER, Role.APPROVER), at=world.at
        )


def test_a_round_that_somebody_applies_to_is_not_cancelled(world: World) -> None:
    grant_round = world.round()
    grant_round.last_case_number = 1
    db.session.commit()
    with pytest.raises(NotNow) as refusal:
        actions.cancel(grant_round, by=world.user(Role.ADMINISTRATOR), at=world.at)
    assert refusal.value.reason == "Noen har begynt å søke. Da må runden behandles ferdig."


def test_the_reserve_is_set_free_in_part_and_recorded(world: World) -> None:
    grant_round = world.round(status=RoundStatus.CLOSED)
    actions.release_reserve(grant_round, 10_000, by=world.user(Role.ADMINISTRATOR), at=world.at)
    db.session.commit()
    assert (grant_round.reserve_nok, grant_round.available_nok) == (15_000, 235_000)
    last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)).one()
    assert (last.kind, last.fields) == ("reserve_released", {"round": "ombruksuka-2026", "amount_nok": 10_000})


@pytest.mark.parametrize("amount", [0, -1, 25_001])
def test_more_than_the_reserve_is_refused(world: World, amount: int) -> None:
    grant_round = world.round(status=RoundStatus.CLOSED)
    with pytest.raises(NotNow) as refusal:
        actions.release_reserve(grant_round, amount, by=world.user(Role.ADMINISTRATOR), at=world.at)
    assert refusal.value.reason == "Dere kan frigjøre mellom 1 og 25\u202f000\u00a0kr."
