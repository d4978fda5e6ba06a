"""Funded activities stand in the programme without anybody typing them again, and change only when told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.followup.grants.models import Grant
from app.followup.grants.telling import tell
from app.programme import funded
from app.programme.models import EventOrigin, EventStatus, ProgrammeEvent
from app.programme.slugs import slug_of
from tests.followup_world import FollowupStage
from tests.programme_world import ProgrammeWorld
from tests.world import World


@pytest.fixture
def stage(world: World) -> FollowupStage:
    return FollowupStage(world)


def events() -> list[ProgrammeEvent]:
    db.session.rollback()
    return list(db.session.scalars(select(ProgrammeEvent).order_by(ProgrammeEvent.id)))


def test_an_accepted_grant_is_an_event_with_the_words_of_its_application(
    stage: FollowupStage, programmes: ProgrammeWorld
) -> None:
    week = programmes.week()
    grant = stage.grant()
    [event] = events()
    assert (event.origin, event.status, event.grant_id) == (EventOrigin.FUNDED, EventStatus.APPROVED, grant.id)
    assert (event.title, event.slug, event.organiser) == ("Fiksekveld 1", "fiksekveld-1", "Fiksekroken")
    assert [one.held_on.isoformat() for one in event.sessions] == [one["held_on"] for one in grant.plan["sessions"]]
    assert week.revision == 1


def test_what_is_told_is_shown_and_what_is_heard_twice_changes_nothing(
    stage: FollowupStage, programmes: ProgrammeWorld
) -> None:
    week = programmes.week()
    grant = stage.grant()
    tell(grant, stage.at)
    db.session.commit()
    assert (events()[0].sequence, week.revision) == (0, 1)
    grant.plan = {**grant.plan, "venue_name": "Grønland bibliotek", "title": "Fiksefest"}
    tell(grant, stage.at)
    db.session.commit()
    [event] = events()
    assert (event.venue_name, event.title, event.slug) == ("Grønland bibliotek", "Fiksefest", "fiksekveld-1")
    assert (event.sequence, week.revision) == (1, 2)


def test_a_cancelled_activity_is_shown_as_cancelled(stage: FollowupStage, programmes: ProgrammeWorld) -> None:
    programmes.week()
    grant = stage.grant()
    grant.cancelled_at = stage.at
    tell(grant, stage.at)
    db.session.commit()
    assert [one.status for one in events()] == [EventStatus.CANCELLED]


def test_a_week_made_later_collects_what_was_accepted_before(stage: FollowupStage, programmes: ProgrammeWorld) -> None:
    grants = [*stage.accepted(), *stage.accepted()]
    assert events() == []
    week = programmes.week()
    for _twice in range(2):
        funded.collect(week, stage.at)
        db.session.commit()
    assert [one.grant_id for one in events()] == [one.id for one in grants]
    assert db.session.scalars(select(Grant.id).order_by(Grant.id)).all() == [one.id for one in grants]


def test_no_week_covers_it(stage: FollowupStage, programmes: ProgrammeWorld) -> None:
    week = programmes.week(date(2026, 11, 23) + timedelta(days=364))
    stage.grant()
    assert (events(), week.revision) == ([], 0)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Fiksekveld på Tøyen!", "fiksekveld-pa-toyen"),
        ("  «Ærlig»   & øvrig ", "aerlig-ovrig"),
        ("!!!", "arrangement"),
        ("a" * 80, "a" * 50),
        ("Byttemarked for leker, bøker og alt det andre som står", "byttemarked-for-leker-boker-og-alt-det-andre-som"),
    ],
)
def test_an_address_is_made_of_the_title(title: str, slug: str) -> None:
    assert slug_of(title) == slug
