"""Makes the room's schema and lets the application and the readers into it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T00:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the schema of the room"

FORWARDS = """
CREATE SCHEMA IF NOT EXISTS grid;
GRANT USAGE ON SCHEMA grid TO griddesk_app, griddesk_read;
"""
BACKWARDS = "DROP SCHEMA IF EXISTS grid CASCADE;"


async def forwards() -> MigrationManager:
    return migration(ID, "grid", FORWARDS, BACKWARDS)
