"""Indexes the counters need: what was taken in at a service point or by somebody, and is still open."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T04:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a counter's own day"

FORWARDS = """
CREATE INDEX IF NOT EXISTS cases_open_at_counter ON dispatch.cases (service_point_id, state, due_at, id)
    WHERE closed_at IS NULL;
CREATE INDEX IF NOT EXISTS cases_taken_in_on ON dispatch.cases (service_point_id, opened_at);
CREATE INDEX IF NOT EXISTS cases_taken_in_by ON dispatch.cases (first_responder, opened_at);
"""
BACKWARDS = """
DROP INDEX IF EXISTS dispatch.cases_taken_in_by, dispatch.cases_taken_in_on, dispatch.cases_open_at_counter;
"""


async def forwards() -> MigrationManager:
    return migration(ID, "dispatch", FORWARDS, BACKWARDS)
