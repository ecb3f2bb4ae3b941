"""How often an intake and an act go to the database: each round trip is a wait of everybody at the window."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from asyncpg.connection import LoggedQuery

import database
from desk.acting import act
from desk.intake import prepare, register_prepared
from desk.new_case import NewCase
from dispatch.cases import ActRequest
from dispatch.rules.states import Act
from tests.usecases.walking import taken_in
from tests.world import NOW, World, an_application, an_incident

# Savepoints only this counting brings about; the others a connection asks when it first meets a type.
_NOT_OURS = (
    "SAVEPOINT",
    "RELEASE",
    "SELECT current_setting('jit')",
    "WITH RECURSIVE typeinfo",
    "SELECT set_config('jit'",
)


@asynccontextmanager
async def counted() -> AsyncIterator[list[str]]:
    """The statements of everything done inside, which shares one transaction."""
    heard: list[str] = []

    def hear(query: LoggedQuery) -> None:
        heard.append(" ".join(query.query.split()))

    async with database.transaction() as connection:
        with connection.query_logger(hear):
            yield heard


def worked(heard: list[str]) -> list[str]:
    """Those that are there every time."""
    return [query for query in heard if not query.startswith(_NOT_OURS)]


async def register(new: NewCase, post: str, world: World) -> list[str]:
    prepared = await prepare(new, world.city, NOW)
    async with counted() as heard:
        await register_prepared(prepared, world.who(post), world.city)
    return worked(heard)


@pytest.mark.parametrize(
    ("new", "post", "most"), [(an_incident(), "worker", 4), (an_application(), "clerk", 5)]
)
async def test_an_intake_is_a_handful_of_round_trips(
    world: World, new: NewCase, post: str, most: int
) -> None:
    # The first of a process also reads calendars, map and responsibilities, which it then keeps.
    await register(new, post, world)

    heard = await register(new, post, world)

    assert len(heard) <= most


async def test_an_act_is_a_handful_of_round_trips(world: World) -> None:
    walk = await taken_in(world, an_application())
    version = (await walk.case()).version
    async with counted() as heard:
        request = ActRequest(walk.case_id, Act.ACCEPT, version)
        await act(request, world.who("clerk"), world.city, NOW)

    assert len(worked(heard)) <= 12
