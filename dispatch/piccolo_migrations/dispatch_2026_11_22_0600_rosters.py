"""Lets duties be taken back that have not begun."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T06:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "duties taken back"

FORWARDS = """
-- A duty that never began was never done; that it was given and taken back stands in the audit chain.
GRANT DELETE ON dispatch.duties TO griddesk_app;
"""
BACKWARDS = """
REVOKE DELETE ON dispatch.duties FROM griddesk_app;
"""


async def forwards() -> MigrationManager:
    return migration(ID, "dispatch", FORWARDS, BACKWARDS)
