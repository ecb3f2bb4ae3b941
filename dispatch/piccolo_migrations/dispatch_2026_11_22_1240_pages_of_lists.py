"""Makes the indexes that give a page of a list in its order: of what is open, and of each who may see it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T12:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "pages of lists in order of due time"

# What is open is a small part of all that is kept, so an index of it alone costs next to nothing.
FORWARDS = """
CREATE INDEX IF NOT EXISTS cases_open_due ON dispatch.cases ((coalesce(due_at, 'infinity')), id)
    WHERE closed_at IS NULL;
CREATE INDEX IF NOT EXISTS cases_taken_in_due
    ON dispatch.cases (service_point_id, (coalesce(due_at, 'infinity')), id);
CREATE INDEX IF NOT EXISTS cases_open_taken_in_due
    ON dispatch.cases (service_point_id, (coalesce(due_at, 'infinity')), id) WHERE closed_at IS NULL;
CREATE INDEX IF NOT EXISTS cases_responder_due
    ON dispatch.cases (first_responder, (coalesce(due_at, 'infinity')), id);
CREATE INDEX IF NOT EXISTS cases_open_responder_due
    ON dispatch.cases (first_responder, (coalesce(due_at, 'infinity')), id) WHERE closed_at IS NULL;
CREATE INDEX IF NOT EXISTS cases_source_due
    ON dispatch.cases (external_source, (coalesce(due_at, 'infinity')), id)
    WHERE external_source IS NOT NULL;
CREATE INDEX IF NOT EXISTS cases_opened ON dispatch.cases (opened_at);
CREATE INDEX IF NOT EXISTS cases_closed ON dispatch.cases (closed_at) WHERE closed_at IS NOT NULL;
DROP INDEX IF EXISTS dispatch.cases_taken_in_at, dispatch.cases_first_responder;
"""
BACKWARDS = """
CREATE INDEX IF NOT EXISTS cases_taken_in_at ON dispatch.cases (service_point_id, id);
CREATE INDEX IF NOT EXISTS cases_first_responder ON dispatch.cases (first_responder, id);
DROP INDEX IF EXISTS dispatch.cases_closed, dispatch.cases_opened, dispatch.cases_source_due,
    dispatch.cases_open_responder_due, dispatch.cases_responder_due, dispatch.cases_open_taken_in_due,
    dispatch.cases_taken_in_due, dispatch.cases_open_due;
"""


async def forwards() -> MigrationManager:
    return migration(ID, "dispatch", FORWARDS, BACKWARDS)
