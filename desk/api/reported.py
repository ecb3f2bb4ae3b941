"""What a resident is told of a report: how to ask for it again, who answers and why, where it is, by when."""

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from desk.new_case import Due, Registered
from desk.rules.role_words import ROLE_WORDS
from desk.rules.route_words import BORDER_WORDS, NAMED_WORDS
from desk.rules.state_words import Words
from dispatch.known_nearby import open_beside
from dispatch.routing import Routed
from dispatch.rules.derivation import derivation_form
from dispatch.rules.responsibility import DepartmentHandler, GridWorkerHandler, Handler, PoolHandler
from reach import Reach, ReachKind, Role
from registry.departments import Department, departments


class BothLanguages(Struct, frozen=True):
    """A name or a sentence in Chinese and English."""

    zh: str
    en: str


class ReportedDue(Struct):
    """A limit that runs, and how its end was counted: every day counted or skipped, and why."""

    kind: str
    last_day: date | None
    due_at: datetime | None
    provisional: bool
    derivation: dict[str, object] | None


class ReportedAnswer(Struct):
    """The answer to a report; the password is told this once only, and with the number tells the rest.

    `areas` run from the city down. `handlers` are departments or posts, never people; `why` says in words why
    they. `perhaps_known` counts open incidents in the same cell that may be the same thing, five at most.
    """

    case_no: str
    tracking_no: str
    password: str
    first_responder: str
    areas: list[BothLanguages]
    handlers: list[BothLanguages]
    why: list[BothLanguages]
    due: list[ReportedDue]
    perhaps_known: int


async def reported_answer(registered: Registered) -> ReportedAnswer:
    """The answer to somebody nobody knows: no ids, and of how work is shared out only who answers and why."""
    return ReportedAnswer(
        registered.case_no,
        registered.tracking_no,
        registered.password,
        registered.named.person(registered.first_responder),
        [BothLanguages(area.name, area.name_en) for area in registered.location.chain],
        await _handlers(registered.routed),
        _told(_reasons(registered.routed)),
        [_due(due) for due in registered.dues],
        await _beside(registered),
    )


async def _beside(registered: Registered) -> int:
    """By the cell and not by the metre: reports from three places would tell where another one stands."""
    if registered.location.position is None or registered.routed.to_person:
        return 0
    return await open_beside(Reach(ReachKind.HOLDER, registered.case_id), registered.case_id)


async def _handlers(routed: Routed) -> list[BothLanguages]:
    """Whom the list of responsibilities names; where a person has to decide, who that is."""
    if routed.to_person:
        return _told([ROLE_WORDS[Role.DISPATCHER]])
    named = [
        handler
        for chosen in routed.border.chosen
        for handler in (chosen.handler, *chosen.co_handlers)
        if handler is not None
    ]
    ids = [handler.department_id for handler in named if isinstance(handler, DepartmentHandler)]
    known = await departments(ids)
    return _told(_name(handler, known) for handler in named)


def _name(handler: Handler, known: dict[int, Department]) -> Words:
    match handler:
        case DepartmentHandler(department_id=number):
            return known[number].name, known[number].name_en
        case GridWorkerHandler():
            return ROLE_WORDS[Role.GRID_WORKER]
        case PoolHandler(name=name):
            return name, name


def _reasons(routed: Routed) -> list[Words]:
    border = [BORDER_WORDS[reason] for reason in routed.border.reasons]
    return border if routed.to_person else [NAMED_WORDS[routed.route.why], *border]


def _told(words: Iterable[Words]) -> list[BothLanguages]:
    """Each once, in order."""
    return [BothLanguages(*both) for both in dict.fromkeys(words)]


def _due(due: Due) -> ReportedDue:
    derivation = due.derivation
    return ReportedDue(
        due.clock.kind.value,
        derivation.last_day if derivation else None,
        due.clock.due_at,
        due.clock.provisional,
        derivation_form(derivation) if derivation else None,
    )
