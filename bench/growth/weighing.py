"""What processes weigh over a database: the web after mixed requests, a worker once it hands work out."""

import asyncio
import itertools

import asyncpg

from bench.growth.slopes import Point, Shape
from bench.installation import CLUSTER, serving, worker
from bench.processes import megabytes
from bench.start.measure import mixed
from bench.strain.town import until

_REQUESTS = 200
_PUMPS = "SELECT count(*) FROM dispatch.heartbeats WHERE pumping AND process LIKE '%:' || $1::text"


def points(database: str) -> list[Point]:
    """Both, over a copy that may be written to."""
    with serving(database) as web:
        for ask in itertools.islice(mixed(web.address), _REQUESTS):
            ask()
        served = megabytes(web.pid)
    with worker(database) as pid:
        asyncio.run(_until_it_pumps(database, pid))
        working = megabytes(pid)
    return [
        Point("memory of the web", served, "MB", Shape.FLAT),
        Point("memory of a worker", working, "MB", Shape.FLAT),
    ]


async def _until_it_pumps(database: str, pid: int) -> None:
    connection = await asyncpg.connect(CLUSTER.url("postgres", database))
    try:
        async with asyncio.timeout(120):
            await until(lambda: connection.fetchval(_PUMPS, str(pid)))
    finally:
        await connection.close()
