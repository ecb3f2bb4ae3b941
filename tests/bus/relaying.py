"""Drives pump and relay round by round inside a test, where a process would make order unpredictable."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

import asyncpg

import database
from dispatch.deliveries import BatchTicket
from dispatch.pump import Bounds, Outlet, Pump
from dispatch.queue import Ticket
from integrations.bus.relay import Relay
from tests.journal_builders import NOON

Connection = asyncpg.Connection
# Half a second may be over before anybody looks; a circuit that is closed stays closed.
CIRCUIT_PAUSE_LONG = """UPDATE dispatch.subscribers
    SET circuit_open_until = circuit_open_until + interval '1 hour'"""
CIRCUIT_PAUSE_OVER = """UPDATE dispatch.subscribers SET circuit_open_until = clock_timestamp()
    WHERE circuit_open_until > clock_timestamp()"""


async def noon() -> datetime:
    return NOON


@dataclass(frozen=True, slots=True)
class Pumping:
    """A pump's connection and a relay."""

    connection: "Connection[asyncpg.Record]"
    relay: Relay

    async def hand_out(self) -> list[BatchTicket]:
        """One round of the pump; returns the batches it handed out."""
        tickets: list[Ticket | BatchTicket] = []
        pump = Pump([], Outlet(lambda: 1, tickets.append), noon, Bounds())
        await pump.round(self.connection)
        return [ticket for ticket in tickets if isinstance(ticket, BatchTicket)]

    async def once(self) -> int:
        """Hands out what is due and delivers all of it at the same time; returns how many batches."""
        tickets = await self.hand_out()
        await asyncio.gather(*(self.relay.deliver(ticket) for ticket in tickets))
        return len(tickets)

    async def until_idle(self) -> None:
        """Goes on until nothing is due any more."""
        while await self.once():
            pass

    async def after_the_pause(self) -> int:
        """The next round once an open circuit's pause is over."""
        await database.execute(CIRCUIT_PAUSE_OVER)
        return await self.once()
