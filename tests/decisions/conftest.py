"""What the tests of decisions begin with."""

import pytest

from tests.decisions.appeals import Appeals
from tests.decisions.stage import Stage
from tests.world import World


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


@pytest.fixture
def appeals(stage: Stage) -> Appeals:
    return Appeals(stage)
