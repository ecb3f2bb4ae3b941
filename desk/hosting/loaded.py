"""Remembers what has been loaded into which database, so that a start with nothing new loads nothing."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import asyncpg

from desk.hosting import installation as installations
from desk.hosting.asked import Installation

_MARK = installations.HOME / "loaded"
KEYS = ("kek.key", "index.key", "token.key", "anchor.key")
_BUS_SECRET = "subscribers/city"
# What is loaded comes from these: code, and what it reads.
_SOURCES = ("grid", "registry", "dispatch", "integrations", "desk")
_KINDS = frozenset({".py", ".toml", ".json", ".csv", ".txt"})
# A database put in the place of another, or emptied, is another one.
_DATABASE = """
SELECT concat_ws(' ', oid, (SELECT string_agg(code, ',' ORDER BY code) FROM grid.cities),
    (SELECT string_agg(code || '=' || url, ',' ORDER BY code) FROM dispatch.subscribers))
FROM pg_database WHERE datname = current_database()
"""


def keys_are_made(keys_dir: Path) -> bool:
    """Whether every secret key of the desk is there."""
    return all((keys_dir / name).exists() for name in KEYS)


async def is_loaded(installation: Installation, keys_dir: Path, owner_url: str) -> bool:
    """Whether the last load was of this very product, for the same start, into the same database."""
    if not (_MARK.exists() and keys_are_made(keys_dir) and (keys_dir / _BUS_SECRET).exists()):
        return False
    return _MARK.read_text() == await _state(installation, owner_url)


async def note_loaded(installation: Installation, owner_url: str) -> None:
    """Remembers that all is loaded that this start wants; call it after the load only."""
    _MARK.write_text(await _state(installation, owner_url))


async def _state(installation: Installation, owner_url: str) -> str:
    connection = await asyncpg.connect(owner_url, timeout=10)
    try:
        database = await connection.fetchval(_DATABASE)
    finally:
        await connection.close()
    return f"{database} demo={installation.demo} bus={installation.sandbox_address} {_product()}"


def _product() -> str:
    """A digest of which files the product has, how long they are and when they were written."""
    return hashlib.sha256("\n".join(_files()).encode()).hexdigest()


def _files() -> Iterator[str]:
    for room in _SOURCES:
        for path in sorted((installations.ROOT / room).rglob("*")):
            if path.suffix in _KINDS:
                known = path.stat()
                yield f"{path.relative_to(installations.ROOT)} {known.st_size} {known.st_mtime_ns}"
