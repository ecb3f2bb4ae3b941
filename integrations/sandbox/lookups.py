"""The pretend city's shared data: a store of licences and a register of residents, and filling them."""

import asyncio

import msgspec
from litestar import Response, get, put

from integrations.sandbox.city import Json, TheCity, problem


class Licence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A licence to be put into the pretend store; `valid_until` is a date, none means for ever."""

    holder_hash: str
    kind: str
    valid_until: str | None = None


class Resident(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A resident to be put into the pretend register, at home in an area (a code)."""

    holder_hash: str
    area: str


@get("/licences")
async def licences(city: TheCity, holder_hash: str) -> Response[Json]:
    """The licences of a holder."""
    if "licences" in city.board.present.down:
        return problem(503, "the licence store is down by a switch")
    return Response({"licences": await asyncio.to_thread(city.registers.licences_of, holder_hash)})


@put("/licences", status_code=204, sync_to_thread=True)
def put_licence(city: TheCity, data: Licence) -> None:
    """Issues a licence."""
    city.registers.put_licence(data.holder_hash, data.kind, data.valid_until)


@get("/population")
async def population(city: TheCity, holder_hash: str) -> Response[Json]:
    """Whether and where a resident is registered."""
    if "population" in city.board.present.down:
        return problem(503, "the population register is down by a switch")
    area = await asyncio.to_thread(city.registers.area_of, holder_hash)
    return Response({"found": area is not None, "area": area})


@put("/population", status_code=204, sync_to_thread=True)
def put_resident(city: TheCity, data: Resident) -> None:
    """Registers a resident."""
    city.registers.put_resident(data.holder_hash, data.area)


HANDLERS = (licences, put_licence, population, put_resident)
