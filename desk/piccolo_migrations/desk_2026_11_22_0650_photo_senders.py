"""Notes of a waiting photo by whom it was sent, so that one sender cannot take all the room."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T06:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "senders of waiting photos, as keyed indexes"

FORWARDS = """
ALTER TABLE desk.waiting_photos ADD COLUMN IF NOT EXISTS sender bytea NOT NULL DEFAULT '';
CREATE INDEX IF NOT EXISTS waiting_photos_sender ON desk.waiting_photos (sender, kept_at);
"""
BACKWARDS = """
DROP INDEX IF EXISTS desk.waiting_photos_sender;
ALTER TABLE desk.waiting_photos DROP COLUMN IF EXISTS sender;
"""


async def forwards() -> MigrationManager:
    return migration(ID, "desk", FORWARDS, BACKWARDS)
