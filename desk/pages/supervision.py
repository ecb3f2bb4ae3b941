"""The supervisor's page: how the work of an area stands, what is red, and who holds what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Annotated

from litestar import Response, get
from litestar.params import QueryParameter

from desk.guards import any_role
from desk.pages import names
from desk.pages.rendering import page
from desk.pages.telling.lamps import ShownLamp, shown_lamp
from desk.requests import DeskRequest
from desk.rules.lamps import Limit
from dispatch.case_lists import Listed, Wanted, cases_in
from dispatch.present import present
from dispatch.workload import Held, Span, workload
from grid.area_parts import areas_with_parts
from grid.city import City
from grid.location import AreaRef
from reach import Reach, Role

_WATCHES = any_role([Role.SUPERVISOR, Role.LEADER])
_RED_SHOWN = 12
_HOLDERS_SHOWN = 100
_SOON = timedelta(days=1)
_Area = Annotated[str, QueryParameter(required=False, max_length=200)]


@dataclass(frozen=True, slots=True)
class _Holder:
    name: str
    is_department: bool
    held: Held
    lamp: ShownLamp


@dataclass(frozen=True, slots=True)
class _Red:
    case: Listed
    matter: str
    place: str
    lamp: ShownLamp


@get("/supervision", guards=[_WATCHES])
async def supervision(request: DeskRequest, area: _Area = "") -> Response[str]:
    """Numbers, red cases and holders of the areas watched over, or of one part of them."""
    city, now = await names.city(), await present()
    span = _span(now, city, area or None)
    red = await cases_in(request.reach, Wanted(overdue_at=now, area_path=area or None), None, _RED_SHOWN)
    work = await workload(request.reach, span, _HOLDERS_SHOWN)
    return await page(
        request,
        "supervisor/supervision.html",
        fragment="supervisor/_supervision.html",
        totals=work.totals,
        red=await _reds(red, now, city),
        holders=await _holders(work.holders, now, city),
        area=area,
        parts=await _parts(request.reach, area),
    )


def _span(now: datetime, city: City, area: str | None) -> Span:
    midnight = datetime.combine(now.astimezone(city.zone).date(), time(), city.zone)
    return Span(now, now + _SOON, midnight.astimezone(UTC), area)


async def _parts(reach: Reach, area: str) -> list[AreaRef]:
    """The areas watched over, and what they and the chosen one are made of."""
    watched = [
        post.area_path
        for post in reach.posts
        if post.role in (Role.SUPERVISOR, Role.LEADER) and post.area_path is not None
    ]
    return await areas_with_parts([*watched, area])


async def _reds(found: Sequence[Listed], now: datetime, city: City) -> list[_Red]:
    places = await names.whereabouts([one.area_path for one in found])
    matters = await names.matters_of((one.kind, one.matter) for one in found)
    return [
        _Red(
            one,
            matters.get(one.matter, ""),
            places.get(one.area_path, ""),
            shown_lamp(Limit(one.due_at, one.opened_at), now, city.zone),
        )
        for one in found
    ]


async def _holders(found: Sequence[Held], now: datetime, city: City) -> list[_Holder]:
    bodies = await names.departments([one.department_id for one in found if one.department_id is not None])
    people = await names.staff([_staff_id(one) for one in found if one.department_id is None])
    return [
        _Holder(
            bodies.get(one.department_id, "")
            if one.department_id is not None
            else people.get(_staff_id(one), ""),
            one.department_id is not None,
            one,
            shown_lamp(Limit(one.next_due), now, city.zone),
        )
        for one in found
    ]


def _staff_id(held: Held) -> int:
    """The worker's number; 0 for a task that nobody holds yet."""
    return int((held.worker or ":0").partition(":")[2])


ROUTES = (supervision,)
