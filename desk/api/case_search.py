"""Finding cases by what somebody says of them: `POST /cases/search`, so that no name stands in an address."""

from typing import Annotated, Literal

from litestar import post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from desk.api.act_bodies import Id
from desk.api.case_lists import MOST, ListAnswer, begins_after, found_cases
from desk.guards import case_readers
from desk.input_errors import told_at
from desk.requests import DeskRequest
from dispatch.case_lists import Wanted
from dispatch.rules.states import CaseKind
from registry.errors import SearchTooShort

_Path = Annotated[str, Meta(max_length=200, description="The beginning of a path")]


class SearchBody(Struct, forbid_unknown_fields=True, kw_only=True):
    """What is looked for; `q` as in `GET /cases`, every other field narrows. `after` is a page's `next`."""

    q: Annotated[str, Meta(min_length=2, max_length=64)]
    kind: CaseKind | None = None
    state: Annotated[str, Meta(max_length=32)] | None = None
    area: _Path | None = None
    department: Id | None = None
    open: bool | None = None
    only: Annotated[list[Literal["mine", "overdue"]], Meta(max_length=2)] = []
    after: Annotated[str, Meta(max_length=80)] | None = None
    limit: Annotated[int, Meta(ge=1, le=MOST)] = 50


@post("/cases/search", status_code=200, guards=[case_readers], tags=["cases"], summary="Search cases")
async def search_cases(request: DeskRequest, data: JSONBody[SearchBody]) -> ListAnswer:
    """As `GET /cases`, with the text in the body: addresses are kept in logs and histories."""
    wanted = Wanted(data.kind, data.state, data.area, data.department, still_open=data.open)
    page = (None if data.after is None else begins_after(data.after, "/after"), data.limit)
    with told_at("/q", "too_short", SearchTooShort):
        return await found_cases(request.reach, wanted, data.only, data.q, page)


ROUTES = (search_cases,)
