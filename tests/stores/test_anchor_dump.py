"""Anchors outlive a dump and its restore: the same database agrees with them, an older one does not."""

import subprocess
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from desk.hosting import cluster as clusters
from desk.hosting import provisioning
from dispatch import anchoring
from dispatch.accepting_restores import accept_restore
from reach import SYSTEM
from registry.anchor_folder import AnchorFolder
from registry.errors import DatabaseSetBack
from registry.rules.anchor_deeds import Fault
from tests.anchor_builders import LATER, an_anchored_case, looked, proven
from tests.databases import CLUSTER, worker_name
from tests.journal_builders import saved_case, saved_entries
from tests.pools import pool_of

AN_HOUR_LATER = LATER + timedelta(hours=1)


def _dump(database: str, into: Path) -> None:
    program = clusters.programs(CLUSTER).folder / "pg_dump"
    url = CLUSTER.url("postgres", database)
    subprocess.run([program, "--format=custom", "--file", into, url], check=True)


@pytest.fixture
async def restored(db: str) -> AsyncIterator[str]:
    """The name of a database to restore into."""
    name = worker_name("restored")
    await provisioning.drop_database(CLUSTER, name)
    await provisioning.ensure_database(CLUSTER, name, "template0")
    yield name
    await provisioning.drop_database(CLUSTER, name)


def _restore(dump: Path, name: str) -> None:
    program = clusters.programs(CLUSTER).folder / "pg_restore"
    subprocess.run([program, "--dbname", CLUSTER.url("postgres", name), dump], check=True)


async def test_a_restored_database_agrees_until_it_is_older_than_its_anchors(
    db: str, restored: str, folder: AnchorFolder, tmp_path: Path
) -> None:
    case = await an_anchored_case(folder)
    _dump(db, tmp_path / "dump")
    _restore(tmp_path / "dump", restored)

    async with pool_of(restored):
        assert await proven(folder) == ()
        assert await looked(folder) == ()

    # The old database goes on, and the restored one takes its place all the same.
    await saved_entries(case, 2)
    await saved_case(1)
    await anchoring.make(folder, AN_HOUR_LATER)
    async with pool_of(restored):
        assert [one.fault for one in await looked(folder)] == [Fault.SET_BACK]
        with pytest.raises(DatabaseSetBack):
            await anchoring.make(folder, AN_HOUR_LATER)
        made = await accept_restore(SYSTEM, folder, "the dump of noon", AN_HOUR_LATER)
        await saved_entries(case, 1)
        await anchoring.make(folder, AN_HOUR_LATER)

        assert made.restart is not None
        # Of the five entries since the last anchor the backup has, one is in the backup and was never pinned.
        assert {one.known - one.left for one in made.restart.given_up} == {1, 3}
        assert await proven(folder) == ()
        assert await looked(folder) == ()
