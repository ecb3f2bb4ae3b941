"""The pretend city's web app: takes the bus's messages, shows what it has, misbehaves when switched to."""

import asyncio
from pathlib import Path
from typing import Annotated

from litestar import Litestar, Request, Response, delete, get, post, put
from litestar.datastructures import State
from litestar.di import Provide
from litestar.params import Parameter

from integrations.sandbox import lookups, pages
from integrations.sandbox.city import City, Json, TheCity, problem
from integrations.sandbox.receiving import Unacceptable, read_again, read_request
from integrations.sandbox.record import Event, Record
from integrations.sandbox.registers import Registers
from integrations.sandbox.reordering import Disorder
from integrations.sandbox.store import Store
from integrations.sandbox.switches import Board, Switches

Asked = Request[None, None, State]
Limit = Annotated[int, Parameter(ge=1, le=10_000)]
_LARGEST = 8_000_000  # bytes of one request


@post("/bus", status_code=202)
async def receive(city: TheCity, request: Asked) -> Response[Json]:
    """Takes one event or a batch, all of it or nothing."""
    try:
        events = read_request(city.secret, request.headers, await request.body())
    except Unacceptable as no:
        return problem(no.status, no.reason)
    if city.board.present.delay_ms:
        await asyncio.sleep(city.board.present.delay_ms / 1000)
    refused = _misbehaviour(city.board, events)
    if refused is not None:
        return refused
    within = city.board.present.reorder_ms
    if within and await city.disorder.put_aside(events, within):
        return problem(503, "failing by a switch, and taken later")
    await asyncio.to_thread(city.record.keep, events)
    if city.board.present.double:
        return problem(500, "stored, and failing by a switch")
    return Response({"taken": len(events)}, status_code=202)


def _misbehaviour(board: Board, events: list[Event]) -> Response[Json] | None:
    failing = board.status_of_failure()
    if failing is not None:
        return problem(failing, "failing by a switch")
    for event in events:
        refuse = board.refusal_of(event.subject, event.kind)
        if refuse is not None:
            return problem(refuse.status, refuse.reason)
    return None


@get("/record", sync_to_thread=True)
def messages(city: TheCity, case: str | None = None, after: int = 0, limit: Limit = 1000) -> Json:
    """What was taken, in order of arrival."""
    return {"messages": city.record.messages(case, after, limit)}


@get("/record/counts", sync_to_thread=True)
def counts(city: TheCity, after_case: str = "", limit: Limit = 1000) -> Json:
    """Totals, faults, and by case number: count, last sequence, hash."""
    totals: Json = dict(city.record.totals())
    return totals | {"faults": city.record.faults(), "by_case": city.record.counts(after_case, limit)}


@post("/record/anew", status_code=200)
async def anew(city: TheCity, request: Asked) -> Response[Json]:
    """Puts a case's messages aside from one on, signed by who sent them and will tell them once more."""
    try:
        again = read_again(city.secret, request.headers, await request.body())
    except Unacceptable as no:
        return problem(no.status, no.reason)
    aside = await asyncio.to_thread(city.record.put_aside, again.case, again.from_sequence)
    return Response({"put_aside": aside})


@delete("/record")
async def clear(city: TheCity) -> None:
    """Forgets messages and faults, those it has put aside too."""
    await city.disorder.settled()
    await asyncio.to_thread(city.record.clear)


@get("/switches")
async def switches(city: TheCity) -> Switches:
    """How the city misbehaves at present."""
    return city.board.present


@put("/switches")
async def switch(city: TheCity, data: Switches) -> Switches:
    """Sets all switches; what is left out is off."""
    city.board.present = data
    return data


@get("/ready")
async def ready() -> Json:
    """Says that it answers."""
    return {"ready": True}


def build(store: Path, secret: str) -> Litestar:
    """The app over a store file; `secret` is the one shared with the sender, spelled `whsec_…`."""
    kept = Store(store)
    record = Record(kept)
    city = City(record, Registers(kept), Board(), Disorder(record), secret)
    own = (receive, messages, counts, anew, clear, switches, switch, ready)
    return Litestar(
        [*own, *lookups.HANDLERS, *pages.HANDLERS],
        dependencies={"city": Provide(lambda: city, sync_to_thread=False)},
        request_max_body_size=_LARGEST,
        on_shutdown=[kept.close],
        openapi_config=None,
    )
