"""The description of the API: OpenAPI 3.1 made from the routes, and a page of our own to read it."""

import functools
from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Litestar, MediaType, Response, get
from litestar._openapi.plugin import OpenAPIPlugin
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme, Tag

from desk.api_page import page
from desk.guards import PUBLIC
from desk.requests import DeskRequest

Schema = dict[str, Any]
_TAGS = (
    ("session", "Signing in and out, who one is, tokens for machines"),
    ("intake", "Taking a matter in, the same for every channel"),
    ("cases", "Finding cases and reading them"),
    ("application acts", "What can be done to an application"),
    ("incident acts", "What can be done to an incident"),
    ("acts", "What can be done to either"),
    ("files", "Photos and documents"),
    ("catalogue", "Items, incident classes, departments, service points"),
    ("places", "The map: areas, addresses, and where a point belongs"),
    ("bus", "What subscribers were told, and the feed"),
    ("audit", "Who looked, who signed in, what was refused"),
    ("residents", "How far a matter is, by its tracking number"),
    ("operation", "Health, figures, the demo's clock"),
)
CONFIG = OpenAPIConfig(
    title="Griddesk",
    version="1",
    description="One window, one grid, one dispatch, one bus. Times are UTC; positions longitude, latitude.",
    tags=[Tag(name, description) for name, description in _TAGS],
    components=Components(
        security_schemes={
            "session": SecurityScheme(type="apiKey", name="session", security_scheme_in="cookie"),
            "token": SecurityScheme(type="http", scheme="bearer", bearer_format="gd_…"),
        }
    ),
    use_handler_docstrings=True,
)
PROBLEM: Schema = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "description": "Where the kind of problem is explained"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "reference": {"type": "string", "description": "Under this id the log has more"},
        "version": {"type": "integer", "description": "The present version of a case that has moved on"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "Into the body (RFC 6901), ?name of the query, {name} of the path",
                    },
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
_FAILED: Schema = {
    "description": "Anything that went wrong",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def described(app: Litestar) -> Schema:
    """The whole description, with problems for answers that fail and bodies closed to unknown fields."""
    # The framework would serve the description on routes of its own; only its making is wanted here.
    app.plugins.get(OpenAPIPlugin)._openapi_config = CONFIG
    schema: Schema = msgspec.json.decode(msgspec.json.encode(app.openapi_schema.to_schema()))
    schema["components"]["schemas"]["Problem"] = PROBLEM
    bodies: set[str] = set()
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            operation["responses"].pop("400", None)
            operation["responses"]["default"] = _FAILED
            public = (method.upper(), path) in PUBLIC
            operation["security"] = [] if public else [{"session": []}, {"token": []}]
            bodies |= _references(operation.get("requestBody"))
    _close(schema["components"]["schemas"], bodies)
    return schema


def _references(value: object) -> set[str]:
    """The names of the schemas a value refers to."""
    if isinstance(value, Mapping):
        found = {str(value["$ref"]).rsplit("/", 1)[-1]} if "$ref" in value else set()
        return found.union(*(_references(inner) for inner in value.values()))
    if isinstance(value, list):
        return set[str]().union(*(_references(inner) for inner in value))
    return set()


def _close(schemas: Schema, names: set[str]) -> None:
    """Says of request bodies what decoding does: unknown fields are refused."""
    waiting, done = set(names), set[str]()
    while waiting:
        name = waiting.pop()
        done.add(name)
        if schemas[name].get("type") == "object":
            schemas[name].setdefault("additionalProperties", False)
        waiting |= _references(schemas[name]) - done


@functools.lru_cache(4)
def _encoded(app: Litestar) -> bytes:
    return msgspec.json.encode(described(app))


@functools.lru_cache(4)
def _page(app: Litestar) -> str:
    return page(described(app))


@get("/openapi.json", include_in_schema=False)
async def schema(request: DeskRequest) -> Response[bytes]:
    """The description as JSON."""
    return Response(_encoded(request.app), media_type="application/json")


@get("/api/docs", include_in_schema=False)
async def docs(request: DeskRequest) -> Response[str]:
    """The description as a page: every address with parameters, bodies and answers; nothing from outside."""
    return Response(_page(request.app), media_type=MediaType.HTML)
