"""Who gets the work when nobody named a handler: by the routing of the case, or by the roster for a visit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from dispatch import case_store
from dispatch.cases import Known
from dispatch.routing import down_to, handler_at, worker_at
from dispatch.rules.responsibility_form import handler_from_json
from dispatch.rules.shared_facts import Assignment, Handler
from dispatch.rules.states import Act
from grid.city import City
from grid.rules.levels import Level

BY_ROUTING = frozenset({Act.ACCEPT, Act.ACCEPT_INSTANT, Act.DEEM_ACCEPTED, Act.DISPATCH})
BY_ROSTER = frozenset({Act.START_VERIFY, Act.START_CHECK})


@dataclass(frozen=True, slots=True)
class Usual:
    """Who gets the work, and by which stored routing (None where the roster says)."""

    assignment: Assignment
    routing_id: int | None = None


async def usual(known: Known, act: Act, city: City, now: datetime) -> Usual | None:
    """Who gets the work of an act that names nobody; None where a person has to name somebody.

    Work goes where the last routing says; a visit goes to whoever is on duty for the grid, and a check
    never to somebody who handled the case.
    """
    if act in BY_ROSTER:
        handled = _staff_ids(known.facts.past.handled_by) if act is Act.START_CHECK else frozenset[int]()
        worker = await worker_at(down_to(known.case.area_path, city, Level.GRID), now, handled)
        return None if worker is None else Usual(Assignment(worker))
    if act not in BY_ROUTING:
        return None
    routings = await case_store.routings_of(known.case)
    if not routings:
        return None
    assignment = await _by_routing(routings[-1], city, now)
    return None if assignment is None else Usual(assignment, routings[-1].id)


async def usual_assignment(known: Known, act: Act, city: City, now: datetime) -> Assignment | None:
    """The same without the routing it comes from."""
    found = await usual(known, act, city, now)
    return None if found is None else found.assignment


def _staff_ids(actors: Iterable[str]) -> frozenset[int]:
    return frozenset(int(actor.removeprefix("staff:")) for actor in actors if actor.startswith("staff:"))


async def _by_routing(routing: case_store.Routing, city: City, now: datetime) -> Assignment | None:
    border = routing.border or {}
    chosen, candidates = border.get("chosen"), border.get("candidates")
    if not isinstance(chosen, list) or not isinstance(candidates, list):
        return None
    handlers: list[Handler] = []
    for candidate in candidates:
        if candidate["cell"] in chosen:
            handlers += await _at(candidate, city, now)
    distinct = list(dict.fromkeys(handlers))
    return Assignment(distinct[0], tuple(distinct[1:])) if distinct else None


async def _at(candidate: Mapping[str, object], city: City, now: datetime) -> list[Handler]:
    grid = down_to(str(candidate["cell"]), city, Level.GRID)
    helpers = candidate["co_handlers"]
    answering = [candidate["handler"], *(helpers if isinstance(helpers, list) else [])]
    found = [await handler_at(handler_from_json(form), grid, now) for form in answering if form is not None]
    return [handler for handler in found if handler is not None]
