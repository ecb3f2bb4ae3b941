"""Judging a matter that is over, and asking again for what was not put right, by number and password."""

import msgspec
from litestar import Response, post
from litestar.params import FromPath

from desk import after_the_end, progress
from desk.api.answering import answered_before, answered_once
from desk.api.reported import ReportedAnswer, reported_answer
from desk.api.reports import count_report
from desk.attempts import TooManyAttempts
from desk.errors import KeyUsedOtherwise, UnknownProgress
from desk.idempotency import RequestIdentity
from desk.pages import names
from desk.pages.fault_words import sentence
from desk.pages.forms import Form, key_of, read_form
from desk.pages.residents.progress import details_page, refused
from desk.pages.residents.reported import thanks
from desk.pages.translations import gettext as _
from desk.problem_answers import kind_of
from desk.requests import LARGEST_PUBLIC_BODY, DeskRequest
from dispatch.errors import ActRefused
from dispatch.present import present
from dispatch.rules.shared_facts import Rating
from reach import Reach
from registry.keys import keyed_index

_LONGEST = 4000  # characters of what somebody writes
_STARS = {"1", "2", "3", "4", "5"}


@post("/t/{tracking_no:str}/rating", status_code=200, request_max_body_size=LARGEST_PUBLIC_BODY)
async def rate(request: DeskRequest, tracking_no: FromPath[str]) -> Response[str]:
    """Keeps how content the holder is, once; then shows his matter again."""
    form = await read_form(request)
    try:
        holder = await _holder(request, tracking_no, form)
    except (UnknownProgress, TooManyAttempts) as error:
        return await refused(request, Form({"number": (tracking_no,)}), error)
    if form["stars"] not in _STARS:
        form = form.with_errors({"stars": (_("请选择一项。"),)})
        return await details_page(request, tracking_no, form, status=422)
    rating = Rating(int(form["stars"]), form["text"][:_LONGEST])
    try:
        await after_the_end.rate(holder, rating, await names.city(), await present())
    except ActRefused as error:
        return await _not_done(request, tracking_no, form, error)
    return await details_page(request, tracking_no, form, _("谢谢您的评价，已经收到。"))


@post("/t/{tracking_no:str}/again", status_code=200, request_max_body_size=LARGEST_PUBLIC_BODY)
async def ask_again(request: DeskRequest, tracking_no: FromPath[str]) -> Response[str]:
    """Takes a closed incident in again, as a new one with a number and password of its own."""
    form = await read_form(request)
    try:
        holder = await _holder(request, tracking_no, form)
    except (UnknownProgress, TooManyAttempts) as error:
        return await refused(request, Form({"number": (tracking_no,)}), error)
    if not form["again"]:
        form = form.with_errors({"again": (_("请说明还有什么没有解决。"),)})
        return await details_page(request, tracking_no, form, status=422)
    try:
        told = await _asked(request, holder, form)
    except (ActRefused, KeyUsedOtherwise, TooManyAttempts) as error:
        return await _not_done(request, tracking_no, form, error)
    return await thanks(request, msgspec.json.decode(told.content, type=ReportedAnswer))


async def _asked(request: DeskRequest, holder: Reach, form: Form) -> Response[bytes]:
    """The answer to this form, however often it is sent: the password it tells is told by no other page."""
    text = form["again"][:_LONGEST]
    identity = RequestIdentity(holder.actor, key_of(form, "again"), keyed_index("request", text))
    if (before := await answered_before(identity)) is not None:
        return before
    await count_report(request)
    city, now = await names.city(), await present()
    prepared = await after_the_end.prepare_asking(holder, text, city, now)

    async def work() -> object:
        return await reported_answer(await after_the_end.ask_again(prepared, holder, city, now))

    return await answered_once(identity, work, 201)


async def _holder(request: DeskRequest, tracking_no: str, form: Form) -> Reach:
    return await progress.holder(tracking_no, form["password"][:32], request.sender)


async def _not_done(request: DeskRequest, tracking_no: str, form: Form, error: Exception) -> Response[str]:
    problem = kind_of(error)
    form = form.with_errors({"": (sentence(problem),)})
    return await details_page(request, tracking_no, form, status=problem.status)


ROUTES = (rate, ask_again)
