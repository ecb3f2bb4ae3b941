"""Every act with an address has a form, and what is filled into it becomes the facts the act needs."""

import ast
from datetime import UTC, datetime
from enum import Enum
from zoneinfo import ZoneInfo

import msgspec
import pytest

from desk.api.act_bodies import BODIES, facts_in
from desk.api.act_table import SERVED, ServedAct
from desk.input_errors import InvalidInput
from desk.pages.act_faults import reason
from desk.pages.act_fields import ActField, Control
from desk.pages.act_forms import FORMS, form_of
from desk.pages.act_reading import Sent, field_at, read_act
from desk.pages.forms import Form
from dispatch.rules.states import Act, CaseKind
from tests.architecture.sources import product

ZONE = ZoneInfo("Asia/Shanghai")
KINDS = (CaseKind.APPLICATION, CaseKind.INCIDENT)
# What a browser would send for each kind of field.
TYPED: dict[Control, tuple[str, ...]] = {
    Control.TEXT: ("第一行\r\n第二行",),
    Control.LINE: ("莆田市",),
    Control.AMOUNT: ("3",),
    Control.MOMENT: ("2026-03-12T17:30",),
    Control.YES_NO: ("no",),
    Control.TICK: ("yes",),
    Control.LEAD: ("d:7",),
    Control.VISITOR: ("s:5",),
    Control.COLLEAGUE: ("s:5@7",),
    Control.HELPERS: ("d:8", "s:6"),
    Control.CASE: ("GD-1",),
    Control.CLASS: ("0102/1",),
    Control.ASKED: ("FORM", "PHOTO"),
    Control.BROUGHT: ("FORM",),
}
SENT = Sent(
    ZONE, {"photos": (3,), "before": (4,), "after": (5,), "files": (6,), "file.PHOTO": (9,)}, {"GD-1": 11}
)


def _typed(fields: tuple[ActField, ...]) -> Form:
    values = {one.name: TYPED.get(one.control, (_choice(one),)) for one in fields}
    values |= {"version": ("4",), "cited.PHOTO": ("省政府令第 1 号",), "defective": ("FORM",)}
    return Form(values)


def _choice(one: ActField) -> str:
    if not one.choices:
        return "7"
    first = one.choices[0]
    return str(first.value) if isinstance(first, Enum) else first[0]


def test_every_act_with_an_address_has_a_form_and_no_other() -> None:
    assert set(FORMS) == {served.act for served in SERVED}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("served", SERVED, ids=lambda served: served.path)
def test_what_is_filled_in_becomes_the_facts_of_the_act(served: ServedAct, kind: CaseKind) -> None:
    fields = form_of(served.act, kind).fields

    body = read_act(served, fields, _typed(fields), SENT)
    facts = facts_in(served, body, kind)

    assert body.version == 4
    told = msgspec.to_builtins(body, builtin_types=(datetime,))
    assert {name: told[name] for name in _expected(fields)} == _expected(fields)
    assert (facts is None) == (served.facts is None)


def _expected(fields: tuple[ActField, ...]) -> dict[str, object]:
    known: dict[str, object] = {}
    for one in fields:
        known |= _told(one)
    return known


def _told(one: ActField) -> dict[str, object]:
    match one.control:
        case Control.TEXT:
            return {one.name: "第一行\n第二行"}
        case Control.MOMENT:
            return {one.name: datetime(2026, 3, 12, 9, 30, tzinfo=UTC)}
        case Control.YES_NO | Control.TICK:
            return {one.name: one.control is Control.TICK}
        case Control.LEAD:
            return {one.name: {"department_id": 7, "worker": None}}
        case Control.COLLEAGUE:
            return {one.name: {"department_id": 7, "worker": "staff:5"}}
        case Control.HELPERS:
            others = [{"department_id": 8, "worker": None}, {"department_id": None, "worker": "staff:6"}]
            return {one.name: others}
        case Control.CASE:
            return {one.name: 11}
        case Control.CLASS:
            return {"class_code": "0102", "situation": "1"}
        case Control.ASKED:
            cited = [{"code": "PHOTO", "rule": "省政府令第 1 号"}]
            return {"codes": ["FORM", "PHOTO"], "defective": ["FORM"], "cited": cited}
        case Control.BROUGHT:
            return {"codes": ["FORM", "PHOTO"], "files": [{"code": "PHOTO", "file_id": 9}]}
        case Control.FILES:
            return {one.name: list(SENT.files[one.name])}
        case _:
            return {}


@pytest.mark.parametrize("served", SERVED, ids=lambda served: served.path)
def test_every_field_that_must_be_filled_is_asked_for_at_once(served: ServedAct) -> None:
    fields = form_of(served.act, CaseKind.INCIDENT).fields
    required = {one.name for one in fields if one.required}
    if not required:
        assert isinstance(read_act(served, fields, Form(), Sent(ZONE)), BODIES[served.act])
        return

    with pytest.raises(InvalidInput) as refused:
        read_act(served, fields, Form(), Sent(ZONE))

    assert {field_at(fields, fault.pointer) for fault in refused.value.errors} == required


@pytest.mark.parametrize(
    ("act", "name", "typed"),
    [
        (Act.EXTEND, "amount", "ten"),
        (Act.EXTEND, "amount", "0"),
        (Act.SUSPEND, "until", "yesterday"),
        (Act.SUSPEND, "until", "1999-01-01T00:00"),
        (Act.HAND_OVER, "to", "nobody"),
        (Act.DELIVER, "mode", "by pigeon"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(act: Act, name: str, typed: str) -> None:
    served = next(one for one in SERVED if one.act is act)
    fields = form_of(act, CaseKind.APPLICATION).fields
    form = Form({**_typed(fields).values, name: (typed,)})

    with pytest.raises(InvalidInput) as refused:
        read_act(served, fields, form, SENT)

    assert {field_at(fields, fault.pointer) for fault in refused.value.errors} == {name}


def _reasons() -> list[str]:
    """Every reason the rules give for a fact that does not do, or its beginning."""
    found = []
    for source in product():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) > 1:
                found += _beginning(node.args[1]) if node.func.id == "FactMissing" else []
    return sorted(set(found))


def _beginning(node: ast.expr) -> list[str]:
    if isinstance(node, ast.JoinedStr):
        node = node.values[0]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


# What a form cannot be without, or a defect of ours.
_NEVER = {"is not sealed", "is not 1 to 5"}


@pytest.mark.parametrize("why", [why for why in _reasons() if why not in _NEVER])
def test_every_reason_of_the_rules_has_words(why: str) -> None:
    assert reason(why) != "请核对这一项。"
