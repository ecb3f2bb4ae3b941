"""Loads the demo city into an empty database, all of it or nothing, and introduces the pretend city's bus."""

import argparse
import asyncio
from datetime import UTC, datetime

import database
from desk.demo.city import PARTS, other_city
from desk.demo.examples import load_examples
from desk.hosting import city_bus
from desk.hosting.progress import say


async def load(*, with_examples: bool = True) -> None:
    """Loads what is not there of the demo city, saying each part; running it again changes nothing.

    A database that serves another city is left alone.
    """
    async with database.transaction():
        # Two starts against one server must not both find the city missing.
        await database.execute("SELECT pg_advisory_xact_lock(hashtext('griddesk demo city'))")
        # Drawing the city keeps this transaction waiting; on a slow machine longer than others may.
        await database.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        other = await other_city()
        if other is not None:
            say(f"  this database serves {other.name} ({other.code}); nothing of the demo is added")
            return
        for part in PARTS:
            say(f"  {await part(datetime.now(UTC))}")
    if with_examples:
        say(f"  examples: {await load_examples(datetime.now(UTC))} cases")


async def _load_alone(asked: argparse.Namespace) -> None:
    await database.open_pool(2)
    try:
        if asked.bus is not None:
            await city_bus.introduce(asked.bus)
        if not asked.only_bus:
            await load(with_examples=not asked.without_examples)
    finally:
        await database.close_pool()


def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m desk.hosting.demo")
    parser.add_argument("--bus", help="the address of the pretend city")
    parser.add_argument("--without-examples", action="store_true", help="no case is taken in")
    parser.add_argument("--only-bus", action="store_true", help="introduce the bus and load nothing")
    asyncio.run(_load_alone(parser.parse_args()))


if __name__ == "__main__":
    _main()
