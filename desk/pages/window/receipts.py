"""The receipt of an intake: who answers, numbers, by when, what is still to bring; on screen and paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from litestar import Response, get
from litestar.params import FromPath, QueryParameter
from markupsafe import Markup

from desk.guards import any_role
from desk.materials import FETCHED, GIVEN, MISSING, PENDING, materials_of
from desk.new_case import MaterialLine
from desk.pages import names, wording
from desk.pages.qr import qr_picture
from desk.pages.rendering import page
from desk.pages.telling.decisions import decided_then
from desk.pages.telling.derivations import ToldLimit, amount, told_limit
from desk.pages.telling.explanations import Explanation, explained
from desk.pages.translations import gettext as _
from desk.pages.window.keys import ON_RECEIPT
from desk.pages.window.registering import slip_of
from desk.requests import DeskRequest
from desk.rules.state_words import Words, state_words
from dispatch.calendar_store import calendar_version
from dispatch.case_store import Case, case_by_no, routings_of
from dispatch.clock_store import clocks_of
from dispatch.rules.kept_clock import ClockState
from dispatch.terms import terms_of
from grid.city import City
from reach import Reach, Role
from registry.dossiers import masked_names
from registry.rules.item_definition import Item
from settings import settings

_CLERKS = any_role([Role.CLERK])
_Key = Annotated[str, QueryParameter(required=False, max_length=128)]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is handed over, in the language spoken; `to_bring` and `not_to_bring` are names of materials."""

    case: Case
    state: Words
    matter: str
    applicant: str
    agent: str
    responder: str
    point: str
    limits: tuple[ToldLimit, ...]
    promised: str
    statutory: str
    why: Explanation | None
    to_bring: tuple[str, ...]
    not_to_bring: tuple[str, ...]
    brought: tuple[str, ...]
    address: str
    picture: Markup


@get("/window/receipts/{case_no:str}", guards=[_CLERKS])
async def receipt(
    request: DeskRequest,
    case_no: FromPath[str],
    slip: _Key = "",
    changed: Annotated[bool, QueryParameter(required=False)] = False,
) -> Response[str]:
    """The receipt of a case in reach; `slip` is the key of the form, by which the password is still known."""
    case = await case_by_no(request.reach, case_no)
    told = await slip_of(request.reach, slip) if slip else None
    known = told is not None and told.case_no == case.case_no
    return await page(
        request,
        "window/receipt.html",
        told=await told_receipt(request.reach, case, await names.city()),
        password=told.password if told is not None and known else "",
        slip=slip if known else "",
        changed=changed,
        keys=ON_RECEIPT,
    )


async def told_receipt(
    reach: Reach, case: Case, city: City, lines: Mapping[str, MaterialLine] | None = None
) -> Receipt:
    """All a receipt says of a case fetched through the reach; `lines` are its materials, if known."""
    item = (await terms_of(case.kind, case.matter_version, case.matter)).item
    people = await masked_names(reach, [one for one in (case.subject_id, case.agent_id) if one is not None])
    routes = await explained(await decided_then(case.kind, (await routings_of(case))[-1:]))
    lines = await materials_of(case.id) if lines is None else lines
    address = f"{settings.public_url.rstrip('/')}/t/{case.tracking_no}"
    points = [] if case.service_point_id is None else [case.service_point_id]
    return Receipt(
        case=case,
        state=state_words(case.kind, case.state),
        matter=(await names.matters(case.kind, [case.matter])).get(case.matter, ""),
        applicant=people.get(case.subject_id or 0, ""),
        agent=people.get(case.agent_id or 0, ""),
        responder=(await names.staff([case.first_responder])).get(case.first_responder, ""),
        point=next(iter((await names.service_points(points)).values()), ""),
        limits=await _limits(case, city),
        promised=amount(item.limits.promised) if item else "",
        statutory=amount(item.limits.statutory) if item else "",
        why=routes[0] if routes else None,
        to_bring=_named(item, lines, MISSING),
        not_to_bring=_named(item, lines, FETCHED, PENDING),
        brought=_named(item, lines, GIVEN),
        address=address,
        picture=qr_picture(address, _("扫码查询进度")),
    )


async def _limits(case: Case, city: City) -> tuple[ToldLimit, ...]:
    calendar = await calendar_version(case.calendar_code, case.calendar_version)
    running = [clock for clock in await clocks_of(case) if clock.state is not ClockState.STOPPED]
    return tuple(told_limit(clock, clock.derivation(calendar), city.zone) for clock in running)


def _named(item: Item | None, lines: Mapping[str, MaterialLine], *statuses: str) -> tuple[str, ...]:
    return tuple(
        wording.spoken((one.name, one.name_en))
        for one in (item.materials if item else ())
        if one.code in lines and lines[one.code].status in statuses
    )


ROUTES = (receipt,)
