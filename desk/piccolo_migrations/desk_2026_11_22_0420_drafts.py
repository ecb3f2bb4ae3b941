"""Makes the table of what clerks have typed and not yet handed in."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T04:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "drafts at the window"

FORWARDS = """
CREATE TABLE IF NOT EXISTS desk.drafts (
    staff_id bigint NOT NULL,
    key varchar(128) NOT NULL,
    key_id uuid NOT NULL,
    algorithm varchar(16) NOT NULL,
    kek_id varchar(32) NOT NULL,
    wrapped bytea NOT NULL,
    sealed bytea NOT NULL,
    commitment varchar(128) NOT NULL,
    parked boolean NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (staff_id, key)
);
CREATE INDEX IF NOT EXISTS drafts_saved ON desk.drafts (saved_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON desk.drafts TO griddesk_app;
"""
BACKWARDS = """
DROP TABLE IF EXISTS desk.drafts;
"""


async def forwards() -> MigrationManager:
    return migration(ID, "desk", FORWARDS, BACKWARDS)
