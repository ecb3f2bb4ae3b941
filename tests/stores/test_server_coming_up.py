"""A process that shall go on running waits for a server that is not there yet; a command does not."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import database
from engine import DB
from settings import settings
from tests.databases import CLUSTER


def _comes_up(socket: Path) -> None:
    socket.symlink_to(CLUSTER.socket)


@pytest.fixture
async def socket(db: str, tmp_path: Path) -> AsyncIterator[Path]:
    """Where this process looks for its server, and where there is none yet."""
    await DB.close_connection_pool()
    DB.config["dsn"] = settings.database_url.replace(str(CLUSTER.socket), str(tmp_path / "socket"))
    yield tmp_path / "socket"
    await DB.close_connection_pool()
    DB.config["dsn"] = settings.database_url
    await DB.start_connection_pool(min_size=1, max_size=12)


async def test_who_has_patience_is_let_in_as_soon_as_the_server_is_there(socket: Path) -> None:
    opening = asyncio.create_task(database.open_pool(1, patience=120))
    await asyncio.sleep(0.1)
    assert not opening.done()

    _comes_up(socket)
    await opening

    assert await database.fetch_value("SELECT 1") == 1


async def test_who_has_none_is_told_at_once(socket: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        await database.open_pool(1)

    _comes_up(socket)
    await database.open_pool(1)
