"""How much the pump hands out: as much as those who take messages can hold, and nothing where nobody does."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

import database
from dispatch import queue
from dispatch.broker_errors import BrokerAway
from dispatch.deliveries import BatchTicket
from dispatch.pump import Bounds, Outlet, Pump
from dispatch.queue import Ticket
from tests.bus.relaying import noon
from tests.databases import CLUSTER
from tests.journal_builders import NOON

LENT = "SELECT count(*) FROM dispatch.jobs WHERE lease_token IS NOT NULL"
Connection = asyncpg.Connection


@pytest.fixture
async def connection(db: str) -> AsyncIterator["Connection[asyncpg.Record]"]:
    for number in range(40):
        await queue.enqueue("note", str(number), {}, NOON)
    made = await asyncpg.connect(CLUSTER.url("griddesk_app", db))
    yield made
    await made.close()


@pytest.mark.parametrize(("takers", "lent"), [(0, 0), (1, 10), (3, 30)])
async def test_ten_jobs_are_lent_for_each_process_that_takes_messages(
    connection: "Connection[asyncpg.Record]", takers: int, lent: int
) -> None:
    tickets: list[Ticket | BatchTicket] = []
    pump = Pump(["note"], Outlet(lambda: takers, tickets.append), noon)

    await pump.round(connection)
    await pump.round(connection)

    assert len(tickets) == lent
    assert await database.fetch_value(LENT) == lent


async def test_a_worker_that_comes_is_lent_to_at_the_next_count(
    connection: "Connection[asyncpg.Record]",
) -> None:
    takers = iter([0, 1])
    tickets: list[Ticket | BatchTicket] = []
    pump = Pump(["note"], Outlet(lambda: next(takers), tickets.append), noon, Bounds(poll=0))
    await pump.round(connection)

    await pump.round(connection)

    assert len(tickets) == 10


async def test_while_the_broker_is_away_nothing_is_lent(connection: "Connection[asyncpg.Record]") -> None:
    def away() -> int:
        raise BrokerAway("ConnectionRefusedError")

    with pytest.raises(BrokerAway):
        await Pump(["note"], Outlet(away, lambda _: None), noon).round(connection)

    assert await database.fetch_value(LENT) == 0
