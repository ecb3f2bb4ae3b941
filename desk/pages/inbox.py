"""The inbox of departments: applications and incidents in one list; tray, filter, order in the address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Redirect

from desk.guards import any_role
from desk.marks import mark, read_mark
from desk.pages import names
from desk.pages.act_people import staff_id
from desk.pages.links import Link
from desk.pages.rendering import page
from desk.pages.telling.lamps import ShownLamp, shown_lamp
from desk.pages.translations import N_
from desk.pages.work_lists import Tab, areas_offered, matters_offered
from desk.requests import DeskRequest
from desk.rules.lamps import Limit
from desk.rules.state_words import Words, state_words
from dispatch.inbox import COUNTED, Order, Pile, Sought, Tray, Work, departments_of, piles_of, work_of
from dispatch.paging import Last
from dispatch.present import present
from dispatch.rules.states import CaseKind
from dispatch.rules.task_states import TaskKind
from reach import Reach, Role
from registry.dossiers import masked_names

ROWS = 40
REFRESHED = 30  # seconds
_OFFICIALS = any_role({Role.HANDLER, Role.REVIEWER, Role.APPROVER})
_ALL = "all"
_SAID = ("tray", "kind", "matter", "area", "overdue", "order", "after")
TRAYS: dict[Tray, str] = {
    Tray.SIGN: N_("待签收"),
    Tray.HANDLE: N_("待承办"),
    Tray.REVIEW: N_("待审核"),
    Tray.APPROVE: N_("待批准"),
    Tray.SETTLE: N_("待办结"),
    Tray.WAITING: N_("挂起及其他"),
}
_Number = Annotated[str, QueryParameter(required=False, max_length=64)]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says: which tray, narrowed by what, in which order, after which row."""

    tray: str
    kind: str
    matter: str
    area: str
    overdue: bool
    order: Order
    last: Last | None
    link: Link

    def sought(self, now: datetime) -> Sought:
        """The same as the store is asked."""
        return Sought(
            Tray(self.tray) if self.tray in set(Tray) else None,
            CaseKind(self.kind) if self.kind in set(CaseKind) else None,
            self.matter or None,
            self.area or None,
            now if self.overdue else None,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of work in words."""

    work: Work
    matter: str
    place: str
    subject: str
    worker: str
    task: TaskKind
    state: Words
    lamp: ShownLamp


async def asked(request: DeskRequest) -> Asked:
    """What the address says; what it says wrongly is left out."""
    link = Link.asked(request, "/inbox", _SAID)
    tray, order = link.value("tray"), link.value("order")
    return Asked(
        tray if tray in {*Tray, _ALL} else _own_tray(request.reach),
        link.value("kind"),
        link.value("matter"),
        link.value("area"),
        bool(link.value("overdue")),
        Order(order) if order in set(Order) else Order.DUE,
        read_mark(link.value("after")),
        link,
    )


def _own_tray(reach: Reach) -> str:
    """What somebody finds first: reviewers and approvers what waits for them, handlers everything by time."""
    roles = reach.roles
    if Role.HANDLER in roles:
        return _ALL
    return Tray.REVIEW if Role.REVIEWER in roles else Tray.APPROVE


def _mark(work: Work, order: Order) -> str:
    return mark(Last(work.task_id, work.due_at if order in (Order.DUE, Order.LATEST_DUE) else work.opened_at))


@get("/inbox", guards=[_OFFICIALS], dependencies={"wanted": Provide(asked)})
async def inbox(request: DeskRequest, wanted: NamedDependency[Asked]) -> Response[str]:
    """One list by due time; a part of the page asks for itself anew every half minute."""
    reach, now = request.reach, await present()
    sought = wanted.sought(now)
    found = await work_of(reach, sought, wanted.order, wanted.last, ROWS + 1)
    shown = found[:ROWS]
    piles = await piles_of(reach, sought.overdue_at)
    return await page(
        request,
        "department/inbox.html",
        fragment="department/_inbox.html",
        rows=await _rows(reach, shown, now, (await names.city()).zone),
        tabs=_tabs(piles, wanted),
        kinds=tuple(CaseKind),
        matters=await matters_offered((pile.kind, pile.matter) for pile in piles),
        areas=await areas_offered(pile.street for pile in piles),
        wanted=wanted,
        link=wanted.link,
        next=wanted.link(after=_mark(shown[-1], wanted.order)) if len(found) > ROWS else None,
        first=wanted.link() if wanted.last else None,
        offices=", ".join((await names.departments(departments_of(reach))).values()),
        refreshed=REFRESHED,
        now=now,
    )


def _tabs(piles: list[Pile], wanted: Asked) -> list[Tab]:
    """The trays with what lies in them; all filters but the tray itself narrow the numbers."""
    numbers = dict.fromkeys(Tray, 0)
    for pile in piles:
        if _fits(pile, wanted):
            numbers[pile.tray] += pile.number
    tabs = [
        Tab(tray.value, title, numbers[tray], False, wanted.tray == tray) for tray, title in TRAYS.items()
    ]
    more = sum(pile.number for pile in piles) >= COUNTED
    return [Tab(_ALL, N_("全部"), sum(numbers.values()), more, wanted.tray == _ALL), *tabs]


def _fits(pile: Pile, wanted: Asked) -> bool:
    return (
        (wanted.kind not in set(CaseKind) or pile.kind == wanted.kind)
        and pile.matter.startswith(wanted.matter)
        and (pile.street.startswith(wanted.area) or wanted.area.startswith(pile.street))
    )


async def _rows(reach: Reach, work: list[Work], now: datetime, zone: ZoneInfo) -> list[Row]:
    subjects = await masked_names(reach, [one.subject_id for one in work if one.subject_id is not None])
    places = await names.whereabouts({one.area_path for one in work})
    matters = await names.matters_of((one.kind, one.matter) for one in work)
    staff = await names.staff({number for one in work if (number := staff_id(one.worker)) is not None})
    return [
        Row(
            one,
            matters.get(one.matter, ""),
            places.get(one.area_path, ""),
            subjects.get(one.subject_id or 0, ""),
            staff.get(staff_id(one.worker) or 0, ""),
            TaskKind(one.task),
            state_words(one.kind, one.state),
            shown_lamp(Limit(one.due_at, one.since), now, zone),
        )
        for one in work
    ]


@get("/inbox/next", guards=[_OFFICIALS])
async def next_case(request: DeskRequest, after: _Number = "") -> Redirect:
    """Leads to the most urgent case of one's own tray but the one just done, or to the empty list."""
    reach = request.reach
    tray = _own_tray(reach)
    sought = Sought(Tray(tray) if tray in set(Tray) else None)
    found = await work_of(reach, sought, Order.DUE, None, 20)
    doable = [one for one in found if one.tray is not Tray.WAITING and one.case_no != after]
    return Redirect(f"/cases/{doable[0].case_no}" if doable else "/inbox", status_code=303)


ROUTES = (inbox, next_case)
