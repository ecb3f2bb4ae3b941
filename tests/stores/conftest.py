"""A connection of the pump's own, and a folder of anchors."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from registry.anchor_folder import AnchorFolder
from registry.anchor_keys import load_anchor_keys
from settings import settings
from tests.databases import CLUSTER

Connection = asyncpg.Connection


@pytest.fixture
async def pump(db: str) -> AsyncIterator["Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(CLUSTER.url("griddesk_app", db))
    yield connection
    await connection.close()


@pytest.fixture
def folder(tmp_path: Path) -> AnchorFolder:
    """A folder of anchors of its own, not made yet."""
    return AnchorFolder(tmp_path / "anchors", load_anchor_keys(settings.keys_dir))
