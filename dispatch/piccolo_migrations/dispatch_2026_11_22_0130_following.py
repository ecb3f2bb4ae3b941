"""Makes the indexes that find the duplicates of a case and the work that was set aside."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T01:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes for duplicates and for work set aside"

FORWARDS = """
CREATE INDEX IF NOT EXISTS journal_merged ON dispatch.journal (((data->>'case_id')::bigint))
    WHERE kind = 'merged';
CREATE INDEX IF NOT EXISTS cases_set_aside ON dispatch.cases (id) WHERE state IN ('SUSPENDED', 'PENDED');
"""
BACKWARDS = """
DROP INDEX IF EXISTS dispatch.cases_set_aside, dispatch.journal_merged;
"""


async def forwards() -> MigrationManager:
    return migration(ID, "dispatch", FORWARDS, BACKWARDS)
