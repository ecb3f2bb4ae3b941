"""Looks at a database from outside: whether it can carry the desk, and which migrations it has yet to see."""

import re
from pathlib import Path

import asyncpg

from desk.hosting.binaries import OLDEST_MAJOR
from desk.hosting.cluster import ROLES

_ROOT = Path(__file__).resolve().parents[2]
_MIGRATION_ID = re.compile(r'^ID = "([^"]+)"$', re.MULTILINE)


class UnfitDatabase(Exception):
    """Raised when a database cannot carry the desk; the message says what to do."""


async def check_fit(owner_url: str) -> None:
    """Raises UnfitDatabase where the server is too old, or PostGIS or one of our roles is missing."""
    try:
        connection = await asyncpg.connect(owner_url, timeout=10)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise UnfitDatabase(f"the database of DATABASE_OWNER_URL does not let us in: {error}") from error
    try:
        if connection.get_server_version().major < OLDEST_MAJOR:
            raise UnfitDatabase(
                f"the server is PostgreSQL {connection.get_server_version().major};"
                f" {OLDEST_MAJOR} is the oldest that will do"
            )
        await _check_roles(connection)
        await _check_extension(connection)
    finally:
        await connection.close()


async def _check_roles(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    there = {row[0] for row in await connection.fetch("SELECT rolname FROM pg_roles")}
    missing = [role for role in ROLES if role not in there]
    if missing:
        statements = "; ".join(f"CREATE ROLE {role} LOGIN PASSWORD '…'" for role in missing)
        raise UnfitDatabase(f"roles are missing in the server; as superuser: {statements}")


async def _check_extension(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    if await connection.fetchval("SELECT 1 FROM pg_extension WHERE extname = 'postgis'"):
        return
    name = await connection.fetchval("SELECT current_database()")
    raise UnfitDatabase(
        f"PostGIS is missing in the database; as superuser in {name}: CREATE EXTENSION postgis"
    )


async def pending_migrations(owner_url: str) -> list[str]:
    """The migrations in our files that this database has not seen, as `room id`, in their order."""
    connection = await asyncpg.connect(owner_url, timeout=10)
    try:
        if not await connection.fetchval("SELECT to_regclass('public.migration')"):
            return _in_files()
        rows = await connection.fetch("SELECT app_name, name FROM public.migration")
    finally:
        await connection.close()
    seen = {f"{row['app_name']} {row['name']}" for row in rows}
    return [migration for migration in _in_files() if migration not in seen]


def _in_files() -> list[str]:
    found = []
    for path in sorted(_ROOT.glob("*/piccolo_migrations/*_*.py")):
        matched = _MIGRATION_ID.search(path.read_text())
        if matched:
            found.append(f"{path.parts[-3]} {matched.group(1)}")
    return found
