"""The rooms' tables and migrations, for set-up alone: what runs migrations takes half a second to load."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.conf.apps import AppRegistry

from database import connection
from engine import DB

__all__ = ["APP_REGISTRY", "DB"]  # the names Piccolo looks for

APP_REGISTRY = AppRegistry(
    apps=[
        "grid.piccolo_app",
        "registry.piccolo_app",
        "dispatch.piccolo_app",
        "integrations.piccolo_app",
        "desk.piccolo_app",
    ]
)


def migration(migration_id: str, app_name: str, forwards: str, backwards: str) -> MigrationManager:
    """A migration made of two SQL scripts; both must be safe to run on a structure they already made."""
    manager = MigrationManager(migration_id=migration_id, app_name=app_name, description=app_name)

    async def run_forwards() -> None:
        async with connection() as held:
            await held.execute(forwards)

    async def run_backwards() -> None:
        async with connection() as held:
            await held.execute(backwards)

    manager.add_raw(run_forwards)
    manager.add_raw_backwards(run_backwards)
    return manager
