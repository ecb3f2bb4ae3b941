"""The small world the use cases are tried in."""

import pytest

from tests.keeping import Keeper
from tests.usecases.wider_world import widened
from tests.world import World, a_world


@pytest.fixture
async def world(db: str, blank_keeper: Keeper) -> World:
    return await blank_keeper.put("a_wider_world", _a_wider_world)


async def _a_wider_world() -> World:
    return await widened(await a_world())
