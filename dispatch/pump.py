"""Turns due rows into messages: one pump at a time, holding a lock and writing on that connection."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import asyncpg

from dispatch import deliveries, queue, subscribers
from dispatch.broker_errors import BrokerAway, BrokerFull
from dispatch.deliveries import BatchTicket
from dispatch.leases import LEASE
from dispatch.queue import Ticket
from dispatch.subscribers import CallableNow
from dispatch.waking import CHANNEL, LOST
from engine import DB

OFFICE = 0x7075_6D70  # "pump": the advisory lock that makes one process the pump
_LOG = logging.getLogger(__name__)
_GATHER = 0.01  # seconds in which several wake-ups become one round
_NEVER = float("-inf")
CASES_AT_ONCE = 16  # cases lent together to a subscriber that takes one entry at a time

Clock = Callable[[], Awaitable[datetime]]
Result = TypeVar("Result")
Connection = asyncpg.Connection


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much each worker may have in hand, for how long it is lent, how often (s) the pump looks unasked.

    Together no more than a worker has threads, so that nothing lent waits in a queue while its lease runs.
    """

    jobs: int = 10
    batches: int = 6
    lease: timedelta = LEASE
    poll: float = 1.0


@dataclass(frozen=True, slots=True)
class Outlet:
    """The way to the workers. Both may block, are called from one thread only, and raise BrokerAway.

    `takers`: how many worker processes take messages now. `put`: sends one ticket; raises BrokerFull.
    """

    takers: Callable[[], int]
    put: Callable[[Ticket | BatchTicket], None]


class Pump:
    """Hands out due work while it holds office; any number may run, one of them pumps.

    Only who reaches the broker takes office, and who loses it lays the office down: another one may reach it.
    """

    def __init__(
        self, kinds: Sequence[str], outlet: Outlet, clock: Clock, bounds: Bounds | None = None
    ) -> None:
        """`kinds`: the jobs its workers know."""
        self._kinds, self._outlet, self._clock = kinds, outlet, clock
        self._bounds = bounds or Bounds()
        self._thread = ThreadPoolExecutor(1, "pump")
        self._takers, self._counted_at = 0, _NEVER
        self._woken = asyncio.Event()
        self._stopping = False
        self.pumping = False

    def stop(self) -> None:
        """Ends `run` after the round under way; to be called on its event loop."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Waits for office and pumps until stopped; a lost connection costs the office, not the pump."""
        while not self._stopping:
            try:
                async with self._office() as connection:
                    while not self._stopping:
                        await self.round(connection)
                        await self._wait()
            except BrokerAway:
                # The broker has said so. Nothing is claimed again before it is reached.
                self._counted_at = _NEVER
                await self._wait()
            except LOST as error:
                _LOG.warning("the pump was interrupted and begins anew: %s", type(error).__name__)
                await self._wait()

    async def _wait(self) -> None:
        if self._stopping:
            return
        try:
            async with asyncio.timeout(self._bounds.poll):
                await self._woken.wait()
            await asyncio.sleep(_GATHER)
        except TimeoutError:
            pass
        if not self._stopping:
            self._woken.clear()

    @asynccontextmanager
    async def _office(self) -> "AsyncIterator[Connection[asyncpg.Record]]":
        await self._count_takers()
        connection = await _connect()
        try:
            while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", OFFICE):
                await self._wait()
                if self._stopping:
                    break
                await self._count_takers()
            else:
                _LOG.info("this process is the pump")
                await connection.add_listener(CHANNEL, lambda *_: self._woken.set())
                self.pumping = True
            yield connection
        finally:
            self.pumping = False
            # Closing the session gives the lock back; there is nothing to say goodbye to on a dead line.
            connection.terminate()

    async def round(self, connection: "Connection[asyncpg.Record]") -> None:
        """Hands out what is due once, as far as the bounds allow; nothing where nobody takes it.

        Raises BrokerAway; what was claimed by then is handed out again when its lease ends.
        """
        await self._count_takers()
        if not self._takers:
            return
        tickets: list[Ticket | BatchTicket] = []
        room = self._takers * self._bounds.jobs - await queue.in_flight(connection)
        if room > 0:
            now = await self._clock()
            tickets += await queue.claim(connection, self._kinds, room, self._bounds.lease, now)
        ready = await subscribers.callable_now(connection)
        for subscriber in ready:
            share = self._takers * self._bounds.batches // len(ready)
            tickets += await self._batches(connection, subscriber, max(1, share))
        if tickets:
            await self._in_thread(self._put_all, tickets)

    async def _count_takers(self) -> None:
        # Workers come and go seldom. Asking is also what keeps the line alive and shows that it is.
        now = asyncio.get_running_loop().time()
        if now - self._counted_at >= self._bounds.poll:
            self._takers = await self._in_thread(self._outlet.takers)
            self._counted_at = now

    async def _in_thread(self, work: Callable[..., Result], *args: object) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *args)

    async def _batches(
        self, connection: "Connection[asyncpg.Record]", subscriber: CallableNow, share: int
    ) -> list[BatchTicket]:
        if subscriber.on_trial:
            probe = await self._probe(connection, subscriber.code)
            return [probe] if probe else []
        tickets: list[BatchTicket] = []
        room = share - await deliveries.batches_out(connection, subscriber.code)
        limit = max(subscriber.batch_size, CASES_AT_ONCE)
        while len(tickets) < room:
            ticket = await deliveries.claim_batch(connection, subscriber.code, limit, self._bounds.lease)
            if ticket is None:
                break
            tickets.append(ticket)
        return tickets

    async def _probe(self, connection: "Connection[asyncpg.Record]", code: str) -> BatchTicket | None:
        transaction = connection.transaction()
        await transaction.start()
        if await subscribers.begin_probe(connection, code, self._bounds.lease):
            ticket = await deliveries.claim_batch(connection, code, 1, self._bounds.lease)
            if ticket is not None:
                await transaction.commit()
                return ticket
        # Nothing is due, or another probe is under way: the circuit stays as it was.
        await transaction.rollback()
        return None

    def _put_all(self, tickets: Sequence[Ticket | BatchTicket]) -> None:
        for ticket in tickets:
            try:
                self._outlet.put(ticket)
            except BrokerFull as error:
                # Its lease ends and it is handed out again; what is already queued goes first.
                _LOG.warning("the broker's queue %s is full", error)


async def _connect() -> "Connection[asyncpg.Record]":
    # A machine that vanishes without a word must give the lock back within seconds.
    return await asyncpg.connect(
        DB.config["dsn"],
        server_settings={
            "application_name": "griddesk-pump",
            "tcp_keepalives_idle": "3",
            "tcp_keepalives_interval": "2",
            "tcp_keepalives_count": "2",
        },
    )
