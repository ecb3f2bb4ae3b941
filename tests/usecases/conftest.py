"""The small world the use cases are tried in."""

import pytest

from tests.usecases.wider_world import widened
from tests.world import World, a_world


@pytest.fixture
async def world(db: str) -> World:
    return await widened(await a_world())
