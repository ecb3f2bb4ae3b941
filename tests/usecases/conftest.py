"""The small world the use cases are tried in."""

import pytest

from tests.world import World, a_world


@pytest.fixture
async def world(db: str) -> World:
    return await a_world()
