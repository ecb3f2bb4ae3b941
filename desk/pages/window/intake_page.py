"""The window itself: one screen to take a matter in, in steps for a browser without script."""

from dataclasses import replace
from typing import Annotated

from litestar import Response, get, post
from litestar.params import QueryParameter
from litestar.response import Redirect

from desk.drafts import draft_of
from desk.errors import KeyUsedOtherwise
from desk.guards import any_role
from desk.idempotency import checked_key
from desk.pages import names, wording
from desk.pages.fault_words import on_top
from desk.pages.forms import Form, new_key, read_form
from desk.pages.maps import map_view
from desk.pages.rendering import page
from desk.pages.window.desk_day import day_of
from desk.pages.window.keys import KEYS
from desk.pages.window.papers import LARGEST_FORM, put_aside
from desk.pages.window.registering import Refused, hand_in, slip_of
from desk.pages.window.seen import look
from desk.pages.window.suggestions import Suggested, found_for
from desk.refused_acts import record_refusal
from desk.requests import DeskRequest
from desk.rules.agency import STANDING_WORDS
from dispatch.present import present
from reach import Role
from registry.rules.identity_numbers import NumberKind

CLERKS = any_role([Role.CLERK])
_FIND = "find"
_Key = Annotated[str, QueryParameter(required=False, max_length=128)]


@get("/window", guards=[CLERKS])
async def window(request: DeskRequest, draft: _Key = "", same: _Key = "") -> Response[str]:
    """The empty form, a draft that waited (`draft`), or the next matter of the same person (`same`)."""
    form = Form({"key": (new_key(),)})
    if draft and (kept := await draft_of(request.reach, draft)) is not None:
        form = Form({**kept.values, "key": (kept.key,)})
    elif same and (slip := await slip_of(request.reach, same)) is not None:
        form = Form({**{name: (value,) for name, value in slip.person.items()}, "key": (new_key(),)})
    return await _shown(request, form)


@post("/window", status_code=200, guards=[CLERKS], request_max_body_size=LARGEST_FORM)
async def take_in(request: DeskRequest) -> Response[str] | Redirect:
    """Hands the form in and goes to its receipt; without script `do=find` looks things up on the way."""
    form = await read_form(request)
    key = checked_key(form["key"]) or new_key()
    form = replace(form, values={**form.values, "key": (key,)})
    reach, city, now = request.reach, await names.city(), await present()
    form = form.with_errors(await put_aside(form, reach, city))
    if form["do"] == _FIND:
        return await _shown(request, form, found=await found_for(form), status=422 if form.errors else 200)
    try:
        slip = await hand_in(form, reach, city, now)
    except Refused as refused:
        return await _shown(request, form.with_errors(refused.faults), status=refused.status)
    except KeyUsedOtherwise:
        # It was handed in before and changed since: what was registered is shown, and that this was not.
        before = await slip_of(reach, key)
        if before is None:
            raise
        return Redirect(f"/window/receipts/{before.case_no}?slip={key}&changed=1", status_code=303)
    except Exception as error:
        reason, status = on_top(error)
        await record_refusal(error, request.scope)
        return await _shown(request, form.with_errors(reason), status=status)
    return Redirect(f"/window/receipts/{slip.case_no}?slip={key}", status_code=303)


@post("/window/preview", status_code=200, guards=[CLERKS])
async def beside(request: DeskRequest) -> Response[str]:
    """All panels beside the form as it stands, in one answer."""
    form, now = await read_form(request), await present()
    seen = await look(form, request.reach, await names.city(), now)
    return await page(request, "window/_panels.html", form=form, seen=seen, choices=_choices())


async def _shown(
    request: DeskRequest, form: Form, *, found: Suggested | None = None, status: int = 200
) -> Response[str]:
    reach, city, now = request.reach, await names.city(), await present()
    seen = await look(form, reach, city, now)
    if seen.faults and form.errors:
        form = form.with_errors({**seen.faults, **form.errors})
    return await page(
        request,
        "window/window.html",
        status=status,
        form=form,
        seen=seen,
        found=found,
        day=await day_of(reach, city, now),
        keys=KEYS,
        view=await map_view(now, reach.areas),
        now=now,
        clerk=reach.who,
        choices=_choices(),
    )


def _choices() -> dict[str, list[tuple[str, str]]]:
    return {
        "number_kinds": [(kind.value, wording.said(kind)) for kind in NumberKind],
        "standings": [(one.value, wording.spoken(words)) for one, words in STANDING_WORDS.items()],
    }


ROUTES = (window, take_in, beside)
