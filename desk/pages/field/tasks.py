"""The first page of the phone: one's own tasks by due time or by distance, and the same on a map."""

from typing import Annotated

from litestar import Response, get
from litestar.params import QueryParameter

from desk.guards import any_role
from desk.pages.act_buttons import SERVED_AS
from desk.pages.field.work import cards, map_points
from desk.pages.maps import map_view
from desk.pages.rendering import page
from desk.requests import DeskRequest
from dispatch.field_work import WALKING, walked_by
from dispatch.present import present

_Word = Annotated[str, QueryParameter(required=False, max_length=32)]
TASK_LINK = "/m/tasks/{case_no}"


@get("/m", guards=[any_role(WALKING)])
async def my_tasks(request: DeskRequest, done: _Word = "") -> Response[str]:
    """Everything this person has to do; `done` tells of the act before, which took the case out of reach."""
    found = await cards(request.reach, await present())
    act = SERVED_AS[done].act if done in SERVED_AS else None
    return await page(request, "field/tasks.html", cards=found, done=act)


@get("/m/map", guards=[any_role(WALKING)])
async def my_map(request: DeskRequest) -> Response[str]:
    """The same tasks on a map of one's own grids, and beside it as a list."""
    now = await present()
    found = await cards(request.reach, now)
    chart = await map_view(now, walked_by(request.reach), map_points(found), TASK_LINK)
    return await page(request, "field/map.html", cards=found, chart=chart)


ROUTES = (my_tasks, my_map)
