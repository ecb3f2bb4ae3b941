"""Finds who answers for a matter at a located place, near borders too, and keeps why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

import database
from dispatch import roster
from dispatch.responsibilities import place_of
from dispatch.rules.assignment import OnDuty, assign
from dispatch.rules.border import BorderCandidate, BorderDecision, Outcome, decide_border
from dispatch.rules.responsibility import (
    DepartmentHandler,
    GridWorkerHandler,
    Matter,
    Place,
    PoolHandler,
)
from dispatch.rules.responsibility import Handler as Answering
from dispatch.rules.responsibility_form import handler_to_json, route_to_json
from dispatch.rules.routes import Route
from dispatch.rules.rulebook import Rulebook, route
from dispatch.rules.shared_facts import Assignment, Handler
from dispatch.rules.states import CaseKind
from grid.city import City
from grid.location import Location
from grid.rules.levels import Level, codes_in, path_of
from together import Write

_INSERT = """
INSERT INTO dispatch.routings (id, case_id, at, edition_id, responsibility_edition, matter, area_path, route,
    border) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_NEW_ID = "SELECT nextval(pg_get_serial_sequence('dispatch.routings', 'id'))"


@dataclass(frozen=True, slots=True)
class Routed:
    """Where a matter belongs: its location, the route at its own cell, what the border rule made of it."""

    location: Location
    matter: Matter
    route: Route
    border: BorderDecision
    responsibility_edition: int

    @property
    def to_person(self) -> bool:
        """Whether a dispatcher must decide before anybody gets the work."""
        return self.border.outcome is Outcome.TO_PERSON


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be routed: a matter at a place of a city at a moment (UTC), and whether it cannot wait."""

    location: Location
    matter: Matter
    city: City
    at: datetime
    urgent: bool = False

    @property
    def placeless(self) -> bool:
        """Whether the place tells nothing: a default point, or for an incident just the city."""
        position = self.location.position
        if position is not None:
            return self.city.default_point_at(position) is not None
        return self.matter.kind is CaseKind.INCIDENT and self.location.lowest.level is Level.CITY


def route_by(book: Rulebook, question: Question) -> Routed:
    """Routes a matter at a place by one list of responsibilities."""
    location, matter, city, now = question.location, question.matter, question.city, question.at
    here = place_of(location)
    own = route(book, matter, here, now)
    candidates = [_candidate(city, here.path, 0.0, own)]
    for near in location.candidates:
        place = Place(near.path, here.overlays)
        candidates.append(_candidate(city, near.path, near.distance_m, route(book, matter, place, now)))
    decision = decide_border(
        location.position, candidates, at_default_point=question.placeless, urgent=question.urgent
    )
    return Routed(location, matter, own, decision, _edition(book))


def _edition(book: Rulebook) -> int:
    return book.edition or 0


def _candidate(city: City, path: str, distance_m: float, found: Route) -> BorderCandidate:
    return BorderCandidate(
        cell=path,
        distance_m=distance_m,
        jurisdiction=down_to(path, city, Level.STREET),
        grid=down_to(path, city, Level.GRID),
        handler=found.handler,
        co_handlers=found.co_handlers,
    )


def down_to(path: str, city: City, level: Level) -> str:
    """The beginning of a path, down to a level of the city's map or as far as the path goes."""
    depth = sum(known.depth <= level.depth for known in city.levels)
    return path_of(codes_in(path)[:depth])


def assignment_of(routed: Routed, on_duty: Sequence[OnDuty]) -> Assignment | None:
    """Who is to do the work by the routing: the lead and everybody else; None where a person must decide.

    `on_duty` are all who are on duty in the areas around the place and its candidates.
    """
    if routed.to_person:
        return None
    handlers: list[Handler] = []
    for chosen in routed.border.chosen:
        for answering in (chosen.handler, *chosen.co_handlers):
            handler = None if answering is None else _handler_among(answering, chosen.grid, on_duty)
            if handler is not None and handler not in handlers:
                handlers.append(handler)
    return Assignment(handlers[0], tuple(handlers[1:])) if handlers else None


def _handler_among(
    answering: Answering, grid_path: str, on_duty: Sequence[OnDuty], excluded: frozenset[int] = frozenset()
) -> Handler | None:
    match answering:
        case DepartmentHandler(department_id=department_id):
            return Handler(department_id=department_id)
        case PoolHandler(owner_id=owner):
            return Handler(worker=f"staff:{owner}")
        case GridWorkerHandler():
            chosen = assign(grid_path, on_duty, excluded).chosen
            return None if chosen is None else Handler(worker=f"staff:{chosen.staff_id}")


async def handler_at(
    answering: Answering, grid_path: str, now: datetime, excluded: frozenset[int] = frozenset()
) -> Handler | None:
    """The department or the person behind an answer at a grid; None where nobody is on duty."""
    asked = isinstance(answering, GridWorkerHandler)
    on_duty = await roster.on_duty(grid_path, now) if asked else ()
    return _handler_among(answering, grid_path, on_duty, excluded)


async def worker_at(grid_path: str, now: datetime, excluded: frozenset[int] = frozenset()) -> Handler | None:
    """Whoever is on duty for a grid, or the areas around it; `excluded` are staff ids that may not."""
    return await handler_at(GridWorkerHandler(), grid_path, now, excluded)


async def new_routing_id() -> int:
    """The id of a routing about to be kept: the journal names it before it is written."""
    return int(await database.fetch_value(_NEW_ID))


def keeping_routing(routing_id: int, case_id: int, routed: Routed, now: datetime) -> Write:
    """Stores why the case went where it went."""
    return Write(
        _INSERT,
        (
            routing_id,
            case_id,
            now,
            routed.location.edition_id,
            routed.responsibility_edition,
            routed.matter.code,
            routed.location.path,
            msgspec.json.encode(route_to_json(routed.route)).decode(),
            msgspec.json.encode(border_to_json(routed.border)).decode(),
        ),
    )


def border_to_json(decision: BorderDecision) -> Mapping[str, object]:
    """A border decision in codes: what happens, why, and every candidate with its distance in millimetres."""
    return {
        "outcome": decision.outcome.value,
        "reasons": [reason.value for reason in decision.reasons],
        "chosen": [one.cell for one in decision.chosen],
        "candidates": [
            {
                "cell": one.cell,
                "distance_mm": round(one.distance_m * 1000),
                "handler": None if one.handler is None else handler_to_json(one.handler),
                "co_handlers": [handler_to_json(helper) for helper in one.co_handlers],
            }
            for one in decision.candidates
        ],
    }
