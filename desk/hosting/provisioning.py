"""Roles, databases and extensions of a cluster, and the migrations run in them."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import asyncpg

from desk.hosting.cluster import ROLES, Cluster

_ROOT = Path(__file__).resolve().parents[2]


async def ensure_roles(cluster: Cluster) -> None:
    """Makes the owner, app and read roles with their generated secrets; running it again changes nothing."""
    connection = await asyncpg.connect(cluster.url("postgres", "postgres"))
    try:
        for role in ROLES:
            exists = await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role)
            verb = "ALTER" if exists else "CREATE"
            await connection.execute(f"{verb} ROLE {role} LOGIN PASSWORD '{cluster.password(role)}'")
    finally:
        await connection.close()


async def ensure_database(cluster: Cluster, name: str, template: str | None = None) -> bool:
    """Makes a database with PostGIS, owned by the owner's role; returns whether it made it."""
    connection = await asyncpg.connect(cluster.url("postgres", "postgres"))
    try:
        missing = not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name)
        if missing:
            from_template = f' TEMPLATE "{template}"' if template else ""
            await connection.execute(f'CREATE DATABASE "{name}" OWNER griddesk_owner{from_template}')
    finally:
        await connection.close()
    # Also where the database is there: the run that made it may have been interrupted before this.
    if template is None:
        await _prepare(cluster, name)
    return missing


async def _prepare(cluster: Cluster, name: str) -> None:
    # PostGIS is not a trusted extension: only the superuser can create it.
    connection = await asyncpg.connect(cluster.url("postgres", name))
    try:
        await connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        await connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        await connection.execute("GRANT ALL ON SCHEMA public TO griddesk_owner")
    finally:
        await connection.close()


async def drop_database(cluster: Cluster, name: str) -> None:
    """Drops a database, ending its connections."""
    connection = await asyncpg.connect(cluster.url("postgres", "postgres"))
    try:
        await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        await connection.close()


def environment(cluster: Cluster, database: str) -> dict[str, str]:
    """The variables by which a process of ours finds this cluster's database."""
    return {
        "DATABASE_URL": cluster.url("griddesk_app", quote(database)),
        "DATABASE_OWNER_URL": cluster.url("griddesk_owner", quote(database)),
    }


def migrate(env: dict[str, str]) -> None:
    """Brings a database to the present structure in a process of its own; raises CalledProcessError."""
    subprocess.run(
        [sys.executable, "-m", "desk.migrating"],
        cwd=_ROOT,
        env={**os.environ, **env, "DATABASE_ROLE": "owner"},
        check=True,
        stdout=subprocess.DEVNULL,
    )
