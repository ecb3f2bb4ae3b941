"""Adds what lists and pages of cases look things up by: ties, decided applications, the department's work."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T05:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of ties and of decided applications"

FORWARDS = """
CREATE INDEX IF NOT EXISTS journal_ties ON dispatch.journal (((data->>'case_id')::bigint))
    WHERE kind IN ('merged', 'linked');
CREATE INDEX IF NOT EXISTS cases_decided ON dispatch.cases (due_at, id)
    WHERE state IN ('DECIDED_GRANT', 'DECIDED_DENY');
"""
BACKWARDS = """
DROP INDEX IF EXISTS dispatch.cases_decided, dispatch.journal_ties;
"""


async def forwards() -> MigrationManager:
    return migration(ID, "dispatch", FORWARDS, BACKWARDS)
