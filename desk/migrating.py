"""Runs the rooms' migrations forwards or backwards: one migrator at a time, all of them or none."""

import asyncio
import contextlib
import io
import sys

from piccolo.apps.migrations.commands.backwards import run_backwards
from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.apps.migrations.tables import Migration

import database

ROOMS = ("grid", "registry", "dispatch", "integrations", "desk")
_LOCK = 0x6772_6964  # "grid"; any fixed number serves, it only has to be the same for all migrators


class MigrationFailed(Exception):
    """Raised when a migration could not be run; nothing of the run is kept."""


async def migrate(backwards: bool = False) -> list[str]:
    """Runs everything that is due (or takes everything back) in one transaction; returns what Piccolo said.

    A second migrator waits on the advisory lock and then finds nothing to do.
    """
    printed = io.StringIO()
    await database.open_pool(2)
    try:
        async with database.transaction() as connection:
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
            with contextlib.redirect_stdout(printed):
                await Migration.create_table(if_not_exists=True)
                for room in reversed(ROOMS) if backwards else ROOMS:
                    await _run(room, backwards)
    finally:
        await database.close_pool()
    return printed.getvalue().splitlines()


async def _run(room: str, backwards: bool) -> None:
    if backwards:
        result = await run_backwards(room, "all", auto_agree=True)
    else:
        result = await run_forwards(room, "all")
    if not result.success:
        raise MigrationFailed(f"{room}: {result.message}")


if __name__ == "__main__":
    sys.stdout.write("\n".join(asyncio.run(migrate("--backwards" in sys.argv))) + "\n")
