"""The JSON forms of handlers and routes, as rows and journals keep them."""

from dispatch.errors import MalformedResponsibility
from dispatch.rules.responsibility import (
    DepartmentHandler,
    GridWorkerHandler,
    Handler,
    PoolHandler,
)
from dispatch.rules.routes import Route
from grid.rules.levels import Level

Json = dict[str, object]


def handler_to_json(handler: Handler) -> Json:
    """The JSON form of a handler; `handler_from_json` reads it back to an equal value."""
    match handler:
        case DepartmentHandler(department_id, level):
            return {"kind": "department", "department_id": department_id, "level": level.value}
        case GridWorkerHandler():
            return {"kind": "grid_worker"}
        case PoolHandler(name, owner_id):
            return {"kind": "pool", "name": name, "owner_id": owner_id}


def handler_from_json(form: object) -> Handler:
    """Reads the JSON form; raises MalformedResponsibility for anything it does not know."""
    match form:
        case {"kind": "department", "department_id": int(number), "level": str(level)}:
            if level in {known.value for known in Level}:
                return DepartmentHandler(number, Level(level))
        case {"kind": "grid_worker"}:
            return GridWorkerHandler()
        case {"kind": "pool", "name": str(name), "owner_id": int(owner)}:
            return PoolHandler(name, owner)
    raise MalformedResponsibility(f"not a handler: {form!r}")


def route_to_json(route: Route) -> Json:
    """A route as a journal keeps it, in ids and codes: edition, winner, why, every row considered."""
    return {
        "edition": route.edition,
        "row": route.winner.id if route.winner else None,
        "why": route.why.value,
        "handler": handler_to_json(route.handler) if route.handler else None,
        "co_handlers": [handler_to_json(handler) for handler in route.co_handlers],
        "considered": [
            {"row": one.row.id, "lost": one.lost.value if one.lost else None} for one in route.considered
        ],
    }
