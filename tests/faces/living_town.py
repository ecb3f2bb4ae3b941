"""A running demo city on a Thursday morning with work of every kind under way, to be looked at."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk.demo.examples import load_examples
from tests.faces.happenings import Receipt, happen, happen_today
from tests.faces.keyring import Keyring
from tests.journeys.people import People
from tests.journeys.town import Town, running_town
from tests.pools import pool_of

# Far enough from any holiday that the limits of the examples are counted in plain weeks.
THURSDAY = datetime.fromisoformat("2026-03-12T10:05:00+08:00")
_TUESDAY = "2026-03-03T09:20:00+08:00"


@dataclass(frozen=True, slots=True)
class LivingTown:
    """A town, the name of its database, the keys to its accounts, and receipts its residents hold."""

    town: Town
    database: str
    keys: Keyring
    receipts: tuple[Receipt, ...]

    @property
    def address(self) -> str:
        return self.town.address

    @property
    def pretend_city(self) -> str:
        """Where the pretend city is served."""
        return self.town.bus.address


@asynccontextmanager
async def living_town(database: str, folder: Path) -> AsyncIterator[LivingTown]:
    """Starts a town over a copy of the demo city (the name of its database) and lets things happen in it."""
    async with running_town(database, folder) as town:
        people = People(town)
        try:
            await people.set_clock(_TUESDAY)
            receipts = await happen(people)
            await people.set_clock(THURSDAY.isoformat())
            await happen_today(people)
        finally:
            await people.leave()
        async with pool_of(database):
            await load_examples(THURSDAY)
        yield LivingTown(town, database, Keyring(database), receipts)
