"""The body of each act, made from the facts it brings, with limits on every text, list and number."""

import dataclasses
import enum
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, is_dataclass
from datetime import datetime
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta, Struct

from desk.api.act_table import SERVED, ServedAct
from dispatch.captures import Captured
from dispatch.rules.asked import ActFacts
from dispatch.rules.incident_facts import Done
from dispatch.rules.shared_facts import Worded
from dispatch.rules.states import Act, CaseKind

LARGEST_ID = 2**63 - 1
LONGEST_TEXT = 4000
Id = Annotated[int, Meta(ge=1, le=LARGEST_ID)]
Text = Annotated[str, Meta(max_length=LONGEST_TEXT)]
Code = Annotated[str, Meta(min_length=1, max_length=64)]
Actor = Annotated[str, Meta(pattern=r"^(staff:[1-9][0-9]{0,17}|service:[A-Za-z0-9_.-]{1,64})$")]
Aware = Annotated[datetime, Meta(tz=True)]
Version = Annotated[int, Meta(ge=1, le=2**31 - 1, description="The version of the case the caller has seen")]
# Fields that are narrower than their type says.
_NARROW: dict[str, Any] = {
    "worker": Actor,
    "approved_by": Actor,
    "class_code": Code,
    "situation": Annotated[str, Meta(max_length=64)],
    "document_kind": Code,
    "parcel": Code,
    "number": Code,
    "body": Annotated[str, Meta(max_length=200)],
    "amount": Annotated[int, Meta(ge=1, le=1000)],
    "expected_days": Annotated[int, Meta(ge=1, le=1000)],
    "stars": Annotated[int, Meta(ge=1, le=5)],
}
_BY_TYPE: dict[type, Any] = {str: Text, int: Id, datetime: Aware}
_MOST = Meta(max_length=100)


class CapturedAt(Struct, forbid_unknown_fields=True):
    """Where a device was: longitude and latitude, EPSG:4326, and how exact that is in metres."""

    lon: Annotated[float, Meta(ge=-180, le=180)]
    lat: Annotated[float, Meta(ge=-90, le=90)]
    accuracy_m: Annotated[int, Meta(ge=0, le=100_000)] | None = None


class CapturedBody(Struct, forbid_unknown_fields=True):
    """When an act was done by the clock of the device it was done on, and where.

    `ahead_ms`: by how many milliseconds that clock was before ours when the two last met.
    """

    at: Aware | None = None
    ahead_ms: Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)] = 0
    point: CapturedAt | None = None


class ActBody(Struct, forbid_unknown_fields=True, kw_only=True):
    """What every act may say: the version seen, the task meant where several are open, when and where."""

    version: Version | None = None
    task_id: Id | None = None
    captured: CapturedBody | None = None


def _wire(hint: Any, name: str) -> Any:
    """The type of a field in a body."""
    if get_origin(hint) in (Union, types.UnionType):
        inside = [arg for arg in get_args(hint) if arg is not type(None)]
        return _wire(inside[0], name) | None
    if get_origin(hint) in (tuple, frozenset):
        element = get_args(hint)[0]
        inner = Code if element is str else _wire_element(element)
        return Annotated[list[inner], _MOST]  # type: ignore[valid-type]
    if name in _NARROW:
        return _NARROW[name]
    return _wire_element(hint)


def _wire_element(hint: Any) -> Any:
    if isinstance(hint, type) and is_dataclass(hint):
        return _struct(f"{hint.__name__}Body", hint, Struct)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return hint
    return _BY_TYPE.get(hint, hint)


_MADE: dict[str, type[Struct]] = {}


def _struct(name: str, facts: type | None, base: type[Struct]) -> type[Struct]:
    if name in _MADE:
        return _MADE[name]
    fields: list[Any] = []
    hints = {} if facts is None else get_type_hints(facts)
    for field in () if facts is None else dataclasses.fields(facts):
        wire = _wire(hints[field.name], field.name)
        fields.append((field.name, wire) if field.default is MISSING else (field.name, wire, _plain(field)))
    said = (facts.__doc__ if facts else base.__doc__) or name
    made = msgspec.defstruct(
        name,
        fields,
        bases=(base,),
        namespace={"__doc__": said},
        module=__name__,
        forbid_unknown_fields=True,
        kw_only=True,
    )
    _MADE[name] = made
    return made


def _plain(field: "dataclasses.Field[Any]") -> Any:
    default = field.default
    return msgspec.field(default_factory=list) if isinstance(default, tuple | frozenset) else default


def body_of(served: ServedAct) -> type[ActBody]:
    """The type of the body of an act, named for it."""
    name = served.act.value.title().replace("_", "") + "Body"
    return typing.cast("type[ActBody]", _struct(name, served.facts, ActBody))


def facts_in(served: ServedAct, body: ActBody, kind: CaseKind) -> ActFacts | None:
    """The facts a body brings; a helper's feedback is words for an application and work for an incident."""
    facts = served.facts
    if facts is None:
        return None
    if served.act is Act.CO_FEEDBACK and kind is CaseKind.APPLICATION and facts is Done:
        return Worded(str(getattr(body, "text", "")))
    values = {field.name: getattr(body, field.name) for field in dataclasses.fields(facts)}
    made: ActFacts = msgspec.convert(msgspec.to_builtins(values, builtin_types=(datetime,)), facts)
    return made


def captured_in(body: ActBody) -> Captured | None:
    """What the device said, if it said anything."""
    told = body.captured
    if told is None:
        return None
    where = told.point
    if where is None:
        return Captured(told.at, told.ahead_ms)
    return Captured(told.at, told.ahead_ms, where.lon, where.lat, where.accuracy_m)


BODIES: Mapping[Act, type[ActBody]] = {served.act: body_of(served) for served in SERVED}
