"""Proves the second chain: every stream against its own head and against heads known from elsewhere."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import asyncpg

import chain
import database
from chain import BEGINNING, Break, Entry, Head
from registry.audit import READ, heads

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class BrokenStream:
    """A stream whose chain does not hold, and every place where it shows."""

    stream: str
    breaks: tuple[Break, ...]


async def verify_audit(known: Mapping[str, Head] | None = None) -> tuple[BrokenStream, ...]:
    """Every stream that does not hold, by its own head and by heads `known` from elsewhere."""
    async with database.transaction("repeatable_read", readonly=True):
        stored = await heads()
        broken = []
        for stream in sorted({*stored, *(known or {})}):
            expected = [head for head in (stored.get(stream), (known or {}).get(stream)) if head]
            breaks = await _breaks(stream, expected)
            if breaks:
                broken.append(BrokenStream(stream, breaks))
    return tuple(broken)


async def _breaks(stream: str, expected: Sequence[Head]) -> tuple[Break, ...]:
    breaks: list[Break] = []
    last = BEGINNING
    while rows := await database.fetch(READ, stream, last.seq, _BATCH):
        read = [as_link(row) for row in rows]
        within = [head for head in expected if last.seq < head.seq <= read[-1].seq]
        breaks += chain.verify(read, None, last)
        for head in within:
            breaks += chain.verify(read, head, last)
        last = Head(read[-1].seq, read[-1].hash)
    for head in expected:
        if head.seq > last.seq:
            breaks += chain.verify((), head, last)
    return tuple(dict.fromkeys(breaks))


def as_link(row: asyncpg.Record) -> Entry:
    """A row with all columns of the audit chain as the entry of its stream."""
    fields = {name: row[name] for name in ("stream", "seq", "at", "recorded_at", "kind", "actor")}
    return Entry(row["seq"], row["prev_hash"], row["hash"], {**fields, "data": json.loads(row["data"])})
