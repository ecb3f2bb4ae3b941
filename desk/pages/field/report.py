"""Reporting what one sees in four taps at most: what it is, a photo, where it is, send."""

from dataclasses import replace
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.params import QueryParameter
from litestar.response import Redirect

from desk import intake, metrics
from desk.api.intake_bodies import IncidentBody, incident
from desk.attempts import TooManyAttempts
from desk.errors import KeyUsedOtherwise
from desk.field_reports import Seen, register_seen
from desk.guards import any_role
from desk.idempotency import Answer, RequestIdentity, kept_answer, once
from desk.input_errors import InvalidInput
from desk.intake_faults import every_fault_told
from desk.pages import names
from desk.pages.captured import captured_of
from desk.pages.fault_words import on_top
from desk.pages.field.report_form import FIELDS, MOST, Draft, as_typed, drafted, empty, faults
from desk.pages.field.report_photos import Photos, looked_into, put_aside
from desk.pages.field.report_tiles import tiles
from desk.pages.forms import Form, at_fields, key_of, new_key, read_form
from desk.pages.inline_pictures import waiting_pictures
from desk.pages.maps import map_view
from desk.pages.rendering import page
from desk.refused_acts import record_refusal
from desk.requests import DeskRequest
from dispatch.field_work import WALKING, walked_by
from dispatch.present import present
from grid.locate import edition_lock
from registry.keys import keyed_index

LARGEST_FORM = 62_000_000  # bytes: six photos of ten megabytes, where no script makes them smaller
_Code = Annotated[str, QueryParameter(name="class", required=False, max_length=64)]


class _Told(msgspec.Struct):
    """What is kept of a report that was taken in."""

    case_no: str


@get("/m/report", guards=[any_role(WALKING)])
async def field_report_page(request: DeskRequest, about: _Code = "") -> Response[str]:
    """What it is, as tiles; with `?class=` the form of a report of that class."""
    return await _page(request, empty(about))


@post("/m/report", guards=[any_role(WALKING)], status_code=200, request_max_body_size=LARGEST_FORM)
async def send_field_report(request: DeskRequest) -> Response[str] | Redirect:
    """Takes the report in and goes to its case; looks a place up where a button asked for that."""
    form = await read_form(request)
    identity = _identity(request, form)
    try:
        draft = await drafted(request, form)
    except TooManyAttempts as error:
        draft = await as_typed(form)
        return await _not_taken(request, draft, await looked_into(draft, await names.city()), error)
    try:
        if (before := await kept_answer(identity)) is not None:
            return _done(before)
    except KeyUsedOtherwise:
        # Somebody went back to a form that was taken in, and wrote something else into it.
        draft, identity = replace(draft, key=new_key()), replace(identity, key=None)
    photos = await looked_into(draft, await names.city())
    if form["do"] == "where":
        return await _again(request, draft, photos, 200)
    draft = draft.with_errors({**faults(draft), **photos.errors})
    if draft.form.errors:
        return await _again(request, draft, photos, 422)
    try:
        return _done(await _taken_in(request, draft, photos, identity))
    except InvalidInput as error:
        return await _again(request, draft.with_errors(at_fields(error, FIELDS)), photos, 422)
    except Exception as error:
        return await _not_taken(request, draft, photos, error)


async def _not_taken(request: DeskRequest, draft: Draft, photos: Photos, error: Exception) -> Response[str]:
    """The form with everything in it, and on top why it was not taken; raises what nobody has foreseen."""
    reason, status = on_top(error)
    await record_refusal(error, request.scope)
    return await _again(request, draft.with_errors(reason), photos, status)


async def _taken_in(request: DeskRequest, draft: Draft, photos: Photos, identity: RequestIdentity) -> Answer:
    reach, now, city = request.reach, await present(), await names.city()
    read = incident(msgspec.convert(draft.value, IncidentBody), reach)
    seen = Seen(photos.sound, draft.waiting, captured_of(draft.form))
    async with every_fault_told(read, reach, city, now):
        prepared = await intake.prepare(read.new, city, now)

        async def work() -> Answer:
            registered = await register_seen(prepared, seen, reach, city, now)
            return Answer(201, msgspec.json.encode(_Told(registered.case_no)))

        answer = await once(identity, work, edition_lock())
    if not answer.replayed:
        metrics.INTAKES.labels(read.new.kind.value, read.new.channel.value).inc()
    return answer


def _done(answer: Answer) -> Redirect:
    told = msgspec.json.decode(answer.body, type=_Told)
    return Redirect(f"/m/tasks/{told.case_no}?new=1", status_code=303)


def _identity(request: DeskRequest, form: Form) -> RequestIdentity:
    """The form by what was chosen and written: photos come anew each time, and the first capture counts."""
    said = {
        name: values
        for name, values in form.values.items()
        if name not in ("key", "photo", "csrf_token") and not name.startswith("captured.")
    }
    fingerprint = keyed_index("request", msgspec.json.encode(sorted(said.items())).decode())
    return RequestIdentity(request.reach.actor, key_of(form, "field"), fingerprint)


async def _again(request: DeskRequest, draft: Draft, photos: Photos, status: int) -> Response[str]:
    kept = await put_aside(photos, request.reach, await names.city())
    draft = replace(draft, waiting=(*draft.waiting, *kept))
    return await _page(request, draft.with_errors(photos.errors), status)


async def _page(request: DeskRequest, draft: Draft, status: int = 200) -> Response[str]:
    now = await present()
    offered = await tiles(request.reach, now)
    chosen = offered.of(draft.form["class"])
    if chosen is None:
        return await page(request, "field/report_classes.html", status=status, tiles=offered)
    return await page(
        request,
        "field/report.html",
        status=status,
        draft=draft,
        kept=await waiting_pictures(draft.waiting),
        form=draft.form,
        chosen=chosen,
        chart=await map_view(now, walked_by(request.reach)),
        most=MOST,
    )


ROUTES = (field_report_page, send_field_report)
