"""Lets the application take ids of sealed texts before it writes them, so that a journal can name them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T12:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "ids of sealed texts taken beforehand"

FORWARDS = """
GRANT USAGE ON SEQUENCE registry.sealed_text_id_seq TO griddesk_app;
"""
BACKWARDS = """
REVOKE USAGE ON SEQUENCE registry.sealed_text_id_seq FROM griddesk_app;
"""


async def forwards() -> MigrationManager:
    return migration(ID, "registry", FORWARDS, BACKWARDS)
