"""How much background work waits, for health and metrics."""

from dataclasses import dataclass

import database

_JOBS = """
SELECT count(*) FILTER (WHERE failed_at IS NULL AND due_at <= clock_timestamp()) AS due,
    count(*) FILTER (WHERE failed_at IS NOT NULL) AS failed,
    coalesce(extract(epoch FROM clock_timestamp() - min(due_at)
        FILTER (WHERE failed_at IS NULL AND due_at <= clock_timestamp())), 0)::float8 AS oldest
FROM dispatch.jobs
"""


@dataclass(frozen=True, slots=True)
class Backlog:
    """Jobs that are due, jobs that were given up, and for how many seconds the oldest due one has waited."""

    due: int
    failed: int
    oldest: float


async def backlog() -> Backlog:
    """What waits now, by the database's clock."""
    row = await database.fetch_row(_JOBS)
    if row is None:
        raise RuntimeError("an aggregate always answers with one row")
    return Backlog(row["due"], row["failed"], row["oldest"])
