"""Makes the table of when and where people were as they acted, and finds the work nobody has yet."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T04:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "captures: when and where somebody acted"

FORWARDS = """
CREATE TABLE IF NOT EXISTS dispatch.captures (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id bigint NOT NULL REFERENCES dispatch.cases,
    seq integer,
    file_id bigint,
    actor varchar(64) NOT NULL,
    captured_at timestamptz,
    ahead_ms integer NOT NULL,
    received_at timestamptz NOT NULL,
    geom geometry(Point, 4326),
    accuracy_m integer,
    erased_at timestamptz,
    CONSTRAINT captures_of_something CHECK (num_nonnulls(seq, file_id) = 1),
    CONSTRAINT captures_entry UNIQUE (case_id, seq),
    CONSTRAINT captures_file UNIQUE (file_id)
);
CREATE INDEX IF NOT EXISTS captures_case ON dispatch.captures (case_id);
CREATE INDEX IF NOT EXISTS tasks_of_nobody ON dispatch.tasks (case_id)
    WHERE worker IS NULL AND department_id IS NULL AND state IN ('open', 'signed');
GRANT SELECT, INSERT, UPDATE ON dispatch.captures TO griddesk_app;
"""
BACKWARDS = """
DROP INDEX IF EXISTS dispatch.tasks_of_nobody;
DROP TABLE IF EXISTS dispatch.captures;
"""


async def forwards() -> MigrationManager:
    return migration(ID, "dispatch", FORWARDS, BACKWARDS)
