"""Lets a background process say that it does not reach the broker."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T10:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "processes that do not reach the broker"

FORWARDS = "ALTER TABLE dispatch.heartbeats ADD COLUMN IF NOT EXISTS broker_away varchar(64);"
BACKWARDS = "ALTER TABLE dispatch.heartbeats DROP COLUMN IF EXISTS broker_away;"


async def forwards() -> MigrationManager:
    return migration(ID, "dispatch", FORWARDS, BACKWARDS)
