"""Writes the part of docs/api.md that lists every address: method, path, body, answer, who may."""

from collections.abc import Iterator
from typing import Any

from litestar import Litestar

from desk.api_page import kind_of
from desk.guards import CASE_READERS, HoldsAny
from desk.openapi import described
from reach import NOT_POSTS, Role

BEGIN, END = "<!-- made from the routes -->", "<!-- end of what is made -->"
Schema = dict[str, Any]


def reference(app: Litestar) -> str:
    """The list, by subject."""
    schema, who = described(app), _who(app)
    lines = [BEGIN, ""]
    for tag in schema["tags"]:
        found = list(_rows(schema, tag["name"], who))
        if found:
            lines += [f"### {tag['name'].capitalize()}", "", f"{tag['description']}.", ""]
            lines += ["| address | body or query | answer | who |", "|---|---|---|---|", *found, ""]
    return "\n".join([*lines, END])


def _who(app: Litestar) -> dict[tuple[str, str], str]:
    """Who may ask, by method and path."""
    found = {}
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            guards = [guard for guard in handler.guards or () if isinstance(guard, HoldsAny)]
            roles = guards[0].roles if guards else frozenset(Role)
            for method in handler.http_methods:
                found[method, route.path_format] = _named(roles)
    return found


def _named(roles: frozenset[Role]) -> str:
    staff = frozenset(Role) - NOT_POSTS
    if roles == CASE_READERS:
        return "who works on cases, machine"
    if roles >= staff:
        return "signed in"
    return ", ".join(sorted(role.value for role in roles))


def _rows(schema: Schema, tag: str, who: dict[tuple[str, str], str]) -> Iterator[str]:
    for path, operations in sorted(schema["paths"].items()):
        for method, operation in operations.items():
            if tag in operation.get("tags", ()):
                asked = "everybody" if not operation["security"] else who[method.upper(), path]
                cells = (_asked(schema, operation), _answered(operation), asked)
                yield f"| `{method.upper()} {path}` | {' | '.join(cells)} |"


def _asked(schema: Schema, operation: Schema) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    said = []
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "query":
            said.append(_field(parameter["name"], bool(parameter.get("required"))))
    for media in content.values():
        body = schema["components"]["schemas"][media["schema"]["$ref"].rsplit("/", 1)[-1]]
        required = body.get("required", ())
        fields = [
            _field(name, name in required) + _choice(schema, field)
            for name, field in body["properties"].items()
        ]
        said += sorted(fields, key=lambda field: "\\*" not in field)
    return ", ".join(said) or "–"


def _field(name: str, required: bool) -> str:
    return f"`{name}`\\*" if required else f"`{name}`"


def _choice(schema: Schema, field: Schema) -> str:
    """The values a field can have, where they are few."""
    kind = kind_of(schema, field)
    return f" ({kind})" if kind.startswith("one of") and len(kind) < 120 else ""


def _answered(operation: Schema) -> str:
    for status, answer in sorted(operation["responses"].items()):
        for media in answer.get("content", {}).values():
            named = str(media["schema"].get("$ref") or media["schema"].get("items", {}).get("$ref", ""))
            several = "[]" if "items" in media["schema"] else ""
            if status != "default":
                return f"{status} {named.rsplit('/', 1)[-1]}{several}".strip()
        if status != "default":
            return str(status)
    return "–"
