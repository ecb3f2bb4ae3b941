"""Reporting something without signing in: one form, with or without script, and what comes after it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.params import QueryParameter

from desk import attempts
from desk.api.answering import answered_before
from desk.api.intake_bodies import ReportBody, report
from desk.api.reported import ReportedAnswer
from desk.api.reports import count_report, handed_in, sender_of
from desk.attempts import TooManyAttempts
from desk.errors import KeyUsedOtherwise
from desk.idempotency import RequestIdentity
from desk.input_errors import InvalidInput
from desk.pages.fault_words import on_top
from desk.pages.forms import Form, at_fields, key_of, new_key, read_form
from desk.pages.inline_pictures import waiting_pictures
from desk.pages.maps import map_view
from desk.pages.rendering import page
from desk.pages.residents import places, report_form
from desk.pages.residents.report_form import FIELDS, Draft
from desk.pages.residents.reported import thanks
from desk.pages.residents.what import groups
from desk.reporting import known_nearby
from desk.requests import LARGEST_PUBLIC_BODY, DeskRequest
from desk.waiting_photos import MOST
from dispatch.present import present
from registry.keys import keyed_index

# Four photos as a phone takes them where no script makes them smaller, and the words.
LARGEST_FORM = 42_000_000
# Of whoever sends too much, what holds little more than words is read all the same: nothing typed is lost.
_READ_ALL_THE_SAME = 2_000_000  # bytes
_Code = Annotated[str, QueryParameter(name="class", required=False, max_length=100)]


@get("/report")
async def report_page(request: DeskRequest, about: _Code = "") -> Response[str]:
    """The form, empty; `?class=` opens it with a class chosen."""
    return await _shown(request, report_form.empty(about))


@post("/report/places", status_code=200, request_max_body_size=LARGEST_PUBLIC_BODY)
async def report_places(request: DeskRequest) -> Response[str]:
    """The places that what was typed could mean, as choices of the form; a part of its page."""
    where = (await read_form(request))["where"]
    found = tuple(await places.choices(request, where))
    draft = Draft(report_form.empty().form, choices=found)
    return await page(request, "resident/_places.html", draft=draft, asked=where)


@post("/report", status_code=200, request_max_body_size=LARGEST_FORM)
async def send_report(request: DeskRequest) -> Response[str]:
    """Takes the report in; a button of the form may ask to look something up for it first."""
    try:
        # Before the form is read: photos are large.
        await attempts.count_attempt(
            f"report form:{request.sender}", attempts.FORM_BY_SOURCE, datetime.now(UTC)
        )
    except TooManyAttempts as error:
        if (request.content_length or LARGEST_FORM) > _READ_ALL_THE_SAME:
            raise
        return await _not_taken(request, await report_form.as_typed(await read_form(request)), error)
    form = await read_form(request)
    identity = _identity(request, form)
    try:
        if (before := await answered_before(identity)) is not None:
            return await thanks(request, msgspec.json.decode(before.content, type=ReportedAnswer))
    except KeyUsedOtherwise:
        # Somebody went back to a form that was taken in, and wrote something else into it.
        return await _shown(request, replace(await report_form.drafted(request, form), again=True, key=""))
    try:
        draft = await report_form.drafted(request, form)
    except TooManyAttempts as error:
        return await _not_taken(request, await report_form.as_typed(form), error)
    if form["do"] in ("what", "where"):
        return await _shown(request, draft)
    return await _sent(request, draft.with_errors(report_form.faults(draft)), identity)


async def _sent(request: DeskRequest, draft: Draft, identity: RequestIdentity) -> Response[str]:
    if draft.form.errors:
        return await _shown(request, draft, 422)
    if draft.form["another"] != "yes":
        draft = replace(draft, known=await known_nearby(draft.form["class"], draft.place))
        if draft.known:
            return await _shown(request, draft)
    body = msgspec.convert(draft.value, ReportBody)
    try:
        await count_report(request)
        answer = await handed_in(report(body), body.photos, identity)
    except InvalidInput as error:
        return await _shown(request, draft.with_errors(at_fields(error, FIELDS)), 422)
    except Exception as error:
        return await _not_taken(request, draft, error)
    return await thanks(request, msgspec.json.decode(answer.content, type=ReportedAnswer))


async def _not_taken(request: DeskRequest, draft: Draft, error: Exception) -> Response[str]:
    """The form with everything typed, and on top why it was not taken; raises what nobody has foreseen."""
    reason, status = on_top(error)
    shown = await _shown(request, draft.with_errors(reason), status)
    if isinstance(error, TooManyAttempts):
        shown.headers["Retry-After"] = str(max(1, int(error.wait.total_seconds())))
    return shown


def _identity(request: DeskRequest, form: Form) -> RequestIdentity:
    """The form as its page named it; photos are left out, since a form sent twice sends them anew."""
    typed = sorted((name, given) for name, given in form.values.items() if name not in ("key", "photo"))
    fingerprint = keyed_index("request", msgspec.json.encode(typed).decode())
    return RequestIdentity(sender_of(request), key_of(form, "form"), fingerprint)


async def _shown(request: DeskRequest, draft: Draft, status: int = 200) -> Response[str]:
    if not draft.key:
        draft = replace(draft, key=new_key())
    return await page(
        request,
        "resident/report.html",
        status=status,
        form=draft.form,
        draft=draft,
        kept=await waiting_pictures(draft.photos),
        groups=await groups(draft.form["what"], draft.form["class"]),
        chart=await map_view(await present()),
        most=MOST,
    )


ROUTES = (report_page, report_places, send_report)
