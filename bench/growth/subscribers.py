"""What one entry costs the bus with so many subscribers, and the pump with so much waiting."""

from datetime import UTC, datetime
from typing import cast

import asyncpg

import database
from bench.growth.cases import CLERK, intake
from bench.growth.cases import staff as seen_by
from bench.growth.counting import Cost, counted
from bench.growth.sizes import per_unit
from bench.growth.slopes import Point, Shape
from desk.feedback import compose
from dispatch import deliveries, outcomes, subscribers
from dispatch.leases import LEASE
from dispatch.pump import CASES_AT_ONCE, Outlet, Pump
from grid.city import load_city

TABLES = {"dispatch.deliveries": "SELECT count(*) FROM dispatch.deliveries"}
_WAITING = 16  # cases that wait for each subscriber; of all others it has been told
_ADD = """
INSERT INTO dispatch.subscribers (code, url, secret_name, profile, batch_size)
SELECT 'measured-' || n, 'https://127.0.0.1/' || n, 'measured', 'generic-json', 50
FROM generate_series($1::bigint, $2::bigint) n
"""
_TOLD = """
INSERT INTO dispatch.deliveries (subscriber, case_id, next_seq, head_seq, waiting_since)
SELECT s.code, c.id, CASE WHEN c.place <= $1 THEN 1 ELSE c.last_seq + 1 END, c.last_seq,
    now() - c.place * interval '1 s'
FROM generate_series($2::bigint, $3::bigint) n JOIN dispatch.subscribers s ON s.code = 'measured-' || n
CROSS JOIN (SELECT id, last_seq, row_number() OVER (ORDER BY id DESC) AS place FROM dispatch.cases) c
"""
# Deliveries know cases by number only, so what waits can be more than there are cases.
_WAIT = """
INSERT INTO dispatch.deliveries (subscriber, case_id, next_seq, head_seq, waiting_since)
SELECT 'measured-1', n, 1, 1, now() - interval '1 day' + n * interval '10 ms'
FROM generate_series(1000000000 + $1::bigint, 1000000000 + $2::bigint) n
"""


async def add(first: int, last: int) -> None:
    """Adds the subscribers of these numbers, who have been told of all cases but the newest."""
    async with database.transaction():
        await database.execute("DELETE FROM dispatch.subscribers WHERE code NOT LIKE 'measured-%'")
        await database.execute(_ADD, first, last)
        await database.execute(_TOLD, _WAITING, first, last)


async def wait(first: int, last: int) -> None:
    """Makes that many cases more wait for the first subscriber, as after an outage of days."""
    await database.execute(_WAIT, first, last)


async def points() -> list[Point]:
    """Everything measured against subscribers; each of them has something waiting."""
    city, now = await load_city(), datetime.now(UTC)
    clerk = await seen_by(CLERK, now)
    case = await database.fetch_row("SELECT id, last_seq FROM dispatch.cases ORDER BY id LIMIT 1")
    if case is None:
        raise LookupError("there are no cases to tell of")
    entry = await counted(lambda: deliveries.raise_heads(case["id"], case["last_seq"] + 1))
    found = [
        Point("an entry raises, rows", entry.written, "rows", Shape.WHOLE),
        Point("an entry raises", entry.all_pages, "pages", Shape.WHOLE),
        Point("intake", (await counted(lambda: intake(city, clerk, now))).all_pages, "pages", Shape.WHOLE),
    ]
    pumped = await _round()
    found += [
        Point("a round of the pump, statements", pumped.statements, "", Shape.WHOLE),
        Point("a round of the pump", pumped.all_pages, "pages", Shape.WHOLE),
    ]
    return [*found, *await _one_of_them(), *await per_unit(TABLES)]


async def waiting_points() -> list[Point]:
    """What is measured against all that waits for one of them."""
    return [*await _one_of_them(), *await per_unit(TABLES)]


async def _one_of_them() -> list[Point]:
    async def tell() -> None:
        """As the relay does, but for the network."""
        async with database.connection() as held:
            ticket = await deliveries.claim_batch(_as_own(held), "measured-1", CASES_AT_ONCE, LEASE)
        batch = ticket and await deliveries.take(ticket, LEASE)
        if not batch:
            raise LookupError("nothing waits")
        await compose("generic-json", batch.cases)
        await outcomes.record(batch, [outcomes.Outcome(one.case_id, one.head_seq + 1) for one in batch.cases])

    async def claim() -> None:
        async with database.connection() as held:
            await deliveries.claim_batch(_as_own(held), "measured-1", CASES_AT_ONCE, LEASE)

    told, standing = await counted(tell), await counted(subscribers.standings)
    return [
        Point("claim a batch", (await counted(claim)).all_pages, "pages", Shape.FLAT),
        Point("tell a batch, without the network", told.all_pages, "pages", Shape.FLAT),
        Point("tell a batch, statements", told.statements, "", Shape.FLAT),
        Point("how subscribers stand", standing.all_pages, "pages", Shape.WHOLE),
    ]


async def _round() -> Cost:
    """One round of a pump with one worker, all circuits closed."""
    outlet = Outlet(lambda: 1, lambda _: None)

    async def clock() -> datetime:
        return datetime.now(UTC)

    async def once() -> None:
        async with database.connection() as held:
            await Pump([], outlet, clock).round(_as_own(held))

    return await counted(once)


def _as_own(held: object) -> "asyncpg.Connection[asyncpg.Record]":
    """A pooled connection, for what a pump does on its own."""
    return cast("asyncpg.Connection[asyncpg.Record]", held)
