"""What the tests of this room share."""

import pytest

from tests.followup_world import FollowupStage
from tests.world import World


@pytest.fixture
def stage(world: World) -> FollowupStage:
    return FollowupStage(world)
