"""Makes the index by which cases are found from the beginning of their number."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T11:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "numbers of cases by their beginning"

FORWARDS = """
CREATE INDEX IF NOT EXISTS cases_number_begins ON dispatch.cases (case_no text_pattern_ops);
"""
BACKWARDS = """
DROP INDEX IF EXISTS dispatch.cases_number_begins;
"""


async def forwards() -> MigrationManager:
    return migration(ID, "dispatch", FORWARDS, BACKWARDS)
