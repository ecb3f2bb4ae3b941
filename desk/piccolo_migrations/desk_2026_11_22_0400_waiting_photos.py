"""Makes the table of residents' photos that wait for their report."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T04:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "photos of residents that wait for their report"

FORWARDS = """
CREATE TABLE IF NOT EXISTS desk.waiting_photos (
    mark bytea PRIMARY KEY,
    content bytea NOT NULL,
    media_type varchar(32) NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    kept_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS waiting_photos_kept ON desk.waiting_photos (kept_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON desk.waiting_photos TO griddesk_app;
"""
BACKWARDS = """
DROP TABLE IF EXISTS desk.waiting_photos;
"""


async def forwards() -> MigrationManager:
    return migration(ID, "desk", FORWARDS, BACKWARDS)
