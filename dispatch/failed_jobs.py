"""The jobs that were set aside: seen by a person, and brought back by one."""

from dataclasses import dataclass
from datetime import datetime

import database

_FAILED = """
SELECT id, kind, key, tries, last_error, failed_at FROM dispatch.jobs
WHERE failed_at IS NOT NULL ORDER BY failed_at, id LIMIT $1
"""
_REVIVE = """
UPDATE dispatch.jobs SET failed_at = NULL, next_try = NULL, tries = 0
WHERE id = $1 AND failed_at IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that nobody will try again unasked; `failed_at` is UTC."""

    id: int
    kind: str
    key: str
    tries: int
    last_error: str | None
    failed_at: datetime


async def failed(limit: int = 100) -> list[FailedJob]:
    """The jobs set aside, longest first."""
    return [FailedJob(**dict(row)) for row in await database.fetch(_FAILED, limit)]


async def revive(job_id: int) -> bool:
    """Makes a job that was set aside due again; False if it was not."""
    return await database.execute(_REVIVE, job_id) == 1
