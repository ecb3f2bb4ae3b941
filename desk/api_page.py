"""Draws the description of the API as one page: operations by tag, their parameters, bodies and answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from desk.assets import asset

_ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_ROOT / "templates"), autoescape=True, undefined=jinja2.StrictUndefined
)
_DEEPEST = 4
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a body or answer: how deep it lies, its name, what it must be."""

    depth: int
    name: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and method."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    public: bool
    parameters: tuple[Schema, ...]
    body: tuple[Field, ...]
    answers: tuple[tuple[str, str, tuple[Field, ...]], ...]


def page(schema: Schema) -> str:
    """The page as HTML."""
    tags = [
        (tag["name"], tag.get("description", ""), tuple(_operations(schema, tag["name"])))
        for tag in schema["tags"]
    ]
    shown = [(name, said, operations) for name, said, operations in tags if operations]
    return TEMPLATES.get_template("api/docs.html").render(info=schema["info"], tags=shown, asset=asset)


def _operations(schema: Schema, tag: str) -> Iterator[Operation]:
    for path, operations in sorted(schema["paths"].items()):
        for method, operation in operations.items():
            if tag in operation.get("tags", ()):
                yield _operation(schema, path, method, operation)


def _operation(schema: Schema, path: str, method: str, operation: Schema) -> Operation:
    content = operation.get("requestBody", {}).get("content", {})
    answers = []
    for status, answer in sorted(operation["responses"].items()):
        kinds = answer.get("content", {})
        fields = tuple(_fields(schema, next(iter(kinds.values()))["schema"])) if kinds else ()
        answers.append((status, answer.get("description", ""), fields if status != "default" else ()))
    return Operation(
        operation["operationId"],
        method.upper(),
        path,
        operation.get("summary", ""),
        operation.get("description", ""),
        not operation["security"],
        tuple({**one, "kind": kind_of(schema, one["schema"])} for one in operation.get("parameters", ())),
        tuple(_fields(schema, next(iter(content.values()))["schema"])) if content else (),
        tuple(answers),
    )


def _resolved(schema: Schema, part: Schema) -> Schema:
    while "$ref" in part:
        part = schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[-1]]
    return part


def _fields(schema: Schema, part: Schema, depth: int = 0) -> Iterator[Field]:
    """The fields of an object, and those of the objects in it, down to a depth."""
    inner = _object_in(schema, part)
    if inner is None or depth > _DEEPEST:
        return
    for name, field in inner.get("properties", {}).items():
        required = name in inner.get("required", ())
        said = str(_resolved(schema, field).get("description", "")) if "$ref" not in field else ""
        yield Field(depth, name, kind_of(schema, field), required, said)
        yield from _fields(schema, field, depth + 1)


def _object_in(schema: Schema, part: Schema) -> Schema | None:
    part = _resolved(schema, part)
    if part.get("type") == "object":
        return part
    for inner in (part.get("items"), *part.get("oneOf", ()), *part.get("anyOf", ())):
        found = _object_in(schema, inner) if inner else None
        if found is not None:
            return found
    return None


def kind_of(schema: Schema, part: Schema) -> str:
    """A schema in a few words: `text, at most 64 characters`."""
    part = _resolved(schema, part)
    if "enum" in part:
        return "one of " + ", ".join(str(value) for value in part["enum"])
    if "const" in part:
        return str(part["const"])
    options = part.get("oneOf") or part.get("anyOf")
    if options:
        return " or ".join(dict.fromkeys(kind_of(schema, option) for option in options))
    if part.get("type") == "array":
        return f"list of {kind_of(schema, part.get('items', {}))}"
    kind = part.get("format") or part.get("type", "anything")
    return ", ".join([str(kind), *_limits(part)])


def _limits(part: Schema) -> Iterator[str]:
    words = {
        "minLength": "at least {} characters", "maxLength": "at most {} characters", "minimum": "from {}",
        "maximum": "up to {}", "pattern": "matching {}", "maxItems": "at most {}",
    }  # fmt: skip
    for name, said in words.items():
        if part.get(name) is not None:
            yield said.format(part[name])
