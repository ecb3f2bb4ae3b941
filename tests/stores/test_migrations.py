"""Migrations go up, down and up again, twice at once, and make what the tables say."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator

import asyncpg
import pytest
from piccolo.columns import Column
from piccolo.table import Table

from desk.hosting import provisioning
from desk.hosting.fitness import pending_migrations
from piccolo_conf import APP_REGISTRY
from tests.databases import CLUSTER, ROOT, worker_name

_ROOMS = ("grid", "registry", "dispatch", "integrations", "desk")
_TABLES: list[type[Table]] = [
    table for app in APP_REGISTRY.app_configs.values() for table in app.table_classes
]
# Piccolo has no words for these types; the files that read them say so.
_BEYOND_PICCOLO = {"geometry", "xid8"}
# A place is hardly anything but its geometry, and a capture is a place and a time.
_TABLES_BEYOND_PICCOLO = {"dispatch.places", "dispatch.captures"}
_GUARDED = ("dispatch.journal", "registry.audit", "dispatch.anchors")

_STRUCTURE = """
SELECT table_schema || '.' || table_name,
       column_name || ' ' || udt_name || ' ' || is_nullable || coalesce(' ' || column_default, '')
FROM information_schema.columns WHERE table_schema = ANY($1)
UNION ALL
SELECT n.nspname || '.' || c.conname, pg_get_constraintdef(c.oid)
FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace WHERE n.nspname = ANY($1)
UNION ALL
SELECT schemaname || '.' || indexname, indexdef FROM pg_indexes WHERE schemaname = ANY($1)
UNION ALL
SELECT n.nspname || '.' || r.relname || '.' || t.tgname, pg_get_triggerdef(t.oid)
FROM pg_trigger t JOIN pg_class r ON r.oid = t.tgrelid JOIN pg_namespace n ON n.oid = r.relnamespace
WHERE n.nspname = ANY($1) AND NOT t.tgisinternal
UNION ALL
SELECT n.nspname || '.' || p.proname, pg_get_functiondef(p.oid)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = ANY($1)
UNION ALL
SELECT table_schema || '.' || table_name, grantee || ' ' || privilege_type
FROM information_schema.role_table_grants WHERE table_schema = ANY($1)
"""


@pytest.fixture
async def empty(blank_database: str) -> AsyncIterator[str]:
    """A database with nothing in it but PostGIS."""
    name = worker_name("empty")
    await provisioning.drop_database(CLUSTER, name)
    await provisioning.ensure_database(CLUSTER, name)
    yield name
    await provisioning.drop_database(CLUSTER, name)


def _migrator(database: str, *arguments: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, **provisioning.environment(CLUSTER, database), "DATABASE_ROLE": "owner"}
    return subprocess.Popen(
        [sys.executable, "-m", "desk.migrating", *arguments],
        cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def _migrate(database: str, *arguments: str) -> None:
    migrator = _migrator(database, *arguments)
    said = migrator.communicate(timeout=120)[0]
    assert migrator.returncode == 0, said


async def _asked(database: str, question: str, *values: object) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(CLUSTER.url("postgres", database))
    try:
        return await connection.fetch(question, *values)
    finally:
        await connection.close()


async def _structure(database: str) -> set[tuple[object, ...]]:
    """Every column, constraint, index, trigger, function and grant of the rooms."""
    rows = await _asked(
        database,
        _STRUCTURE,
        list(_ROOMS),
    )
    return {tuple(row) for row in rows}


async def test_up_down_and_up_again_ends_with_the_same_structure(empty: str) -> None:
    _migrate(empty)
    first = await _structure(empty)

    _migrate(empty, "--backwards")
    between = await _structure(empty)
    _migrate(empty)

    assert len(first) > 100
    assert between == set()
    assert await _structure(empty) == first


async def test_two_migrators_at_once_both_succeed(empty: str, db: str) -> None:
    rivals = [_migrator(empty), _migrator(empty)]

    said = [rival.communicate(timeout=120)[0] for rival in rivals]

    assert [rival.returncode for rival in rivals] == [0, 0], said
    assert await _structure(empty) == await _structure(db)


async def test_what_is_pending_is_known_from_outside(empty: str) -> None:
    url = CLUSTER.url("griddesk_owner", empty)
    before = await pending_migrations(url)

    _migrate(empty)

    assert len(before) >= len(_ROOMS)
    assert await pending_migrations(url) == []


@pytest.mark.parametrize("table", _TABLES, ids=lambda table: f"{table._meta.schema}.{table._meta.tablename}")
async def test_a_table_of_the_code_is_the_table_of_the_database(db: str, table: type[Table]) -> None:
    rows = await _asked(
        db,
        "SELECT attname, format_type(atttypid, NULL), NOT attnotnull FROM pg_attribute"
        " WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped",
        f"{table._meta.schema}.{table._meta.tablename}",
    )

    there = {tuple(row) for row in rows}
    said = {_said(column) for column in table._meta.columns}
    assert said <= there
    assert {name: written for name, written, _ in there - said if written not in _BEYOND_PICCOLO} == {}


async def test_every_table_of_the_database_is_known_to_the_code(db: str) -> None:
    rows = await _asked(
        db, "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname = ANY($1)", list(_ROOMS)
    )

    known = {f"{table._meta.schema}.{table._meta.tablename}" for table in _TABLES}
    assert {row[0] for row in rows} == known | _TABLES_BEYOND_PICCOLO


@pytest.mark.parametrize("journal", _GUARDED)
@pytest.mark.parametrize("right", ["UPDATE", "DELETE", "TRUNCATE"])
@pytest.mark.parametrize("role", ["griddesk_app", "griddesk_read"])
async def test_no_role_but_the_owner_could_change_a_journal(
    db: str, journal: str, right: str, role: str
) -> None:
    rows = await _asked(db, "SELECT has_table_privilege($1, $2, $3)", role, journal, right)

    assert rows[0][0] is False


async def test_the_application_owns_nothing_and_cannot_act_as_the_owner(db: str) -> None:
    owned = await _asked(
        db,
        "SELECT relname FROM pg_class WHERE relowner IN ('griddesk_app'::regrole, 'griddesk_read'::regrole)",
    )
    member = await _asked(db, "SELECT pg_has_role('griddesk_app', 'griddesk_owner', 'MEMBER')")

    assert owned == []
    assert member[0][0] is False


def _said(column: Column) -> tuple[str, str, bool]:
    written = column.column_type.lower().split("(")[0]
    name = _TYPES.get(written, written)
    return column._meta.db_column_name, name, column._meta.null


# Piccolo's words for types beside those of PostgreSQL's catalogue.
_TYPES = {
    "varchar": "character varying",
    "bigserial": "bigint",
    "serial": "integer",
    "timestamptz": "timestamp with time zone",
    "int": "integer",
}
