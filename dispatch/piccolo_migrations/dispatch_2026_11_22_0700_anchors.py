"""Makes the tables of anchors: which there are, and how far each case is anchored."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T07:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "anchors, and how far each case is anchored"

FORWARDS = """
CREATE TABLE IF NOT EXISTS dispatch.anchors (
    number bigint PRIMARY KEY CONSTRAINT anchors_number CHECK (number > 0),
    at timestamptz NOT NULL,
    digest bytea NOT NULL CONSTRAINT anchors_digest CHECK (length(digest) = 32),
    cases bigint NOT NULL,
    entries bigint NOT NULL,
    streams bigint NOT NULL,
    records bigint NOT NULL,
    complete boolean NOT NULL,
    restart boolean NOT NULL,
    since xid8 NOT NULL,
    epoch bigint NOT NULL
);
CREATE TABLE IF NOT EXISTS dispatch.anchored_cases (
    case_id bigint PRIMARY KEY,
    seq integer NOT NULL CONSTRAINT anchored_cases_seq CHECK (seq > 0)
);
CREATE OR REPLACE FUNCTION dispatch.anchors_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the list of anchors is append-only: % refused', TG_OP USING ERRCODE = 'GD002';
END $$;
CREATE OR REPLACE TRIGGER anchors_are_kept BEFORE UPDATE OR DELETE ON dispatch.anchors
    FOR EACH ROW EXECUTE FUNCTION dispatch.anchors_are_kept();
CREATE OR REPLACE TRIGGER anchors_are_not_emptied BEFORE TRUNCATE ON dispatch.anchors
    FOR EACH STATEMENT EXECUTE FUNCTION dispatch.anchors_are_kept();

GRANT SELECT, INSERT ON dispatch.anchors TO griddesk_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON dispatch.anchored_cases TO griddesk_app;
GRANT SELECT ON dispatch.anchors, dispatch.anchored_cases TO griddesk_read;
"""
BACKWARDS = """
DROP TABLE IF EXISTS dispatch.anchored_cases, dispatch.anchors;
DROP FUNCTION IF EXISTS dispatch.anchors_are_kept();
"""


async def forwards() -> MigrationManager:
    return migration(ID, "dispatch", FORWARDS, BACKWARDS)
