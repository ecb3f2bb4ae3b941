"""A round of work asks for the next one, follows at once when something was left over, and is one row."""

from datetime import datetime, timedelta

import asyncpg

import database
from dispatch import periodic, queue, running
from dispatch.periodic import Periodic, kinds_of
from tests.journal_builders import NOON

EVERY = timedelta(minutes=1)
LEASE = timedelta(minutes=1)
Connection = asyncpg.Connection


class Rounds:
    """A round of work that writes down when it came and whether it left something over."""

    def __init__(self, more: bool = False) -> None:
        self.came: list[datetime] = []
        self.more = more

    async def work(self, now: datetime) -> bool:
        self.came.append(now)
        return self.more


async def _once(rounds: Rounds, pump: "Connection[asyncpg.Record]", now: datetime) -> int:
    async def clock() -> datetime:
        return now

    kinds = kinds_of({"sweep": Periodic(EVERY, rounds.work)}, clock)
    tickets = await queue.claim(pump, ["sweep"], 10, LEASE, now)
    for ticket in tickets:
        await running.run(ticket, kinds)
    return len(tickets)


async def test_rounds_come_at_their_distance(pump: "Connection[asyncpg.Record]") -> None:
    rounds = Rounds()
    await periodic.begin({"sweep": Periodic(EVERY, rounds.work)}, NOON)

    assert await _once(rounds, pump, NOON) == 0
    assert await _once(rounds, pump, NOON + EVERY) == 1
    assert await _once(rounds, pump, NOON + EVERY) == 0
    assert await _once(rounds, pump, NOON + 2 * EVERY) == 1
    assert rounds.came == [NOON + EVERY, NOON + 2 * EVERY]


async def test_a_round_that_left_something_over_is_followed_at_once(
    pump: "Connection[asyncpg.Record]",
) -> None:
    rounds = Rounds(more=True)
    await periodic.begin({"sweep": Periodic(EVERY, rounds.work)}, NOON)

    assert await _once(rounds, pump, NOON + EVERY) == 1
    assert await _once(rounds, pump, NOON + EVERY) == 1


async def test_any_number_of_workers_begin_one_round(pump: "Connection[asyncpg.Record]") -> None:
    rounds = Rounds()
    for _ in range(5):
        await periodic.begin({"sweep": Periodic(EVERY, rounds.work)}, NOON)

    assert await database.fetch_value("SELECT count(*) FROM dispatch.jobs") == 1


async def test_a_round_that_fails_comes_back(pump: "Connection[asyncpg.Record]") -> None:
    class Failing(Rounds):
        async def work(self, now: datetime) -> bool:
            await super().work(now)
            raise ZeroDivisionError

    rounds = Failing()
    await periodic.begin({"sweep": Periodic(EVERY, rounds.work)}, NOON)
    assert await _once(rounds, pump, NOON + EVERY) == 1
    await database.execute("UPDATE dispatch.jobs SET next_try = clock_timestamp() - interval '1 second'")

    assert await _once(rounds, pump, NOON + EVERY) == 1
    assert len(rounds.came) == 2
