"""Loads the demo city into an empty database, all of it or nothing, and introduces the pretend city's bus."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import database
from desk.hosting import city_bus

Part = Callable[[str, datetime], Awaitable[str]]

# Each room's part of the city, in the order in which they lean on each other: (size, now) to a line.
PARTS: tuple[Part, ...] = ()


async def load(size: str = "full") -> list[str]:
    """Loads the parts of the demo city that are not there; returns a line for each.

    `size` is `small` (a few communities, for tests) or `full`. Running it again changes nothing.
    """
    lines = []
    async with database.transaction():
        # Two starts against one server must not both find the city missing.
        await database.execute("SELECT pg_advisory_xact_lock(hashtext('griddesk demo city'))")
        for part in PARTS:
            lines.append(await part(size, datetime.now(UTC)))
    return lines


async def _load_alone(size: str, bus: str | None) -> list[str]:
    await database.open_pool(2)
    try:
        if bus is not None:
            await city_bus.introduce(bus)
        return await load(size)
    finally:
        await database.close_pool()


def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m desk.hosting.demo")
    parser.add_argument("--size", choices=("small", "full"), default="full")
    parser.add_argument("--bus", help="the address of the pretend city")
    asked = parser.parse_args()
    sys.stdout.write("\n".join(asyncio.run(_load_alone(asked.size, asked.bus))) + "\n")


if __name__ == "__main__":
    _main()
