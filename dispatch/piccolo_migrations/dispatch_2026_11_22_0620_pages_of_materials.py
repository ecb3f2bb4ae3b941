"""Lets a material be kept as several files: a paper has more pages than one."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from piccolo_conf import migration

ID = "2026-11-22T06:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "materials of several files"

FORWARDS = """
ALTER TABLE dispatch.case_materials ADD COLUMN IF NOT EXISTS more_files bigint[] NOT NULL DEFAULT '{}';
"""
BACKWARDS = """
ALTER TABLE dispatch.case_materials DROP COLUMN IF EXISTS more_files;
"""


async def forwards() -> MigrationManager:
    return migration(ID, "dispatch", FORWARDS, BACKWARDS)
