"""Makes the table of how far each audit stream is anchored."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T07:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "how far each audit stream is anchored"

FORWARDS = """
CREATE TABLE IF NOT EXISTS registry.anchored_streams (
    stream text PRIMARY KEY,
    seq bigint NOT NULL CHECK (seq > 0)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON registry.anchored_streams TO griddesk_app;
GRANT SELECT ON registry.anchored_streams TO griddesk_read;
"""
BACKWARDS = "DROP TABLE IF EXISTS registry.anchored_streams;"


async def forwards() -> MigrationManager:
    return migration(ID, "registry", FORWARDS, BACKWARDS)
