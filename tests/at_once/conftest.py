"""An app whose database others open too, and a stage on it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from tests.conftest import inside, settings
from tests.decisions.stage import Stage
from tests.world import World


@pytest.fixture
def app(database_url: str, tmp_path: Path, at: Any) -> Iterator[Flask]:
    """An app whose database other processes open too."""
    yield from inside(create_app(settings(tmp_path, database_url)))


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)
