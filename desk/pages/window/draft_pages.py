"""Keeps what a clerk is typing, lists what waits, and throws away what nobody wants."""

from base64 import b64encode
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, PathParameter
from litestar.response import Redirect

from desk.draft_keys import draft_key_of
from desk.drafts import Draft, discard_draft, drafts_of, save_draft
from desk.guards import any_role
from desk.idempotency import checked_key
from desk.input_errors import FieldError, InvalidInput
from desk.pages.forms import Form, read_form
from desk.pages.rendering import page
from desk.requests import DeskRequest
from desk.waiting_papers import forget_papers
from reach import Role
from registry.rules import masking

_CLERKS = any_role([Role.CLERK])
_NOT_KEPT = frozenset({"csrf_token", "key", "do", "parked", "drop"})
_LARGEST = 20_000  # bytes; the longest form a clerk types is half of it
_Key = Annotated[str, PathParameter(min_length=1, max_length=128)]


@post("/window/drafts", status_code=204, guards=[_CLERKS], request_max_body_size=4 * _LARGEST)
async def save(request: DeskRequest) -> None:
    """Keeps the form as it is now, in place of what was kept of it before."""
    form = await read_form(request)
    key = checked_key(form["key"])
    if not key:
        raise InvalidInput(FieldError("/key", "required", "a draft is known by the key of its form"))
    values = {name: given for name, given in form.values.items() if name not in _NOT_KEPT}
    draft = Draft(key, values, label(form), form["parked"] == "yes", datetime.now(UTC))
    await save_draft(request.reach, draft)


def label(form: Form) -> str:
    """Whose draft it is and what about, as a list may show it."""
    name = masking.name(form["subject_name"]) if form["subject_name"] else ""
    return f"{name} {form['matter_words'][:30]}".strip()


@get("/window/drafts", guards=[_CLERKS])
async def drafts(request: DeskRequest) -> Response[str]:
    """The drafts that wait, as the window lists them."""
    waiting = SimpleNamespace(drafts=await drafts_of(request.reach))
    return await page(request, "window/_drafts.html", day=waiting, form=None)


@post("/window/drafts/key", status_code=200, guards=[_CLERKS])
async def lend_key(request: DeskRequest) -> Response[bytes]:
    """The key this clerk's browser keeps drafts under while the desk is away; no link can ask for it."""
    lent = await draft_key_of(request.reach, datetime.now(UTC))
    told = msgspec.json.encode({"id": lent.id, "key": b64encode(lent.secret).decode()})
    return Response(told, media_type="application/json")


@post("/window/drafts/{key:str}/discard", guards=[_CLERKS], status_code=303)
async def discard(request: DeskRequest, key: FromPath[_Key]) -> Redirect:
    """Throws one of this clerk's drafts away."""
    await discard_draft(request.reach, key)
    await forget_papers(request.reach, key)
    return Redirect("/window", status_code=303)


ROUTES = (save, drafts, lend_key, discard)
