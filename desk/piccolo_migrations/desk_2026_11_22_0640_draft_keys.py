"""Makes the table of the keys that browsers seal clerks' drafts with."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T06:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "keys of drafts in browsers, one for each clerk"

FORWARDS = """
CREATE TABLE IF NOT EXISTS desk.draft_keys (
    staff_id bigint PRIMARY KEY,
    key_id uuid NOT NULL,
    sealed bytea NOT NULL,
    lent_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON desk.draft_keys TO griddesk_app;
"""
BACKWARDS = """
DROP TABLE IF EXISTS desk.draft_keys;
"""


async def forwards() -> MigrationManager:
    return migration(ID, "desk", FORWARDS, BACKWARDS)
