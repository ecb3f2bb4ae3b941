"""How far a matter is, by its tracking number: the address in the QR code, for people and machines."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from litestar import Response, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody, PathParameter
from msgspec import Meta, Struct

from desk import progress
from desk.api.intake_answers import AreaAnswer
from desk.api.reported import BothLanguages
from desk.pages.residents.progress import progress_page
from desk.progress import Details, Progress
from desk.requests import LARGEST_PUBLIC_BODY, DeskRequest

_Number = Annotated[str, PathParameter(min_length=1, max_length=32)]


class StepAnswer(Struct):
    """One step: when (UTC), and what it is called."""

    at: datetime
    zh: str
    en: str


class ProgressAnswer(Struct):
    """How far the matter is; areas down to the cell, never the point."""

    tracking_no: str
    kind: str
    state: str
    zh: str
    en: str
    opened_at: datetime
    areas: list[AreaAnswer]
    steps: list[StepAnswer]


class DueAnswer(Struct):
    """A limit that runs."""

    kind: str
    last_day: date | None
    due_at: datetime | None
    provisional: bool


class DetailsAnswer(Struct):
    """What number and password tell together; `to_bring` are papers that were asked for and are not here."""

    progress: ProgressAnswer
    case_no: str
    matter: str
    due: list[DueAnswer]
    result_code: int | None
    to_bring: list[BothLanguages]


class PasswordBody(Struct, forbid_unknown_fields=True):
    """The six digits printed on the receipt."""

    password: Annotated[str, Meta(pattern=r"^[0-9]{6}$")]


_ANSWER = {200: ResponseSpec(ProgressAnswer, description="How far it is", generate_examples=False)}


@get("/t/{tracking_no:str}", tags=["residents"], summary="How far a matter is", responses=_ANSWER)
async def see_progress(
    request: DeskRequest, tracking_no: _Number
) -> Response[ProgressAnswer] | Response[str]:
    """State, steps with their dates, areas; a page for browsers, JSON for everything else."""
    if wants_page(request):
        return await progress_page(request, tracking_no)
    return Response(_answer(await progress.progress(tracking_no, request.sender)))


@post(
    "/t/{tracking_no:str}",
    status_code=200,
    tags=["residents"],
    summary="More, with the password",
    request_max_body_size=LARGEST_PUBLIC_BODY,
)
async def see_details(
    request: DeskRequest, tracking_no: _Number, data: JSONBody[PasswordBody]
) -> DetailsAnswer:
    """Case number, matter and limits; wrong passwords and unknown numbers get the same answer."""
    found = await progress.details(tracking_no, data.password, request.sender)
    return _details(found)


def wants_page(request: DeskRequest) -> bool:
    """Whether the caller is a browser."""
    return "text/html" in request.headers.get("accept", "")


def _answer(found: Progress) -> ProgressAnswer:
    zh, en = found.words
    return ProgressAnswer(
        found.tracking_no, found.kind.value, found.state, zh, en, found.opened_at,
        [AreaAnswer(area.level.value, area.code, area.name, area.name_en) for area in found.areas],
        _steps(found.steps),
    )  # fmt: skip


def _steps(steps: Sequence[progress.Step]) -> list[StepAnswer]:
    return [StepAnswer(step.at, *step.words) for step in steps]


def _details(found: Details) -> DetailsAnswer:
    due = [DueAnswer(one.kind, one.last_day, one.due_at, one.provisional) for one in found.due]
    return DetailsAnswer(
        _answer(found.progress), found.case_no, found.matter, due, found.result_code,
        [BothLanguages(*named) for named in found.to_bring],
    )  # fmt: skip


ROUTES = (see_progress, see_details)
