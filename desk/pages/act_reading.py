"""Reads the form of an act into the body the API takes, and finds the field a fault belongs to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from desk.api.act_bodies import BODIES, ActBody
from desk.api.act_table import ServedAct
from desk.calendar_edge import outside_the_calendar
from desk.input_errors import FieldError, InvalidInput, every_error
from desk.pages.act_fields import ActField, Control
from desk.pages.captured import captured
from desk.pages.forms import Form, whole_number
from desk.rules.local_times import to_utc

YES, NO = "yes", "no"
FILE_OF = "file."  # before the code of the material a file is
CITED = "cited."  # before the code of the material a rule is cited for
Told = dict[str, object]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form brings besides texts: files put away by field, other cases by number, the city's zone."""

    zone: ZoneInfo
    files: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    cases: Mapping[str, int] = field(default_factory=dict)


def read_act(served: ServedAct, fields: Sequence[ActField], typed: Form, sent: Sent) -> ActBody:
    """The body of the act; raises InvalidInput with every fault at its pointer."""
    told: Told = {name: number for name in ("version", "task_id") if (number := _number(typed[name])) != ""}
    if (said := captured(typed)) is not None:
        told["captured"] = said
    for one in fields:
        told |= _READERS[one.control](one, typed, sent)
    empty = [_required(one) for one in fields if one.required and not _says(one, told)]
    wanted = BODIES[served.act]
    known = {fault.pointer for fault in empty}
    faults = [*empty, *(fault for fault in every_error(wanted, told) if fault.pointer not in known)]
    if faults:
        raise InvalidInput(*faults)
    body = msgspec.convert(told, wanted)
    outside = list(outside_the_calendar(body))
    if outside:
        raise InvalidInput(*outside)
    return body


def field_at(fields: Sequence[ActField], pointer: str) -> str:
    """The name of the field a pointer leads into; empty for a fault of none."""
    for one in fields:
        if any(pointer == own or pointer.startswith(f"{own}/") for own in one.pointers):
            return one.name
    return ""


def _required(one: ActField) -> FieldError:
    return FieldError(one.pointers[0], "required", "this field is required")


def _says(one: ActField, told: Told) -> bool:
    """Whether what was filled in says anything; a no is an answer, an unticked box is none."""
    value = told.get(one.pointers[0].strip("/"))
    if one.control is Control.YES_NO:
        return value is not None
    return bool(value.strip() if isinstance(value, str) else value) or (
        one.control is Control.CODE and value == 0
    )


def _number(text: str) -> int | str:
    """A whole number, or the text as it stands for the body's own check to refuse."""
    number = whole_number(text)
    return text if number is None else number


def _text(one: ActField, typed: Form, _: Sent) -> Told:
    text = typed[one.name].replace("\r\n", "\n")
    return {one.name: text} if text or one.control is Control.TEXT else {}


def _counted(one: ActField, typed: Form, _: Sent) -> Told:
    return {one.name: _number(typed[one.name])} if typed[one.name] else {}


def _moment(one: ActField, typed: Form, sent: Sent) -> Told:
    """A local time as an instant in UTC; the field of a browser knows no zone."""
    try:
        return {one.name: to_utc(datetime.fromisoformat(typed[one.name]), sent.zone).utc}
    except (ValueError, OverflowError):
        return {one.name: typed[one.name]} if typed[one.name] else {}


def _yes_no(one: ActField, typed: Form, _: Sent) -> Told:
    return {one.name: typed[one.name] == YES} if typed[one.name] in (YES, NO) else {}


def _tick(one: ActField, typed: Form, _: Sent) -> Told:
    return {one.name: typed[one.name] == YES}


def handler_of(value: str) -> Told:
    """`d:12` is a department, `s:34` a worker, `s:34@12` a worker of that department."""
    kind, _, rest = value.partition(":")
    if kind == "d":
        return {"department_id": _number(rest)}
    staff, _, department = rest.partition("@")
    named: Told = {"worker": f"staff:{staff}"}
    return {**named, "department_id": _number(department)} if department else named


def _handler(one: ActField, typed: Form, _: Sent) -> Told:
    return {one.name: handler_of(typed[one.name])} if typed[one.name] else {}


def _handlers(one: ActField, typed: Form, _: Sent) -> Told:
    return {one.name: [handler_of(value) for value in typed.all(one.name) if value]}


def _actor(one: ActField, typed: Form, _: Sent) -> Told:
    return {one.name: f"staff:{typed[one.name]}"} if typed[one.name] else {}


def _case(one: ActField, typed: Form, sent: Sent) -> Told:
    number = typed[one.name]
    return {one.name: sent.cases.get(number, number)} if number else {}


def _class(one: ActField, typed: Form, _: Sent) -> Told:
    code, _slash, situation = typed[one.name].rpartition("/")
    return {"class_code": code, "situation": situation} if code else {}


def _asked(one: ActField, typed: Form, _: Sent) -> Told:
    codes = list(typed.all(one.name))
    rules = {code: typed[f"{CITED}{code}"] for code in codes}
    defective = [code for code in typed.all("defective") if code in codes]
    cited = [{"code": code, "rule": rule} for code, rule in rules.items() if rule]
    return {"codes": codes, "defective": defective, "cited": cited}


def _brought(one: ActField, typed: Form, sent: Sent) -> Told:
    """What comes as a file need not be ticked as well."""
    files = [
        {"code": name.removeprefix(FILE_OF), "file_id": file_id}
        for name, ids in sent.files.items()
        if name.startswith(FILE_OF)
        for file_id in ids
    ]
    return {
        "codes": list(dict.fromkeys([*typed.all(one.name), *(str(file["code"]) for file in files)])),
        "files": files,
    }


def _files(one: ActField, _: Form, sent: Sent) -> Told:
    return {one.name: list(sent.files.get(one.name, ()))}


_READERS: dict[Control, Callable[[ActField, Form, Sent], Told]] = {
    **dict.fromkeys((Control.TEXT, Control.LINE, Control.CHOICE), _text),
    **dict.fromkeys(
        (
            Control.AMOUNT, Control.CODE, Control.DEPARTMENT, Control.SUCCESSOR, Control.BODY,
            Control.SUBJECT, Control.ORDER, Control.TASK,
        ),
        _counted,
    ),
    **dict.fromkeys((Control.LEAD, Control.VISITOR, Control.COLLEAGUE), _handler),
    Control.MOMENT: _moment,
    Control.YES_NO: _yes_no,
    Control.TICK: _tick,
    Control.HELPERS: _handlers,
    Control.APPROVER: _actor,
    Control.CASE: _case,
    Control.CLASS: _class,
    Control.ASKED: _asked,
    Control.BROUGHT: _brought,
    Control.FILES: _files,
}  # fmt: skip
