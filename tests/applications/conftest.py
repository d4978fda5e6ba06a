"""A draft that two people write."""

import pytest

from app.accounts.models import User
from app.applications import drafting
from app.applications.models import Application
from app.extensions import db
from tests.world import World


@pytest.fixture
def kari(world: World) -> User:
    return world.user(name="Kari Nordmann")


@pytest.fixture
def ola(world: World) -> User:
    return world.user(name="Ola Hansen")


@pytest.fixture
def draft(world: World, kari: User, ola: User) -> Application:
    made = drafting.start(world.round(), world.organisation(kari, ola), by=kari, at=world.at)
    db.session.commit()
    return made
