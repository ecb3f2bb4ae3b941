"""How far each subscriber of the bus has been told of each case: raised, claimed by lease, taken."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg

import database
from together import Write

# One statement for all subscribers, in the order of their codes so that two acts never lock crosswise. Paused
# ones are raised too: they are told everything when they come back.
_RAISE = """
INSERT INTO dispatch.deliveries AS told (subscriber, case_id, next_seq, head_seq, waiting_since)
SELECT code, $1, 1, $2, clock_timestamp() FROM dispatch.subscribers ORDER BY code
ON CONFLICT (subscriber, case_id) DO UPDATE SET
    head_seq = GREATEST(told.head_seq, excluded.head_seq),
    waiting_since = CASE WHEN told.next_seq > told.head_seq THEN excluded.waiting_since
        ELSE told.waiting_since END
"""
_BACKFILL = """
INSERT INTO dispatch.deliveries AS told (subscriber, case_id, next_seq, head_seq, waiting_since)
SELECT $1, case_id, 1, max(seq), clock_timestamp() FROM dispatch.journal GROUP BY case_id ORDER BY case_id
ON CONFLICT (subscriber, case_id) DO UPDATE SET head_seq = GREATEST(told.head_seq, excluded.head_seq)
"""
_CLAIM = """
WITH due AS MATERIALIZED (
    SELECT case_id FROM dispatch.deliveries
    WHERE subscriber = $1 AND next_seq <= head_seq AND refused IS NULL
        AND (next_try IS NULL OR next_try <= clock_timestamp())
        AND (lease_until IS NULL OR lease_until <= clock_timestamp())
    ORDER BY waiting_since, case_id LIMIT $2 FOR UPDATE SKIP LOCKED
)
UPDATE dispatch.deliveries AS told SET lease_until = clock_timestamp() + $3, lease_token = $4
FROM due WHERE told.subscriber = $1 AND told.case_id = due.case_id
"""
_BATCHES_OUT = """
SELECT count(DISTINCT lease_token) FROM dispatch.deliveries
WHERE subscriber = $1 AND lease_token IS NOT NULL AND lease_until > clock_timestamp()
"""
_TAKE = """
UPDATE dispatch.deliveries SET lease_token = $3, lease_until = clock_timestamp() + $4
WHERE subscriber = $1 AND lease_token = $2 AND next_seq <= head_seq AND refused IS NULL
RETURNING case_id, next_seq, head_seq, waiting_since
"""
_RENEW = """
UPDATE dispatch.deliveries SET lease_until = clock_timestamp() + $3 WHERE subscriber = $1 AND lease_token = $2
"""
_HOLD = """
UPDATE dispatch.deliveries SET lease_token = $3, lease_until = clock_timestamp() + $4
WHERE subscriber = $1 AND case_id = $2 AND (lease_until IS NULL OR lease_until <= clock_timestamp())
RETURNING next_seq, head_seq
"""
_LET_GO = """
UPDATE dispatch.deliveries SET lease_token = NULL, lease_until = NULL
WHERE subscriber = $1 AND lease_token = $2
"""


@dataclass(frozen=True, slots=True)
class BatchTicket:
    """What a message carries: whose batch, and the lease under which it was handed out."""

    subscriber: str
    token: UUID


@dataclass(frozen=True, slots=True)
class Untold:
    """A case of a batch and the entries (both ends included) the subscriber has not been told of."""

    case_id: int
    next_seq: int
    head_seq: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Deliveries in somebody's hands, longest waiting first; `token` proves that they still are."""

    subscriber: str
    token: UUID
    cases: tuple[Untold, ...]


async def raise_heads(case_id: int, last_seq: int) -> None:
    """Makes the entries of a case up to `last_seq` due for every subscriber, in the act's own transaction."""
    await database.execute(_RAISE, case_id, last_seq)


def raising(case_id: int, last_seq: int) -> Write:
    """The same as a write, to be done in one statement with the entries."""
    return Write(_RAISE, (case_id, last_seq))


async def backfill(subscriber: str) -> int:
    """Makes every entry ever written due for a new subscriber; returns how many cases that are."""
    return await database.execute(_BACKFILL, subscriber)


async def claim_batch(
    connection: "asyncpg.Connection[asyncpg.Record]", subscriber: str, limit: int, lease: timedelta
) -> BatchTicket | None:
    """Leases up to `limit` due cases of a subscriber, longest waiting first; None if nothing is due.

    Runs on the pump's own connection, so that its lock covers its writes.
    """
    token = uuid4()
    tag = await connection.execute(_CLAIM, subscriber, limit, lease, token)
    return None if tag == "UPDATE 0" else BatchTicket(subscriber, token)


async def batches_out(connection: "asyncpg.Connection[asyncpg.Record]", subscriber: str) -> int:
    """How many batches of a subscriber are handed out and not yet back."""
    return int(await connection.fetchval(_BATCHES_OUT, subscriber))


async def take(ticket: BatchTicket, lease: timedelta) -> Batch | None:
    """Takes a batch over from the message that brought it; None if the message is late or came twice."""
    token = uuid4()
    rows = await database.fetch(_TAKE, ticket.subscriber, ticket.token, token, lease)
    if not rows:
        return None
    rows.sort(key=lambda row: (row["waiting_since"], row["case_id"]))
    cases = tuple(Untold(row["case_id"], row["next_seq"], row["head_seq"]) for row in rows)
    return Batch(ticket.subscriber, token, cases)


async def renew(batch: Batch, lease: timedelta) -> bool:
    """Keeps a batch in hand; False if all of it was lost meanwhile."""
    return await database.execute(_RENEW, batch.subscriber, batch.token, lease) > 0


async def hold(subscriber: str, case_id: int, lease: timedelta) -> Batch | None:
    """Takes one case in hand, due or not, so that nobody tells of it meanwhile; None if somebody does.

    Ends with the lease, with `let_go`, or with a replay.
    """
    token = uuid4()
    row = await database.fetch_row(_HOLD, subscriber, case_id, token, lease)
    if row is None:
        return None
    return Batch(subscriber, token, (Untold(case_id, row["next_seq"], row["head_seq"]),))


async def let_go(held: Batch) -> None:
    """Gives a case taken with `hold` back as it was; does nothing where it is in other hands by now."""
    await database.execute(_LET_GO, held.subscriber, held.token)
