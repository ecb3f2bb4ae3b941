"""The bus desk's pages: how each subscriber stands, what it refused and why, and telling it again."""

from typing import Annotated

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from desk.bus_replaying import refused_message, replay_case, replay_every_case
from desk.guards import has_duty
from desk.pages.forms import read_form
from desk.pages.rendering import page
from desk.requests import DeskRequest
from dispatch import refusals, subscribers
from dispatch.case_numbers import case_id_of, numbers_of
from dispatch.refusals import RefusedCase
from dispatch.rules.permissions import Duty

_MENDS = has_duty(Duty.MEND_BUS)
_PAGE = 50
_Subscriber = Annotated[str, QueryParameter(required=False, max_length=32)]
_Case = Annotated[str, QueryParameter(required=False, max_length=64)]
_Replayed = Annotated[int | None, QueryParameter(required=False, ge=0, le=10**9)]


@get("/bus", guards=[_MENDS])
async def bus_desk(
    request: DeskRequest, subscriber: _Subscriber = "", after: _Case = "", replayed: _Replayed = None
) -> Response[str]:
    """Every subscriber's line, and the refused cases of one of them, page by page."""
    standings = await subscribers.standings()
    chosen = subscriber or next((one.code for one in standings if one.cases_refused), "")
    refused = await _refused(request, chosen, after) if chosen else []
    shown = refused[:_PAGE]
    return await page(
        request,
        "supervisor/bus.html",
        fragment="supervisor/_bus.html",
        standings=standings,
        chosen=chosen,
        refused=shown,
        first=f"/bus?subscriber={chosen}" if after else "",
        next=f"/bus?subscriber={chosen}&after={shown[-1][0]}" if len(refused) > _PAGE else "",
        replayed=replayed,
    )


async def _refused(request: DeskRequest, subscriber: str, after: str) -> list[tuple[str, RefusedCase]]:
    after_id = await case_id_of(request.reach, after) or 0 if after else 0
    found = await refusals.waiting(request.reach, subscriber, after_id, _PAGE + 1)
    numbers = await numbers_of(request.reach, [one.case_id for one in found])
    return [(numbers[one.case_id], one) for one in found]


@get("/bus/refused/{subscriber:str}/{number:str}", guards=[_MENDS])
async def refused_case(
    request: DeskRequest, subscriber: FromPath[str], number: FromPath[str]
) -> Response[str]:
    """One refused message: what the subscriber said, and what it would be sent."""
    case_id = await case_id_of(request.reach, number)
    found = [] if case_id is None else await refusals.waiting(request.reach, subscriber, case_id - 1, 1)
    if not found or found[0].case_id != case_id:
        raise NotFoundException
    return await page(
        request,
        "supervisor/refused.html",
        case_no=number,
        refused=found[0],
        message=await refused_message(found[0]),
    )


@post("/bus/refused/{subscriber:str}/{number:str}", status_code=303, guards=[_MENDS])
async def tell_again(request: DeskRequest, subscriber: FromPath[str], number: FromPath[str]) -> Redirect:
    """Tells a case again, from the refused entry or from its first."""
    from_first = (await read_form(request))["from"] == "first"
    if not await replay_case(request.reach, subscriber, number, 1 if from_first else None):
        raise NotFoundException
    return Redirect(f"/bus?subscriber={subscriber}&replayed=1", status_code=303)


@post("/bus/refused/{subscriber:str}", status_code=303, guards=[_MENDS])
async def tell_all_again(request: DeskRequest, subscriber: FromPath[str]) -> Redirect:
    """Tells every refused case of a subscriber again, once it says that it is mended."""
    cases = await replay_every_case(request.reach, subscriber)
    return Redirect(f"/bus?subscriber={subscriber}&replayed={cases}", status_code=303)


ROUTES = (bus_desk, refused_case, tell_again, tell_all_again)
