"""The job table: work asked for in a transaction, claimed by lease, done once or kept with its error."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg

import database

Args = Mapping[str, object]
LONGEST_BACKOFF = timedelta(minutes=10)

_ENQUEUE = """
INSERT INTO dispatch.jobs AS job (kind, key, args, due_at) VALUES ($1, $2, $3::jsonb, $4)
ON CONFLICT (kind, key) DO UPDATE SET
    args = excluded.args,
    due_at = CASE WHEN job.failed_at IS NOT NULL THEN excluded.due_at
        WHEN job.lease_token IS NOT NULL THEN job.due_at ELSE LEAST(job.due_at, excluded.due_at) END,
    again_at = CASE WHEN job.lease_token IS NOT NULL THEN LEAST(job.again_at, excluded.due_at) END,
    tries = CASE WHEN job.failed_at IS NULL THEN job.tries ELSE 0 END,
    failed_at = NULL,
    next_try = NULL
RETURNING id
"""
# The lease is counted on the database's clock: workers on several machines agree on it, and a demo that sets
# the city's clock forward takes no work out of anybody's hands.
_CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM dispatch.jobs
    WHERE failed_at IS NULL AND due_at <= $4 AND kind = ANY($1)
        AND (next_try IS NULL OR next_try <= clock_timestamp())
        AND (lease_until IS NULL OR lease_until <= clock_timestamp())
    ORDER BY due_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
)
UPDATE dispatch.jobs AS job SET lease_until = clock_timestamp() + $3, lease_token = gen_random_uuid()
FROM due WHERE job.id = due.id
RETURNING job.id, job.lease_token
"""
_IN_FLIGHT = """
SELECT count(*) FROM dispatch.jobs WHERE lease_token IS NOT NULL AND lease_until > clock_timestamp()
"""
_TAKE = """
UPDATE dispatch.jobs SET lease_token = $3, lease_until = clock_timestamp() + $4
WHERE id = $1 AND lease_token = $2 RETURNING id, kind, key, args, tries
"""
_RENEW = """
UPDATE dispatch.jobs SET lease_until = clock_timestamp() + $3 WHERE id = $1 AND lease_token = $2
"""
_DONE = "DELETE FROM dispatch.jobs WHERE id = $1 AND lease_token = $2 AND again_at IS NULL"
_AGAIN = """
UPDATE dispatch.jobs SET due_at = again_at, again_at = NULL, lease_token = NULL, lease_until = NULL,
    next_try = NULL, tries = 0, last_error = NULL
WHERE id = $1 AND lease_token = $2
"""
_LATER = """
UPDATE dispatch.jobs SET lease_token = NULL, lease_until = NULL, tries = tries + 1,
    last_error = left($3, 256), next_try = clock_timestamp() + $4
WHERE id = $1 AND lease_token = $2
"""
_FAIL = """
UPDATE dispatch.jobs SET lease_token = NULL, lease_until = NULL, tries = tries + 1,
    last_error = left($3, 256), failed_at = clock_timestamp()
WHERE id = $1 AND lease_token = $2
"""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a message carries: which job, and the lease under which it was handed out."""

    job_id: int
    token: UUID


@dataclass(frozen=True, slots=True)
class Job:
    """A job in somebody's hands; `token` proves that it still is."""

    id: int
    kind: str
    key: str
    args: Args
    tries: int
    token: UUID


async def enqueue(kind: str, key: str, args: Args, due_at: datetime) -> int:
    """Asks for work in the caller's transaction; the same kind and key asked twice is one job.

    `due_at` is UTC; of two the earlier counts, of the args the later. Asked for while it runs, it runs once
    more; a failed one is tried again. `args` holds codes, ids and numbers, never personal data. Returns the
    job's id.
    """
    return int(await database.fetch_value(_ENQUEUE, kind, key, json.dumps(args), due_at))


async def claim(
    connection: "asyncpg.Connection[asyncpg.Record]",
    kinds: Sequence[str],
    limit: int,
    lease: timedelta,
    now: datetime,
) -> list[Ticket]:
    """Leases up to `limit` due jobs of these kinds, longest due first; rows others hold are passed over.

    `now` (UTC) decides what is due. Runs on the pump's own connection, so that its lock covers its writes.
    """
    rows = await connection.fetch(_CLAIM, list(kinds), limit, lease, now)
    return [Ticket(row["id"], row["lease_token"]) for row in rows]


async def in_flight(connection: "asyncpg.Connection[asyncpg.Record]") -> int:
    """How many jobs are handed out and not yet back."""
    return int(await connection.fetchval(_IN_FLIGHT))


async def take(ticket: Ticket, lease: timedelta) -> Job | None:
    """Takes a job over from the message that brought it; None if the message is late or came twice."""
    token = uuid4()
    row = await database.fetch_row(_TAKE, ticket.job_id, ticket.token, token, lease)
    if row is None:
        return None
    args = json.loads(row["args"])
    return Job(row["id"], row["kind"], row["key"], args, row["tries"], token)


async def renew(job: Job, lease: timedelta) -> bool:
    """Keeps a job in hand; False if it was lost meanwhile."""
    return await database.execute(_RENEW, job.id, job.token, lease) == 1


async def done(job: Job) -> bool:
    """Removes a job that is done, or keeps it if it was asked for meanwhile; False if it was lost."""
    if await database.execute(_DONE, job.id, job.token) == 1:
        return True
    return await database.execute(_AGAIN, job.id, job.token) == 1


async def retry_later(job: Job, error: str) -> bool:
    """Puts a job back for another try after a growing pause, for ever; `error` is a class, never a text."""
    return await database.execute(_LATER, job.id, job.token, error, backoff(job.tries)) == 1


async def fail(job: Job, error: str) -> bool:
    """Sets a job aside, visibly: nothing but a person or a new asking brings it back."""
    return await database.execute(_FAIL, job.id, job.token, error) == 1


def backoff(tries: int) -> timedelta:
    """The pause after the failure of the try numbered `tries` from 0: 1 s, doubling, ten minutes at most."""
    return min(timedelta(seconds=2 ** min(tries, 16)), LONGEST_BACKOFF)
