"""Adds who chose a password, taking back posts that have not begun, and when somebody last signed in."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T06:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "passwords set by another, posts taken back, last sign-in"

FORWARDS = """
ALTER TABLE registry.credential ADD COLUMN IF NOT EXISTS set_by_another boolean NOT NULL DEFAULT false;
-- A post that never began was never held; that it was given and taken back stands in the audit chain.
GRANT DELETE ON registry.staff_post TO griddesk_app;
CREATE INDEX IF NOT EXISTS audit_signed_in ON registry.audit (((data->>'staff')::bigint), seq)
    WHERE stream = 'security' AND kind = 'signed_in';
"""
BACKWARDS = """
DROP INDEX IF EXISTS registry.audit_signed_in;
REVOKE DELETE ON registry.staff_post FROM griddesk_app;
ALTER TABLE registry.credential DROP COLUMN IF EXISTS set_by_another;
"""


async def forwards() -> MigrationManager:
    return migration(ID, "registry", FORWARDS, BACKWARDS)
