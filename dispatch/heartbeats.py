"""The living background processes, for health: who beat when, who pumps, who reaches the broker."""

from dataclasses import dataclass
from datetime import datetime

import database

_BEAT = """
INSERT INTO dispatch.heartbeats (process, kind, pumping, broker_away, started_at, beat_at)
VALUES ($1, $2, $3, $4, clock_timestamp(), clock_timestamp())
ON CONFLICT (process) DO UPDATE SET
    pumping = excluded.pumping, broker_away = excluded.broker_away, beat_at = excluded.beat_at
"""
_FORGET = (
    "DELETE FROM dispatch.heartbeats WHERE process = $1 OR beat_at < clock_timestamp() - interval '1 day'"
)
_LIVING = """
SELECT process, kind, pumping, broker_away, started_at, beat_at,
    extract(epoch FROM clock_timestamp() - beat_at)::float8 AS silent_for
FROM dispatch.heartbeats ORDER BY process
"""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A process and its last sign of life; times are UTC, `silent_for` is in seconds.

    `kind`: worker, or pump where it only hands out. `broker_away`: by which error it misses the broker;
    None where it does.
    """

    process: str
    kind: str
    pumping: bool
    broker_away: str | None
    started_at: datetime
    beat_at: datetime
    silent_for: float


async def beat(process: str, kind: str, pumping: bool, broker_away: str | None = None) -> None:
    """Says that a process lives, and how."""
    await database.execute(_BEAT, process, kind, pumping, broker_away)


async def forget(process: str) -> None:
    """Removes a process that stops in good order, and those that fell silent more than a day ago."""
    await database.execute(_FORGET, process)


async def heartbeats() -> list[Heartbeat]:
    """Every known process; who judges them decides from which silence on one counts as dead."""
    return [Heartbeat(**dict(row)) for row in await database.fetch(_LIVING)]
