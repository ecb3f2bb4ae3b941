"""Measures one axis at one size, or one that grows in place, and prints points with their sizes."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import asdict

import database
from bench.cases.filling import unhindered
from bench.growth import cases, cells, staff, subscribers
from bench.growth.slopes import Point


async def measure(axis: str, sizes: Sequence[int], scale: float) -> None:
    """Prints what was measured along an axis; `scale` is the share of a full city, for cells."""
    await database.open_pool(1)
    try:
        match axis:
            case "cases":
                _print(sizes[0], await cases.points())
            case "cells":
                _print(sizes[0], await cells.points(scale))
            case "staff":
                before = await staff.empty()
                await _grow(sizes, staff.add, lambda many: staff.points(many, before))
            case "subscribers":
                await _grow(sizes, subscribers.add, lambda _: subscribers.points())
            case "waiting":
                await subscribers.add(1, 1)
                await _grow(sizes, subscribers.wait, lambda _: subscribers.waiting_points())
            case _:
                raise ValueError(axis)
    finally:
        await database.close_pool()


async def _grow(
    sizes: Sequence[int],
    add: Callable[[int, int], Awaitable[None]],
    points: Callable[[int], Awaitable[list[Point]]],
) -> None:
    """Adds up to each size in turn and measures there."""
    have = 0
    for size in sizes:
        await add(have + 1, size)
        have = size
        await _settled()
        _print(size, await points(size))


async def _settled() -> None:
    """As a server leaves its tables by itself in time: dead rows gone, the planner told."""
    connection = await unhindered()
    try:
        await connection.execute("VACUUM (ANALYZE)")
    finally:
        await connection.close()


def _print(size: int, points: Iterable[Point]) -> None:
    sys.stdout.writelines(json.dumps([size, asdict(one)], ensure_ascii=False) + "\n" for one in points)


if __name__ == "__main__":
    asyncio.run(measure(sys.argv[1], [int(one) for one in sys.argv[3:]], float(sys.argv[2])))
