"""Runs the rooms' migrations forwards or backwards: one migrator at a time, all of them or none."""

import asyncio
import contextlib
import io
import sys

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.commands.base import BaseMigrationManager
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
                if backwards:
                    for room in reversed(ROOMS):
                        await _take_back(room)
                else:
                    for room in ROOMS:
                        await _bring_up(room)
    finally:
        await database.close_pool()
    return printed.getvalue().splitlines()


async def _bring_up(room: str) -> None:
    result = await run_forwards(room, "all")
    if not result.success:
        raise MigrationFailed(f"{room}: {result.message}")


async def _take_back(room: str) -> None:
    # Piccolo's own command forgets a migration by its id alone, in all rooms that have one of that moment.
    register = BaseMigrationManager()
    folder = register.get_app_config(room).resolved_migrations_folder_path
    modules = register.get_migration_modules(folder)
    for migration_id in reversed(await Migration.get_migrations_which_ran(app_name=room)):
        manager = await modules[migration_id].forwards()
        if not isinstance(manager, MigrationManager):
            raise MigrationFailed(f"{room}: {migration_id} has no way back")
        await manager.run(backwards=True)
        await Migration.delete().where((Migration.name == migration_id) & (Migration.app_name == room))


if __name__ == "__main__":
    sys.stdout.write("\n".join(asyncio.run(migrate("--backwards" in sys.argv))) + "\n")
