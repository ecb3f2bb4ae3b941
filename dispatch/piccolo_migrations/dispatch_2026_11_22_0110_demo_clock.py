"""Makes the one row by which a demo moves its clock."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T01:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the settable clock of a demo"

FORWARDS = """
CREATE TABLE IF NOT EXISTS dispatch.demo_clock (
    only_one boolean PRIMARY KEY CONSTRAINT demo_clock_only_one CHECK (only_one),
    moved_by interval NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON dispatch.demo_clock TO griddesk_app;
"""
BACKWARDS = "DROP TABLE IF EXISTS dispatch.demo_clock;"


async def forwards() -> MigrationManager:
    return migration(ID, "dispatch", FORWARDS, BACKWARDS)
