"""Versions of catalogue entries: drafted by one person, published by another, never changed afterwards."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import asyncpg

import database
from reach import Reach, ReachKind
from registry import audit
from registry.errors import DraftChanged, SecondPersonRequired, VersionNotFound
from together import Query, ask

COLUMNS = "id, code, version, content, drafted_by, published_at, valid_to"
_DRAFT = """
INSERT INTO registry.catalogue_version (kind, code, version, content, words, drafted_by, drafted_at)
SELECT $1, $2, coalesce(max(version), 0) + 1, $3::jsonb, $4, $5, $6
FROM registry.catalogue_version WHERE kind = $1 AND code = $2
RETURNING id
"""
_PUBLISHED_AT = f"""
SELECT {COLUMNS} FROM registry.catalogue_version
WHERE kind = $1 AND code = ANY($2::text[]) AND published_at <= $3 AND (valid_to IS NULL OR valid_to > $3)
ORDER BY length(code) DESC LIMIT 1
"""
_STANDING = f"""
SELECT {COLUMNS} FROM registry.catalogue_version
WHERE kind = $1 AND published_at IS NOT NULL AND valid_to IS NULL AND words @> $2::text[]
ORDER BY code LIMIT $3
"""


class CatalogueKind(StrEnum):
    """The two catalogues."""

    ITEM = "item"
    INCIDENT_CLASS = "incident_class"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an entry; `content` is its JSON. Times are UTC."""

    id: int
    code: str
    version: int
    content: str
    drafted_by: str
    published_at: datetime | None
    valid_to: datetime | None

    @property
    def digest(self) -> str:
        """What tells this content from any other."""
        return hashlib.sha256(self.content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class NewVersion:
    """An entry's content to be drafted, with the words it is found by."""

    kind: CatalogueKind
    code: str
    content: str
    words: tuple[str, ...]


async def draft(reach: Reach, new: NewVersion, at: datetime) -> int:
    """Keeps a draft, in place of an earlier one of the same code; returns the version's id."""
    async with database.transaction():
        await _hold(new.kind, new.code)
        await database.execute(
            "DELETE FROM registry.catalogue_version WHERE kind = $1 AND code = $2 AND published_at IS NULL",
            new.kind,
            new.code,
        )
        version_id = await database.fetch_value(
            _DRAFT, new.kind, new.code, new.content, list(new.words), reach.actor, at
        )
        said = {"kind": new.kind, "code": new.code, "version": version_id}
        await audit.append(reach, audit.CONFIG, audit.Fact("drafted", at, said))
    return int(version_id)


async def drafted(kind: CatalogueKind, code: str) -> Version:
    """The draft of a code; raises VersionNotFound."""
    row = await database.fetch_row(
        f"SELECT {COLUMNS} FROM registry.catalogue_version"
        " WHERE kind = $1 AND code = $2 AND published_at IS NULL",
        kind,
        code,
    )
    if row is None:
        raise VersionNotFound(f"no draft of {kind} {code}")
    return _read(row)


async def publish(reach: Reach, kind: CatalogueKind, code: str, at: datetime, seen: str | None = None) -> int:
    """Makes the draft of a code the standing version from `at` on; returns its id.

    `seen` is the digest of the draft that was looked at. Raises VersionNotFound; DraftChanged when it is
    another by now; SecondPersonRequired when the drafter publishes (an operator at the command line,
    who acts as the system, may do both).
    """
    async with database.transaction():
        await _hold(kind, code)
        found = await drafted(kind, code)
        if found.drafted_by == reach.actor and reach.kind is not ReachKind.SYSTEM:
            raise SecondPersonRequired(f"{kind} {code} is published by somebody else than who drafted it")
        if seen is not None and seen != found.digest:
            raise DraftChanged(f"{kind} {code} was drafted anew since it was looked at")
        await database.execute(
            "UPDATE registry.catalogue_version SET valid_to = $3"
            " WHERE kind = $1 AND code = $2 AND published_at IS NOT NULL AND valid_to IS NULL",
            kind,
            code,
            at,
        )
        await database.execute(
            "UPDATE registry.catalogue_version SET published_by = $2, published_at = $3 WHERE id = $1",
            found.id,
            reach.actor,
            at,
        )
        said = {"kind": kind, "code": code, "version": found.id}
        await audit.append(reach, audit.CONFIG, audit.Fact("published", at, said))
    return found.id


async def _hold(kind: CatalogueKind, code: str) -> None:
    # Version numbers are given one after the other, and a draft is not replaced while it is being published.
    await database.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"{kind}|{code}")


async def published(kind: CatalogueKind, code: str, at: datetime) -> Version:
    """The version of a code that stood at an instant; raises VersionNotFound."""
    found = await ask(published_among(kind, [code], at))
    if found is None:
        raise VersionNotFound(f"no {kind} {code} is published")
    return found


def published_among(kind: CatalogueKind, codes: Sequence[str], at: datetime) -> Query[Version | None]:
    """The version that stood at an instant under the longest of some codes; None where none did."""
    return Query(_PUBLISHED_AT, (kind, codes, at), lambda rows: Version(*rows[0]) if rows else None)


async def version(kind: CatalogueKind, version_id: int) -> Version:
    """A version by its id, as a case keeps it; raises VersionNotFound."""
    row = await database.fetch_row(
        f"SELECT {COLUMNS} FROM registry.catalogue_version WHERE kind = $1 AND id = $2", kind, version_id
    )
    if row is None:
        raise VersionNotFound(f"no {kind} version {version_id}")
    return _read(row)


async def standing(kind: CatalogueKind, words: tuple[str, ...] = (), limit: int = 10_000) -> list[Version]:
    """The versions that stand now and hold all the words, by code."""
    return [_read(row) for row in await database.fetch(_STANDING, kind, list(words), limit)]


async def waiting(kind: CatalogueKind) -> dict[str, Version]:
    """The drafts that wait for somebody to publish them, by code."""
    rows = await database.fetch(
        f"SELECT {COLUMNS} FROM registry.catalogue_version WHERE kind = $1 AND published_at IS NULL", kind
    )
    return {row["code"]: _read(row) for row in rows}


def _read(row: asyncpg.Record) -> Version:
    return Version(**dict(row))
