"""The counter where papers are brought: what waits for them, and one application with what it lacks."""

from dataclasses import dataclass, replace
from typing import Annotated

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from desk import acting
from desk.bringing import note_materials
from desk.guards import any_role
from desk.input_errors import InvalidInput
from desk.materials import HAD, MISSING, materials_of
from desk.new_case import MaterialLine
from desk.pages import names, wording
from desk.pages.act_fields import ActField, Control
from desk.pages.act_files import PutAway, put_away
from desk.pages.act_materials import MaterialOffer, brought
from desk.pages.act_reading import FILE_OF
from desk.pages.acts import LARGEST_FORM
from desk.pages.fault_words import said, sentence
from desk.pages.forms import Form, read_form, whole_number
from desk.pages.rendering import page
from desk.pages.translations import gettext as _
from desk.pages.window.keys import AT_COUNTER
from desk.pages.window.receipts import told_receipt
from desk.pages.window.waiting import Counter
from desk.problem_answers import kind_of
from desk.refused_acts import record_refusal
from desk.requests import DeskRequest
from dispatch.case_store import case_by_no
from dispatch.cases import ActRequest, Known, known_of
from dispatch.errors import ActRefused, StaleVersion
from dispatch.front_desk import waiting_at
from dispatch.present import present
from dispatch.rules.application_facts import MaterialFile, Materials
from dispatch.rules.states import Act, ApplicationState
from reach import Reach, Role
from registry.data_keys import case_owner

_CLERKS = any_role([Role.CLERK])
_COUNTER = Counter(
    "window/supplements.html",
    waiting_at,
    frozenset({ApplicationState.SUPPLEMENT_PENDING.value, ApplicationState.RECEIVED.value}),
)
_FILES = ActField("codes", "", Control.BROUGHT)
_NOTHING = PutAway({}, ())
_Done = Annotated[str, QueryParameter(required=False, max_length=64)]


@get("/window/supplements", guards=[_CLERKS])
async def supplements(request: DeskRequest, done: _Done = "") -> Response[str]:
    """What was taken in here and waits for papers, the most urgent first."""
    return await _COUNTER.waiting(request, done)


@post("/window/supplements", status_code=200, guards=[_CLERKS])
async def find_supplement(request: DeskRequest) -> Response[str]:
    """Open applications by number, name or last four; the question stays out of addresses."""
    return await _COUNTER.found(request)


@dataclass(frozen=True, slots=True)
class Bringing:
    """One application at the counter: what may be brought for it now."""

    known: Known
    lines: dict[str, MaterialLine]
    offers: tuple[MaterialOffer, ...]
    pending: bool


@get("/window/supplements/{case_no:str}", guards=[_CLERKS])
async def supplement(request: DeskRequest, case_no: FromPath[str]) -> Response[str]:
    """What an application lacks, each to be ticked as it is brought."""
    return await _shown(request, case_no, Form(), _NOTHING)


@post(
    "/window/supplements/{case_no:str}",
    status_code=200,
    guards=[_CLERKS],
    request_max_body_size=LARGEST_FORM,
)
async def bring(request: DeskRequest, case_no: FromPath[str]) -> Response[str] | Redirect:
    """Notes what was brought, files and all; once a notice is answered in full the application goes on."""
    form, reach = await read_form(request), request.reach
    at = await _bringing(reach, case_no)
    put = await _put_away(at, form, reach)
    form = form.with_errors(_refused(put))
    brought = _brought(form, put)
    if not brought.codes and not form.errors:
        form = form.with_errors({"brought": (_("请勾选带来的材料，或附上它的文件。"),)})
    if form.errors:
        return await _shown(request, case_no, form, put, 422)
    try:
        await _bring(at, brought, whole_number(form["version"]) or 0, reach)
    except (ActRefused, StaleVersion, InvalidInput) as error:
        await record_refusal(error, request.scope)
        problem = kind_of(error)
        form = form.with_errors({"": (sentence(problem),)})
        return await _shown(request, case_no, form, put, problem.status)
    return Redirect(f"/window/supplements?done={case_no}", status_code=303)


async def _put_away(at: Bringing, form: Form, reach: Reach) -> PutAway:
    """The files of materials that can be brought now, with the case from here on; others are left alone."""
    names_of = {f"{FILE_OF}{one.code}" for one in at.offers}
    files = {name: sent for name, sent in form.files.items() if name in names_of}
    zone = (await names.city()).zone
    return await put_away(reach, case_owner(at.known.case.id), (_FILES,), replace(form, files=files), zone)


def _refused(put: PutAway) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for fault, file in zip(put.faults, put.refused, strict=True):
        name = fault.pointer.removeprefix("/")
        found[name] = (*found.get(name, ()), f"{file}{_('：')}{said(fault)}")
    return found


def _brought(form: Form, put: PutAway) -> Materials:
    """What was ticked, and what is here as files: that need not be ticked as well."""
    files = tuple(
        MaterialFile(name.removeprefix(FILE_OF), file_id) for name, ids in put.ids.items() for file_id in ids
    )
    return Materials(frozenset((*form.all("brought"), *(one.code for one in files))), files=files)


async def _bring(at: Bringing, brought: Materials, version: int, reach: Reach) -> None:
    case, now = at.known.case, await present()
    noted = {code for code, line in at.lines.items() if line.status in HAD}
    if at.pending and {one.code for one in at.offers} <= brought.codes | noted:
        request = ActRequest(case.id, Act.SUPPLEMENT, version, brought)
        await acting.act(request, reach, await names.city(), now)
    else:
        await note_materials(case.id, brought, reach, now)


async def _bringing(reach: Reach, case_no: str) -> Bringing:
    case = await case_by_no(reach, case_no)
    known, lines = await known_of(case), await materials_of(case.id)
    pending = case.state == ApplicationState.SUPPLEMENT_PENDING
    offers = brought(known, lines) if pending else _missing(known, lines)
    return Bringing(known, lines, offers, pending)


def _missing(known: Known, lines: dict[str, MaterialLine]) -> tuple[MaterialOffer, ...]:
    published = known.terms.item.materials if known.terms.item else ()
    return tuple(
        MaterialOffer(one.code, wording.spoken((one.name, one.name_en)), wording.named(MISSING, "material"))
        for one in published
        if one.code in lines and lines[one.code].status == MISSING
    )


async def _shown(
    request: DeskRequest, case_no: str, form: Form, put: PutAway, status: int = 200
) -> Response[str]:
    at = await _bringing(request.reach, case_no)
    return await page(
        request,
        "window/supplement.html",
        status=status,
        form=form,
        at=at,
        kept=put.kept,
        told=await told_receipt(request.reach, at.known.case, await names.city(), at.lines),
        keys=AT_COUNTER,
    )


ROUTES = (supplements, find_supplement, supplement, bring)
