"""The results counter: what lies ready, and handing it out to somebody who shows who he is."""

from typing import Annotated

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from desk.guards import any_role
from desk.input_errors import FieldError, InvalidInput
from desk.pages import names, wording
from desk.pages.fault_words import said, sentence
from desk.pages.forms import Form, read_form
from desk.pages.rendering import page
from desk.pages.translations import gettext as _
from desk.pages.window.handing_out import AGENT, APPLICANT, OTHER, deliver, faults_of, make_ready
from desk.pages.window.keys import AT_COUNTER
from desk.pages.window.receipts import told_receipt
from desk.pages.window.waiting import Counter
from desk.problem_answers import kind_of
from desk.refused_acts import record_refusal
from desk.requests import DeskRequest
from dispatch.case_store import case_by_no
from dispatch.errors import ActRefused, StaleVersion
from dispatch.front_desk import ready_at
from dispatch.present import present
from dispatch.rules.application_facts import DeliveryMode
from dispatch.rules.states import ApplicationState
from reach import Role
from registry.errors import NameDiffers
from registry.rules.identity_numbers import NumberKind

_RESULT_CLERKS = any_role([Role.RESULT_CLERK])
_COUNTER = Counter(
    "window/results.html",
    ready_at,
    frozenset({ApplicationState.RESULT_READY.value, ApplicationState.SETTLED.value}),
)
_Done = Annotated[str, QueryParameter(required=False, max_length=64)]


@get("/window/results", guards=[_RESULT_CLERKS])
async def results(request: DeskRequest, done: _Done = "") -> Response[str]:
    """What lies ready at this counter, the most urgent first."""
    return await _COUNTER.waiting(request, done)


@post("/window/results", status_code=200, guards=[_RESULT_CLERKS])
async def find_result(request: DeskRequest) -> Response[str]:
    """Results by number, name or last four; the question stays out of addresses."""
    return await _COUNTER.found(request)


@get("/window/results/{case_no:str}", guards=[_RESULT_CLERKS])
async def result(request: DeskRequest, case_no: FromPath[str]) -> Response[str]:
    """One result and the form by which it is handed out."""
    return await _shown(request, case_no, Form())


@post("/window/results/{case_no:str}", status_code=200, guards=[_RESULT_CLERKS])
async def hand_out(request: DeskRequest, case_no: FromPath[str]) -> Response[str] | Redirect:
    """Makes a settled result ready (`do=ready`), or hands a ready one out."""
    form, reach = await read_form(request), request.reach
    case, now = await case_by_no(reach, case_no), await present()
    ready = form["do"] == "ready"
    faults = {} if ready else {one.pointer: (said(one),) for one in faults_of(form, case)}
    if faults:
        return await _shown(request, case_no, form.with_errors(faults), 422)
    try:
        await (make_ready(case, form, reach, now) if ready else deliver(case, form, reach, now))
    except (ActRefused, StaleVersion, InvalidInput) as error:
        await record_refusal(error, request.scope)
        problem = kind_of(error)
        return await _shown(request, case_no, form.with_errors({"": (sentence(problem),)}), problem.status)
    except NameDiffers:
        fault = FieldError("receiver_name", "name_differs", "")
        return await _shown(request, case_no, form.with_errors({fault.pointer: (said(fault),)}), 422)
    return Redirect(
        f"/window/results/{case_no}" if ready else f"/window/results?done={case_no}", status_code=303
    )


async def _shown(request: DeskRequest, case_no: str, form: Form, status: int = 200) -> Response[str]:
    case = await case_by_no(request.reach, case_no)
    receivers = [(APPLICANT, _("申请人本人")), *([(AGENT, _("代办人"))] if case.agent_id is not None else [])]
    return await page(
        request,
        "window/result.html",
        status=status,
        form=form,
        case=case,
        told=await told_receipt(request.reach, case, await names.city()),
        modes=[(mode.value, wording.said(mode)) for mode in DeliveryMode],
        receivers=[*receivers, (OTHER, _("其他人代领"))],
        number_kinds=[(kind.value, wording.said(kind)) for kind in NumberKind],
        keys=AT_COUNTER,
    )


ROUTES = (results, find_result, result, hand_out)
