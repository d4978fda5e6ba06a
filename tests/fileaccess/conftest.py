"""What the tests of access begin with."""

import pytest

from tests.decisions.stage import Stage
from tests.world import World


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)
