"""What is done to the desk and its city while cases flow, and how long until something works again."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import asyncpg

from bench.strain.people import People
from bench.strain.town import CITY, WEB, WORKERS, Town
from bench.strain.watching import Watch

_ON_ITS_WAY = 0.1  # seconds in which what a killed worker has sent may still be noted
_PUMP = "SELECT process FROM dispatch.heartbeats WHERE pumping ORDER BY beat_at DESC LIMIT 1"
_DESK = "bus.city"


@dataclass(slots=True)
class Strain:
    """What faults act on; each lasts `lasting` seconds. `took` keeps by name how many seconds it took."""

    town: Town
    people: People
    watch: Watch
    lasting: float
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    async def until_told(self, name: str, since: float, after: float | None = None) -> None:
        """Waits for the first message received after a moment, and notes how long that is after `since`."""
        received = await self.watch.first_after(since if after is None else after)
        self.took[name].append(received - since)

    async def until_answered(self, name: str, since: float) -> None:
        """The same for the first answer to somebody who asked after that."""
        self.took[name].append(await self.people.first_answer_after(since) - since)

    async def switched(self, **switches: object) -> float:
        """Lets the city misbehave for a while; returns when it stopped."""
        await self.town.switch(**switches)
        await asyncio.sleep(self.lasting)
        await self.town.switch()
        return time.time()


async def city_fails(strain: Strain) -> None:
    """The city answers everything with 503."""
    await strain.until_told("city answers 503, then well", await strain.switched(fail=503))


async def city_is_slow(strain: Strain) -> None:
    """The city takes its time for each answer."""
    await strain.switched(delay_ms=int(strain.lasting * 300))


async def city_refuses(strain: Strain) -> None:
    """The city refuses one kind of entry; afterwards the bus desk tells it again."""
    await strain.switched(refuse=[{"kind": "filed", "reason": "unknown class"}])
    await tell_refused_again(strain.people)


async def tell_refused_again(people: People) -> int:
    """Replays everything the city refused; returns how many cases."""
    told = 0
    while refused := await people.get(_DESK, "/api/v1/bus/refused", subscriber=CITY):
        for one in refused:
            await people.post(_DESK, f"/api/v1/bus/refused/{one['case_no']}/replay", {"subscriber": CITY})
        told += len(refused)
    return told


async def city_doubles(strain: Strain) -> None:
    """The city keeps what it gets and says that it failed."""
    await strain.until_told("city keeps and answers 500, then well", await strain.switched(double=True))


async def city_reorders(strain: Strain) -> None:
    """The city lets requests overtake each other, and takes some after it has said that they failed."""
    await strain.switched(reorder_ms=int(strain.lasting * 500))


async def city_killed(strain: Strain) -> None:
    """The city's process is killed and stays away."""
    await strain.town.kill(CITY)
    await asyncio.sleep(strain.lasting)
    await strain.town.start(CITY)
    await strain.town.until_ready(strain.town.city)
    await strain.until_told("city killed, then back", time.time())


async def pump_killed(strain: Strain) -> None:
    """The worker that pumps is killed; another one stands by, and it is started anew."""
    pumping = await _pid_of_the_pump(strain)
    names = strain.town.names_of(frozenset() if pumping is None else frozenset({pumping})) or [WORKERS[0]]
    await strain.town.kill(names[0])
    killed = time.time()
    await strain.town.start(names[0])
    await strain.until_told("worker with the pump killed, another stands by", killed, killed + _ON_ITS_WAY)


async def _pid_of_the_pump(strain: Strain) -> int | None:
    """The number of the process that pumps; None while the office goes from one to the other."""
    connection = await asyncpg.connect(strain.town.ground.environment["DATABASE_URL"])
    try:
        name = await connection.fetchval(_PUMP)
        return None if name is None else int(str(name).rpartition(":")[2])
    finally:
        await connection.close()


async def workers_killed(strain: Strain) -> None:
    """All workers are killed and started anew."""
    await strain.town.kill(*WORKERS)
    killed = time.time()
    for name in WORKERS:
        await strain.town.start(name)
    await strain.until_told("all workers killed and started", killed, killed + _ON_ITS_WAY)


async def web_killed(strain: Strain) -> None:
    """The web process is killed under load and started anew."""
    await strain.town.kill(WEB)
    killed = time.time()
    await strain.town.start(WEB)
    await strain.until_answered("web killed and started: an answer", killed)


async def database_restarted(strain: Strain) -> None:
    """The database is stopped and started."""
    await _taken_away(strain, "PostgreSQL restarted", strain.town.ground.restart)


async def database_crashed(strain: Strain) -> None:
    """The database is killed and recovers."""
    await _taken_away(strain, "PostgreSQL killed", strain.town.ground.crash)


async def _taken_away(strain: Strain, name: str, take_away: Callable[[], Awaitable[None]]) -> None:
    began = time.time()
    await take_away()
    back = time.time()
    strain.took[f"{name}: the server itself"].append(back - began)
    # Both count from when the server was back.
    await asyncio.gather(
        strain.until_answered(f"{name}, then an answer", back),
        strain.until_told(f"{name}, then a message", back),
    )


Fault = Callable[[Strain], Awaitable[None]]
FAULTS: tuple[Fault, ...] = (
    city_fails,
    city_is_slow,
    city_refuses,
    city_doubles,
    city_reorders,
    city_killed,
    pump_killed,
    workers_killed,
    web_killed,
    database_restarted,
    database_crashed,
)
