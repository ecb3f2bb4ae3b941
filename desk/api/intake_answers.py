"""What the person at the desk is told: numbers, who answers, where it belongs, by when, and why."""

from msgspec import Struct

from desk.api.answers import ClockAnswer, due_answer
from desk.named import Named, handlers_of
from desk.new_case import Registered
from dispatch.routing import border_to_json
from dispatch.rules.responsibility_form import route_to_json
from dispatch.rules.shared_facts import Handler
from grid.location import Location
from registry.rules.item_definition import PlaceRule


class AreaAnswer(Struct):
    """One area of the chain, from the city down."""

    level: str
    code: str
    name: str
    name_en: str


class ResponderAnswer(Struct):
    """Who answers for the case towards the one who brought it (首问负责)."""

    id: int
    name: str


class HandlerAnswer(Struct, omit_defaults=True):
    """A department or a worker who gets the work."""

    department_id: int | None = None
    worker: str | None = None
    name: str | None = None
    name_en: str | None = None


class WhyAnswer(Struct):
    """The rows considered and why the winner won, and what the border rule made of it."""

    route: dict[str, object]
    border: dict[str, object]


class SimilarAnswer(Struct):
    """An open incident of the class close by, perhaps the same thing; its number only for who may see it."""

    case_no: str | None
    state: str
    distance_m: int


class RegisteredAnswer(Struct):
    """The answer to intake; the password is told this once only.

    `place_decides` is the item's rule for where an application belongs: which of several addresses counts.
    """

    case_id: int
    case_no: str
    tracking_no: str
    password: str
    state: str
    version: int
    first_responder: ResponderAnswer
    area_path: str
    chain: list[AreaAnswer]
    handlers: list[HandlerAnswer]
    to_person: bool
    why: WhyAnswer
    due: list[ClockAnswer]
    similar: list[SimilarAnswer]
    missing_materials: list[str]
    place_decides: PlaceRule | None


def registered_answer(registered: Registered) -> RegisteredAnswer:
    """The answer, as a body."""
    routed = registered.routed
    return RegisteredAnswer(
        registered.case_id,
        registered.case_no,
        registered.tracking_no,
        registered.password,
        registered.state,
        registered.version,
        ResponderAnswer(registered.first_responder, registered.named.person(registered.first_responder)),
        registered.location.path,
        chain_answer(registered.location),
        [_handler(one, registered.named) for one in handlers_of(registered.assignment)],
        routed.to_person,
        WhyAnswer(dict(route_to_json(routed.route)), dict(border_to_json(routed.border))),
        [due_answer(due) for due in registered.dues],
        [SimilarAnswer(one.case_no, one.state, one.distance_m) for one in registered.similar],
        list(registered.missing_materials),
        registered.place_decides,
    )


def chain_answer(location: Location) -> list[AreaAnswer]:
    """The areas a place lies in, from the city down."""
    return [AreaAnswer(area.level.value, area.code, area.name, area.name_en) for area in location.chain]


def _handler(handler: Handler, known: Named) -> HandlerAnswer:
    if handler.department_id is not None:
        body = known.bodies[handler.department_id]
        return HandlerAnswer(handler.department_id, handler.worker, body.name, body.name_en)
    name = known.person(int(handler.worker.removeprefix("staff:"))) if handler.worker else None
    return HandlerAnswer(None, handler.worker, name)
