"""Finding cases: filters in the address; what somebody says of a person comes by a form and stays out."""

from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from zoneinfo import ZoneInfo

from litestar import Response, get, post

from desk.api.case_lists import ListAnswer, ListedAnswer, found_cases
from desk.guards import any_role
from desk.marks import read_mark
from desk.pages import names
from desk.pages.act_buttons import SERVED_AS
from desk.pages.fault_words import sentence
from desk.pages.forms import Form, read_form, whole_number
from desk.pages.links import Link
from desk.pages.rendering import page
from desk.pages.telling.lamps import ShownLamp, shown_lamp
from desk.problem_answers import kind_of
from desk.requests import DeskRequest
from desk.rules.lamps import Limit
from desk.rules.state_words import APPLICATION_WORDS, INCIDENT_WORDS, Words, state_words
from dispatch.case_lists import Wanted
from dispatch.present import present
from dispatch.rules.side_moves import WORKING
from dispatch.rules.states import ApplicationState, CaseKind, IncidentState
from grid.area_parts import areas_with_parts
from reach import Reach
from registry.errors import SearchTooShort

ROWS = 40
_SHORTEST, _LONGEST = 2, 64
_WORKERS = any_role(WORKING)


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the list besides what is searched for."""

    kind: str = ""
    state: str = ""
    area: str = ""
    still: str = ""
    only: str = ""
    department: str = ""
    after: str = ""

    def wanted(self) -> Wanted:
        """The same as the store is asked."""
        return Wanted(
            CaseKind(self.kind) if self.kind in set(CaseKind) else None,
            self.state or None,
            self.area or None,
            self.department_id,
            still_open={"open": True, "closed": False}.get(self.still),
        )

    @property
    def department_id(self) -> int | None:
        """The department whose work is looked for; None for any."""
        return whole_number(self.department)

    @property
    def link(self) -> Link:
        """The address of this list."""
        return Link("/cases", tuple((one, value) for one in self.__slots__ if (value := getattr(self, one))))

    @classmethod
    def asked(cls, request: DeskRequest) -> "Filters":
        """What the address says; without a word of it, what is open."""
        link = Link.asked(request, "/cases", cls.__slots__)
        return replace(cls(**dict(link.said)), still=link.value("still") or "open")


@dataclass(frozen=True, slots=True)
class Row:
    """One case in words."""

    case: ListedAnswer
    matter: str
    place: str
    state: Words
    lamp: ShownLamp


@get("/cases", guards=[_WORKERS])
async def list_page(request: DeskRequest) -> Response[str]:
    """Cases in reach, the most urgent first; `done` tells of an act that put a case out of reach."""
    done = request.query_params.get("done", "")
    return await _listed(request, Filters.asked(request), Form(), done=done)


@post("/cases", status_code=200, guards=[_WORKERS])
async def search_page(request: DeskRequest) -> Response[str]:
    """The cases found by number, last four, name or pinyin; too few letters are told at the field."""
    form = await read_form(request)
    filters = Filters(*(form[name] for name in Filters.__slots__))
    return await _listed(request, filters, form)


async def _listed(request: DeskRequest, filters: Filters, form: Form, done: str = "") -> Response[str]:
    reach, now, zone = request.reach, await present(), (await names.city()).zone
    status, found = HTTPStatus.OK, ListAnswer([], None)
    try:
        found = await _found(reach, filters, form["q"])
    except SearchTooShort as error:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        form = form.with_errors({"q": (sentence(kind_of(error)),)})
    return await page(
        request,
        "case/cases.html",
        status=status.value,
        rows=await _rows(found.cases, now, zone),
        form=form,
        filters=filters,
        department=await _called(filters.department_id),
        link=filters.link,
        next=found.next,
        states=_states(filters.kind),
        kinds=tuple(CaseKind),
        areas=await areas_with_parts(reach.areas),
        done=SERVED_AS[done].act if done in SERVED_AS else None,
    )


async def _called(department_id: int | None) -> str:
    """The department's name; empty for none, and for one that is not there."""
    return "" if department_id is None else (await names.departments([department_id])).get(department_id, "")


async def _found(reach: Reach, filters: Filters, question: str) -> ListAnswer:
    """Raises SearchTooShort."""
    if question and not _SHORTEST <= len(question) <= _LONGEST:
        raise SearchTooShort("two letters at least, sixty-four at most")
    only = [filters.only] if filters.only in ("mine", "overdue") else []
    return await found_cases(
        reach, filters.wanted(), only, question or None, (read_mark(filters.after), ROWS)
    )


def _states(kind: str) -> list[tuple[str, Words]]:
    """The states to choose from: those of one kind, or of none."""
    if kind == CaseKind.APPLICATION:
        return [(state.value, APPLICATION_WORDS[state]) for state in ApplicationState if state.name != "NEW"]
    if kind == CaseKind.INCIDENT:
        return [(state.value, INCIDENT_WORDS[state]) for state in IncidentState if state.name != "NEW"]
    return []


async def _rows(found: list[ListedAnswer], now: datetime, zone: ZoneInfo) -> list[Row]:
    places = await names.whereabouts({one.area_path for one in found})
    matters = await names.matters_of((one.kind, one.matter) for one in found)
    return [
        Row(
            one,
            matters.get(one.matter, ""),
            places.get(one.area_path, ""),
            state_words(CaseKind(one.kind), one.state),
            shown_lamp(Limit(one.due_at, one.opened_at, ended_at=one.closed_at), now, zone),
        )
        for one in found
    ]


ROUTES = (list_page, search_page)
