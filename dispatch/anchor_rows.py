"""The database's own list of anchors, and where in the order of transactions the last one ended."""

from dataclasses import dataclass

import asyncpg

import database
from registry.rules.anchors import Known, Totals

_COLUMNS = "number, at, digest, cases, entries, streams, records, complete, since, epoch"
_LAST = f"SELECT {_COLUMNS} FROM dispatch.anchors ORDER BY number DESC LIMIT 1"
_INSERT = """
INSERT INTO dispatch.anchors
    (number, at, digest, cases, entries, streams, records, complete, restart, since, epoch)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::xid8, $11) ON CONFLICT (number) DO NOTHING
"""
_HERE = """
SELECT system_identifier AS epoch, pg_snapshot_xmin(pg_current_snapshot()) AS since FROM pg_control_system()
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A point in the order of transactions: all before `since` have ended; `epoch` names the cluster."""

    since: int
    epoch: int


@dataclass(frozen=True, slots=True)
class Row:
    """An anchor the database knows, and the place at which the next one goes on."""

    known: Known
    place: Place


async def last() -> Row | None:
    """The last anchor the database knows."""
    row = await database.fetch_row(_LAST)
    return None if row is None else _read(row)


async def digests() -> dict[int, bytes]:
    """The digest of every anchor the database knows, by number."""
    rows = await database.fetch("SELECT number, digest FROM dispatch.anchors ORDER BY number")
    return {row["number"]: row["digest"] for row in rows}


async def restarts() -> list[int]:
    """The numbers of the anchors by which somebody accepted a restore."""
    rows = await database.fetch("SELECT number FROM dispatch.anchors WHERE restart ORDER BY number")
    return [row["number"] for row in rows]


async def here() -> Place:
    """Where the order of transactions has come, for this statement."""
    row = await database.fetch_row(_HERE)
    assert row is not None
    return Place(row["since"], row["epoch"])


async def keep(anchor: Known, restart: bool, place: Place) -> None:
    """Notes an anchor that was made; one already noted stays as it is."""
    totals = anchor.totals
    await database.execute(
        _INSERT,
        anchor.number,
        anchor.at,
        anchor.digest,
        totals.cases,
        totals.entries,
        totals.streams,
        totals.records,
        anchor.complete,
        restart,
        place.since,
        place.epoch,
    )


def _read(row: asyncpg.Record) -> Row:
    totals = Totals(row["cases"], row["entries"], row["streams"], row["records"])
    known = Known(row["number"], row["at"], row["digest"], totals, row["complete"])
    return Row(known, Place(row["since"], row["epoch"]))
