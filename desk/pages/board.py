"""The dispatcher's board: the open incidents of an area by stage, as a list and a map, kept up to date."""

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.response import ServerSentEvent, ServerSentEventMessage

from desk.attempts import TooManyAttempts
from desk.authentication import UNATTENDED, signed_in_by
from desk.guards import any_role
from desk.live import LIVE, MOST_LINES
from desk.marks import mark, read_mark
from desk.pages import names
from desk.pages.act_people import staff_id
from desk.pages.links import Link
from desk.pages.maps import WORK, MapView, map_view
from desk.pages.rendering import page
from desk.pages.telling.lamps import ShownLamp, shown_lamp
from desk.pages.translations import N_
from desk.pages.work_lists import Tab, areas_offered, matters_offered
from desk.requests import DeskRequest
from desk.rules.lamps import Limit
from desk.rules.state_words import Words, state_words
from dispatch.board import COUNTED, OnBoard, Order, Paging, Pile, Sought, Stage, on_board, piles
from dispatch.paging import Last
from dispatch.present import present
from dispatch.rules.states import CaseKind
from reach import Reach, Role

ROWS = 30
_REFRESHED = 60  # seconds after which a page looks for itself, should nobody tell it anything
_QUIET = 10.0  # seconds after which a silent line says that it is still there, and looks whether it may be
_LINE_HOLDS = 600.0  # seconds; the browser calls again, and who calls is looked at anew
_WATCHES = any_role({Role.OPERATOR, Role.DISPATCHER})
_ALL = "all"
_NARROWS = ("stage", "area", "matter", "overdue", "urgent")
_SAID = (*_NARROWS, "order", "after")
STAGES: dict[Stage, str] = {
    Stage.FILE: N_("待核实立案"),
    Stage.DISPATCH: N_("待派遣"),
    Stage.REQUEST: N_("退单与延期"),
    Stage.WORK: N_("处置中"),
    Stage.CHECK: N_("待核查结案"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says: the stage, what narrows it, the order, where the page begins."""

    stage: str
    area: str
    matter: str
    overdue: bool
    urgent: bool
    order: Order
    last: Last | None
    link: Link

    def sought(self, now: datetime) -> Sought:
        """The same as the store is asked."""
        return Sought(self.area or None, self.matter or None, now if self.overdue else None, self.urgent)


@dataclass(frozen=True, slots=True)
class Row:
    """One incident in words."""

    case: OnBoard
    matter: str
    place: str
    holder: str
    state: Words
    lamp: ShownLamp


async def asked(request: DeskRequest) -> Asked:
    """What the address says; what it says wrongly is left out."""
    link = Link.asked(request, "/board", _SAID)
    own = Stage.DISPATCH if Role.DISPATCHER in request.reach.roles else Stage.FILE
    stage, order = link.value("stage"), link.value("order")
    return Asked(
        stage if stage in {*Stage, _ALL} else own.value,
        link.value("area"),
        link.value("matter"),
        bool(link.value("overdue")),
        bool(link.value("urgent")),
        Order(order) if order in set(Order) else Order.DUE,
        read_mark(link.value("after")),
        link,
    )


def _mark(case: OnBoard, order: Order) -> str:
    return mark(Last(case.id, case.due_at if order is Order.DUE else case.opened_at))


@get("/board", guards=[_WATCHES], dependencies={"wanted": Provide(asked)})
async def board(request: DeskRequest, wanted: NamedDependency[Asked]) -> Response[str]:
    """The incidents of one stage; the part of the page with the list asks for itself when it is told to."""
    reach, now = request.reach, await present()
    stage = Stage(wanted.stage) if wanted.stage in set(Stage) else None
    found = await on_board(reach, wanted.sought(now), Paging(stage, wanted.order, wanted.last, ROWS + 1))
    shown = found[:ROWS]
    spread = await piles(reach, wanted.sought(now))
    return await page(
        request,
        "dispatcher/board.html",
        fragment="dispatcher/_board.html",
        rows=await _rows(shown, now, (await names.city()).zone),
        tabs=_tabs(spread, wanted),
        matters=await matters_offered((CaseKind.INCIDENT, pile.matter) for pile in spread),
        areas=await areas_offered(pile.street for pile in spread),
        wanted=wanted,
        link=wanted.link,
        next=wanted.link(after=_mark(shown[-1], wanted.order)) if len(found) > ROWS else None,
        first=wanted.link() if wanted.last else None,
        view=await _map(wanted, now, reach),
        refreshed=_REFRESHED,
    )


async def _map(wanted: Asked, now: datetime, reach: Reach) -> MapView:
    """The map beside the list: of the cases the list lists, on all its pages."""
    only = Link(WORK, tuple((name, value) for name, value in wanted.link.said if name in _NARROWS))
    return replace(await map_view(now, _own(reach)), work=only(stage=wanted.stage))


def _own(reach: Reach) -> list[str]:
    return sorted(
        {
            post.area_path
            for post in reach.posts
            if post.role in (Role.OPERATOR, Role.DISPATCHER) and post.area_path is not None
        }
    )


def _tabs(spread: Sequence[Pile], wanted: Asked) -> list[Tab]:
    numbers = dict.fromkeys(Stage, 0)
    for pile in spread:
        if pile.stage is not None:
            numbers[pile.stage] += pile.number
    more = sum(pile.number for pile in spread) >= COUNTED
    tabs = [
        Tab(stage.value, title, numbers[stage], False, wanted.stage == stage)
        for stage, title in STAGES.items()
    ]
    return [*tabs, Tab(_ALL, N_("全部"), sum(numbers.values()), more, wanted.stage == _ALL)]


async def _rows(found: Sequence[OnBoard], now: datetime, zone: ZoneInfo) -> list[Row]:
    places = await names.whereabouts({one.area_path for one in found})
    matters = await names.matters(CaseKind.INCIDENT, {one.matter for one in found})
    bodies = await names.departments({one.department_id for one in found if one.department_id is not None})
    people = await names.staff({number for one in found if (number := staff_id(one.worker)) is not None})
    return [
        Row(
            one,
            matters.get(one.matter, ""),
            places.get(one.area_path, ""),
            bodies.get(one.department_id or 0, "") or people.get(staff_id(one.worker) or 0, ""),
            state_words(CaseKind.INCIDENT, one.state),
            shown_lamp(Limit(one.due_at, one.opened_at), now, zone),
        )
        for one in found
    ]


@get("/board/live", guards=[_WATCHES], opt={UNATTENDED: True})
async def live(request: DeskRequest) -> ServerSentEvent:
    """The numbers of cases in reach as they change; nothing else about them. Raises TooManyAttempts.

    Whoever has too many lines open already looks for himself once a minute.
    """
    if LIVE.lines_of(request.reach) >= MOST_LINES:
        raise TooManyAttempts(timedelta(seconds=_REFRESHED))
    return ServerSentEvent(_line(request.reach, request.session_secret), retry_duration=5000)


async def _line(reach: Reach, secret: str) -> AsyncIterator[ServerSentEventMessage]:
    until = datetime.now(UTC).timestamp() + _LINE_HOLDS
    async with aclosing(LIVE.changes(reach, _QUIET)) as changes:
        async for changed in changes:
            # Signed out, or with other posts than when the line began: nothing more is told on it.
            if datetime.now(UTC).timestamp() > until or await signed_in_by(secret) != reach:
                return
            if changed:
                yield ServerSentEventMessage(data=" ".join(changed), event="changed")
            else:
                yield ServerSentEventMessage(comment="still here")


ROUTES = (board, live)
