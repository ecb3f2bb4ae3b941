"""What became of a batch, written down case by case under its lease."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import database
from dispatch.deliveries import Batch

_RECORD = """
UPDATE dispatch.deliveries AS told SET
    lease_token = NULL, lease_until = NULL,
    next_seq = GREATEST(told.next_seq, outcome.next_seq),
    waiting_since = CASE WHEN outcome.next_seq > told.next_seq THEN clock_timestamp()
        ELSE told.waiting_since END,
    refused = outcome.refused::jsonb,
    last_error = left(outcome.error, 256),
    tries = CASE WHEN outcome.error IS NULL THEN 0 ELSE told.tries + 1 END,
    next_try = CASE WHEN outcome.error IS NULL THEN NULL
        ELSE clock_timestamp()
            + LEAST(interval '10 minutes', interval '1 second' * 2 ^ LEAST(told.tries, 16)) END
FROM unnest($3::bigint[], $4::int[], $5::text[], $6::text[]) AS outcome (case_id, next_seq, refused, error)
WHERE told.subscriber = $1 AND told.lease_token = $2 AND told.case_id = outcome.case_id
"""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A subscriber's no to one entry; `at` is UTC, `reason` the subscriber's own words, cut short."""

    seq: int
    status: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case of a batch: told up to before `next_seq`, then nothing, a refusal, an error."""

    case_id: int
    next_seq: int
    refusal: Refusal | None = None
    error: str | None = None


async def record(batch: Batch, outcomes: Sequence[Outcome]) -> int:
    """Writes what became of a batch and returns the rows written; who lost its lease changes nothing."""
    return await database.execute(
        _RECORD,
        batch.subscriber,
        batch.token,
        [outcome.case_id for outcome in outcomes],
        [outcome.next_seq for outcome in outcomes],
        [_stored(outcome.refusal) for outcome in outcomes],
        [outcome.error for outcome in outcomes],
    )


def _stored(refusal: Refusal | None) -> str | None:
    if refusal is None:
        return None
    return json.dumps(
        {
            "seq": refusal.seq,
            "status": refusal.status,
            "reason": refusal.reason[:500],
            "at": refusal.at.isoformat(),
        },
        ensure_ascii=False,
    )
