"""Who is told over the bus, and the circuit that opens while one of them cannot be reached."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

import asyncpg

import database
from dispatch.errors import LineInClear
from settings import settings

LONGEST_PAUSE = timedelta(seconds=8)

_PUT = """
INSERT INTO dispatch.subscribers (code, url, secret_name, profile, batch_size, active)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (code) DO UPDATE SET url = excluded.url, secret_name = excluded.secret_name,
    profile = excluded.profile, batch_size = excluded.batch_size, active = excluded.active
"""
_COLUMNS = "code, url, secret_name, profile, batch_size, active"
_GET = f"SELECT {_COLUMNS} FROM dispatch.subscribers WHERE code = $1"
_CALLABLE = """
SELECT code, batch_size, failures > 0 AS on_trial FROM dispatch.subscribers
WHERE active AND (circuit_open_until IS NULL OR circuit_open_until <= clock_timestamp()) ORDER BY code
"""
_PROBE = """
UPDATE dispatch.subscribers SET circuit_open_until = clock_timestamp() + $2
WHERE code = $1 AND active AND failures > 0
    AND (circuit_open_until IS NULL OR circuit_open_until <= clock_timestamp())
"""
_FAILURES = "SELECT failures FROM dispatch.subscribers WHERE code = $1"
_REACHED = """
UPDATE dispatch.subscribers SET failures = 0, circuit_open_until = NULL, last_error = NULL,
    last_success = clock_timestamp()
WHERE code = $1
"""
# Batches that were under way together when the line broke count as one failure, not as several.
_UNREACHABLE = """
UPDATE dispatch.subscribers SET failures = failures + 1, last_error = left($3, 256),
    last_failure = clock_timestamp(), circuit_open_until = clock_timestamp() + $4
WHERE code = $1 AND failures = $2
"""
_STANDING = """
SELECT subscriber.code, subscriber.active, subscriber.failures, subscriber.circuit_open_until,
    subscriber.last_success, subscriber.last_failure, subscriber.last_error,
    count(told.case_id) FILTER (WHERE told.refused IS NULL) AS cases_waiting,
    coalesce(sum(told.head_seq - told.next_seq + 1) FILTER (WHERE told.refused IS NULL), 0)
        AS entries_waiting,
    count(told.case_id) FILTER (WHERE told.refused IS NOT NULL) AS cases_refused,
    min(told.waiting_since) AS waiting_since
FROM dispatch.subscribers AS subscriber
LEFT JOIN dispatch.deliveries AS told
    ON told.subscriber = subscriber.code AND told.next_seq <= told.head_seq
GROUP BY subscriber.code ORDER BY subscriber.code
"""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Somebody told over the bus: where, with which secret file, in which form, how many entries at once."""

    code: str
    url: str
    secret_name: str
    profile: str
    batch_size: int
    active: bool = True


@dataclass(frozen=True, slots=True)
class CallableNow:
    """A subscriber whose circuit lets something through; `on_trial`: one probe only."""

    code: str
    batch_size: int
    on_trial: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How a subscriber stands, for health, bus desk and metrics; `waiting_since` (UTC) is the oldest."""

    code: str
    active: bool
    failures: int
    circuit_open_until: datetime | None
    last_success: datetime | None
    last_failure: datetime | None
    last_error: str | None
    cases_waiting: int
    entries_waiting: int
    cases_refused: int
    waiting_since: datetime | None


async def put(subscriber: Subscriber) -> None:
    """Adds a subscriber or changes it; what it has been told of stays known.

    A new one is told of cases as they move; `deliveries.backfill` makes the whole past due as well. Raises
    LineInClear for an address that is not https, but for this machine's own and in a demo.
    """
    if not (settings.demo or _is_safe(subscriber.url)):
        raise LineInClear(f"{subscriber.code} is told over https only")
    await database.execute(
        _PUT,
        subscriber.code,
        subscriber.url,
        subscriber.secret_name,
        subscriber.profile,
        subscriber.batch_size,
        subscriber.active,
    )


def _is_safe(url: str) -> bool:
    read = urlsplit(url)
    host = read.hostname or ""
    if read.scheme == "https":
        return bool(host)
    try:
        return read.scheme == "http" and (host == "localhost" or ip_address(host).is_loopback)
    except ValueError:
        return False


async def get(code: str) -> Subscriber | None:
    """The subscriber of that code, or None."""
    row = await database.fetch_row(_GET, code)
    return None if row is None else Subscriber(**dict(row))


async def standings() -> list[Standing]:
    """How every subscriber stands."""
    return [Standing(**dict(row)) for row in await database.fetch(_STANDING)]


async def callable_now(connection: "asyncpg.Connection[asyncpg.Record]") -> list[CallableNow]:
    """The active subscribers whose circuit is closed, or open for long enough that a probe is due."""
    return [CallableNow(**dict(row)) for row in await connection.fetch(_CALLABLE)]


async def begin_probe(connection: "asyncpg.Connection[asyncpg.Record]", code: str, lease: timedelta) -> bool:
    """Takes the one probe of an open circuit; if nothing comes of it, the next one is due after `lease`."""
    return await connection.execute(_PROBE, code, lease) == "UPDATE 1"


async def failures(code: str) -> int:
    """How often in a row the subscriber could not be reached; handed back to `unreachable`."""
    return int(await database.fetch_value(_FAILURES, code) or 0)


async def reached(code: str) -> None:
    """The subscriber answered (a refusal of a case is an answer): its circuit closes."""
    await database.execute(_REACHED, code)


async def unreachable(code: str, failures_seen: int, error: str, at_least: timedelta = timedelta()) -> None:
    """The subscriber could not be reached: its circuit opens, or stays open longer.

    `failures_seen` is the count when the attempt began; `at_least` a pause the subscriber itself asked for.
    """
    longest = max(pause(failures_seen + 1), at_least)
    await database.execute(_UNREACHABLE, code, failures_seen, error, longest)


def pause(failures_in_a_row: int) -> timedelta:
    """How long a circuit stays open: half a second, doubling, eight at most, so recovery shows within ten."""
    return min(timedelta(seconds=0.5 * 2 ** min(failures_in_a_row - 1, 10)), LONGEST_PAUSE)
