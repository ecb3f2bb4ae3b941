"""One task on the phone: the facts, its place, the acts as forms, and what is opened for a purpose."""

from typing import Annotated

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from desk.guards import any_role
from desk.pages.act_buttons import SERVED_AS
from desk.pages.act_offers import Standing
from desk.pages.act_view import ActView, form_asked_for
from desk.pages.acts import LARGEST_FORM, Around, acted
from desk.pages.case_view import standing_over
from desk.pages.field.task_view import task_view
from desk.pages.forms import read_form
from desk.pages.rendering import page
from desk.requests import DeskRequest
from desk.revealing import Look, kept_texts, look_into
from dispatch.field_work import WALKING
from dispatch.present import present
from registry.rules.purposes import Purpose

_Word = Annotated[str, QueryParameter(required=False, max_length=32)]
_TEMPLATE = "field/task.html"


@get("/m/tasks/{case_no:str}", guards=[any_role(WALKING)])
async def task_page(
    request: DeskRequest, case_no: FromPath[str], act: _Word = "", done: _Word = "", new: _Word = ""
) -> Response[str]:
    """The case of a task; `act` opens a form over it, `done` tells of the act before, `new` of its report."""
    standing = await standing_over(request.reach, case_no, await present())
    view = await task_view(standing, await form_asked_for(act, standing))
    told = SERVED_AS[done].act if done in SERVED_AS else None
    return await page(request, _TEMPLATE, view=view, done=told, new=bool(new))


@post(
    "/m/tasks/{case_no:str}/acts/{act:str}",
    guards=[any_role(WALKING)],
    request_max_body_size=LARGEST_FORM,
)
async def do_field_act(
    request: DeskRequest, case_no: FromPath[str], act: FromPath[str]
) -> Response[str] | Redirect:
    """Does an act on the spot; what cannot be done comes back as the form, with its texts and photos."""
    return await acted(request, case_no, act, _FIELD)


@post("/m/tasks/{case_no:str}/reveal", status_code=200, guards=[any_role(WALKING)])
async def reveal_task(request: DeskRequest, case_no: FromPath[str]) -> Response[str]:
    """The same page with its texts opened, once, for the purpose stated; the look is recorded."""
    form, reach, now = await read_form(request), request.reach, await present()
    standing = await standing_over(reach, case_no, now)
    if form["purpose"] not in set(Purpose):
        return await page(request, _TEMPLATE, status=422, view=await task_view(standing), unsaid=True)
    kept = kept_texts(standing.known.entries)
    look = Look(Purpose(form["purpose"]), [text.id for text in kept], bool(form["subject"]))
    opened = await look_into(standing.known.case, look, kept, (reach, now))
    return await page(request, _TEMPLATE, view=await task_view(standing, revealed=opened))


async def _task_page(request: DeskRequest, standing: Standing, form: ActView, status: int) -> Response[str]:
    return await page(request, _TEMPLATE, status=status, view=await task_view(standing, form))


_FIELD = Around("/m/tasks/", "/m", _task_page)

ROUTES = (task_page, do_field_act, reveal_task)
