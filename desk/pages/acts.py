"""The forms of acts sent by people: done once, or shown again with everything typed and what is wrong."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from desk.api.act_table import ServedAct
from desk.errors import MovedOn
from desk.guards import any_role
from desk.input_errors import FieldError, InvalidInput
from desk.pages import names
from desk.pages.act_buttons import SERVED_AS
from desk.pages.act_faults import at_fields
from desk.pages.act_fields import ActField, Control
from desk.pages.act_files import PutAway, kept_files, put_away
from desk.pages.act_offers import Standing
from desk.pages.act_reading import Sent, read_act
from desk.pages.act_view import KEY, ActView, Filled, act_view, fields_of
from desk.pages.acting_once import Came, act_once
from desk.pages.case_view import case_view, standing_over
from desk.pages.fault_words import sentence
from desk.pages.forms import Form, read_form
from desk.pages.rendering import page
from desk.pages.telling.steps import Step, steps_of
from desk.problem_answers import faults_of, kind_of
from desk.problems import Problem
from desk.refused_acts import record_refusal
from desk.requests import DeskRequest
from dispatch.case_store import case_by_no
from dispatch.cases import allowed_acts
from dispatch.errors import ActRefused, NotVisible
from dispatch.present import present
from dispatch.rules.side_moves import WORKING
from reach import Reach
from registry.data_keys import case_owner

LARGEST_FORM = 60_000_000  # bytes: six photos of ten megabytes
_UNFIT = HTTPStatus.UNPROCESSABLE_ENTITY.value


Showing = Callable[[DeskRequest, Standing, ActView, int], Awaitable[Response[str]]]


@dataclass(frozen=True, slots=True)
class Around:
    """Where an act is done: what precedes the number of a case in its address, its list, how it is shown."""

    address: str
    list: str
    show: Showing


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What somebody sent, over the case as it stood when it came."""

    around: Around
    served: ServedAct
    standing: Standing
    fields: Sequence[ActField]
    typed: Form
    files: PutAway

    @property
    def case_no(self) -> str:
        return self.standing.known.case.case_no


@post("/cases/{case_no:str}/acts/{act:str}", guards=[any_role(WORKING)], request_max_body_size=LARGEST_FORM)
async def do_act(
    request: DeskRequest, case_no: FromPath[str], act: FromPath[str]
) -> Response[str] | Redirect:
    """Does an act and goes back to the case; what cannot be done comes back as the form with its faults."""
    return await acted(request, case_no, act, _DESK)


async def acted(request: DeskRequest, case_no: str, act: str, around: Around) -> Response[str] | Redirect:
    """What comes of the form of an act, sent from whatever page has one. Raises NotVisible."""
    standing = await standing_over(request.reach, case_no, await present())
    if act not in SERVED_AS:
        return Redirect(f"{around.address}{case_no}", status_code=303)
    attempt = await _attempt(around, SERVED_AS[act], standing, await read_form(request))
    try:
        return await _tried(request, attempt)
    except InvalidInput as error:
        return await _again(request, attempt, error.errors, _UNFIT)
    except ActRefused as error:
        await record_refusal(error, request.scope)
        return await _refused(request, attempt, error)
    except MovedOn as error:
        return await _overtaken(request, attempt, error)


async def _attempt(around: Around, served: ServedAct, standing: Standing, typed: Form) -> _Attempt:
    fields = fields_of(served.act, standing)
    files = PutAway(kept_files(fields, typed), ())
    # Whoever may not act now has no business leaving files either.
    if typed.files and served.act in allowed_acts(standing.reach, standing.known):
        owner, zone = case_owner(standing.known.case.id), (await names.city()).zone
        files = await put_away(standing.reach, owner, fields, typed, zone)
    return _Attempt(around, served, standing, fields, typed, files)


async def _tried(request: DeskRequest, attempt: _Attempt) -> Response[str] | Redirect:
    reach = request.reach
    sent = Sent((await names.city()).zone, attempt.files.ids, await _cases(reach, attempt))
    if attempt.files.faults:
        raise InvalidInput(*attempt.files.faults)
    body = read_act(attempt.served, attempt.fields, attempt.typed, sent)
    came = await act_once(attempt.served, attempt.case_no, body, reach, attempt.typed[KEY])
    if isinstance(came, Came):
        return Redirect(await _afterwards(reach, attempt, came), status_code=303)
    return await _shown(request, attempt, {"": (sentence(came),)}, came.status)


async def _cases(reach: Reach, attempt: _Attempt) -> Mapping[str, int]:
    """The cases named by their numbers, where they are in reach."""
    found: dict[str, int] = {}
    for one in attempt.fields:
        number = attempt.typed[one.name]
        if one.control is Control.CASE and number:
            try:
                found[number] = (await case_by_no(reach, number)).id
            except NotVisible as error:
                raise InvalidInput(FieldError(f"/{one.name}", "not_found", "is no case in reach")) from error
    return found


async def _afterwards(reach: Reach, attempt: _Attempt, came: Came) -> str:
    """Back to the case, or to the list where the act has put it out of reach."""
    told = f"done={attempt.served.path}" + (f"&card={came.card}" if came.card else "")
    try:
        await case_by_no(reach, attempt.case_no)
    except NotVisible:
        return f"{attempt.around.list}?{told}"
    return f"{attempt.around.address}{attempt.case_no}?{told}"


async def _again(
    request: DeskRequest, attempt: _Attempt, faults: Sequence[FieldError], status: int
) -> Response[str]:
    item = attempt.standing.known.terms.item
    return await _shown(request, attempt, at_fields(faults, attempt.fields, item), status)


async def _refused(request: DeskRequest, attempt: _Attempt, error: ActRefused) -> Response[str]:
    faults = faults_of(error)
    if faults:
        return await _again(request, attempt, faults, _UNFIT)
    problem: Problem = kind_of(error)
    return await _shown(request, attempt, {"": (sentence(problem),)}, problem.status)


async def _overtaken(request: DeskRequest, attempt: _Attempt, error: MovedOn) -> Response[str]:
    """The case as it is by now, what happened since the form was opened, and the form with what was typed."""
    fresh = await standing_over(request.reach, attempt.case_no, await present())
    first = min((one.seq for one in error.since), default=0)
    later = [entry for entry in fresh.known.entries if first and entry.seq >= first]
    since = await steps_of(fresh.known.case, later, request.reach)
    moved = replace(attempt, standing=fresh)
    return await _shown(request, moved, {"": (sentence(kind_of(error)),)}, HTTPStatus.CONFLICT.value, since)


async def _shown(
    request: DeskRequest,
    attempt: _Attempt,
    errors: Mapping[str, tuple[str, ...]],
    status: int,
    since: Sequence[Step] = (),
) -> Response[str]:
    typed = attempt.typed.with_errors(errors)
    filled = Filled(typed, typed[KEY], attempt.files.kept, tuple(since))
    form = await act_view(attempt.served.act, attempt.standing, filled)
    return await attempt.around.show(request, attempt.standing, form, status)


async def _case_page(request: DeskRequest, standing: Standing, form: ActView, status: int) -> Response[str]:
    view = await case_view(standing, form)
    return await page(request, "case/case.html", status=status, view=view)


_DESK = Around("/cases/", "/cases", _case_page)

ROUTES = (do_act,)
