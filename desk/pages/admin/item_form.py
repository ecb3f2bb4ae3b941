"""The form of an item: its fields from a definition, and a definition from its fields."""

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from typing import TypeVar

from desk.pages import wording
from desk.pages.forms import Form
from desk.pages.translations import N_
from desk.pages.translations import gettext as _
from registry.rules.allowances import Allowance
from registry.rules.item_checks import item_faults
from registry.rules.item_definition import CaseKind, Item, Material, Obtain, PlaceRule
from registry.rules.law import ItemLimits

E = TypeVar("E", bound=Enum)

_SPARE = 2  # empty rows for new materials
_TEXTS = ("name", "name_en", "about", "about_en")
_LINES = ("law", "everyday_words")
_LIMITS = ("statutory", "promised")
LABELS = {
    "name": N_("名称"),
    "name_en": N_("英文名称"),
    "kind": N_("办件类型"),
    "place": N_("归属规则"),
    "statutory": N_("法定期限"),
    "promised": N_("承诺期限"),
    "fee": N_("收费"),
    "law": N_("设定依据"),
    "everyday_words": N_("日常说法"),
    "about": N_("说明"),
    "about_en": N_("英文说明"),
    "materials": N_("材料"),
}
_FAULTS = {
    "BLANK": N_("不能为空。"),
    "NO_BASIS": N_("请写明设定依据。"),
    "REPEATED": N_("编码重复。"),
    "NO_RECORD_TYPE": N_("可共享的材料需要写明证照类型。"),
    "BAD_CODE": N_("编码不符合规则。"),
}
_BEYOND_LAW = N_("不符合规则或超出法定上限。")


def filled_in(item: Item) -> Form:
    """The form of an item as it is."""
    values: dict[str, tuple[str, ...]] = {name: (str(getattr(item, name)),) for name in _TEXTS}
    values |= {name: ("\n".join(getattr(item, name)),) for name in _LINES}
    values |= {name: (str(getattr(item.limits, name).amount),) for name in _LIMITS}
    values |= {"kind": (item.kind.value,), "place": (item.place.value,)}
    if item.fee:
        values["fee"] = ("yes",)
    for place, material in enumerate(item.materials):
        values |= {
            f"m{place}-code": (material.code,),
            f"m{place}-name": (material.name,),
            f"m{place}-name_en": (material.name_en,),
            f"m{place}-obtain": (material.obtain.value,),
            f"m{place}-licence": (material.licence_type or "",),
        }
    # What is added is brought by the applicant unless somebody says otherwise.
    values |= {f"m{place}-obtain": (Obtain.SUBMIT.value,) for place in rows_of(item)[len(item.materials) :]}
    return Form(values)


def rows_of(item: Item) -> range:
    """The numbers of the material rows the form shows."""
    return range(len(item.materials) + _SPARE)


def changed(item: Item, form: Form) -> tuple[Item, dict[str, tuple[str, ...]]]:
    """The item as the form wants it, and what is wrong with it by field."""
    errors: dict[str, tuple[str, ...]] = {}
    made = replace(
        item,
        name=form["name"],
        name_en=form["name_en"],
        about=form["about"],
        about_en=form["about_en"],
        law=tuple(_lines(form["law"])),
        everyday_words=tuple(_lines(form["everyday_words"])),
        kind=_one_of(CaseKind, form["kind"], item.kind),
        place=_one_of(PlaceRule, form["place"], item.place),
        fee="yes" in form.all("fee"),
        limits=_limits(item.limits, form, errors),
        materials=tuple(_materials(item, form)),
    )
    for pointer, code, _detail in item_faults(made):
        field = _field_of(pointer)
        errors[field] = (*errors.get(field, ()), _(_FAULTS.get(code, _BEYOND_LAW)))
    return made, errors


def _limits(limits: ItemLimits, form: Form, errors: dict[str, tuple[str, ...]]) -> ItemLimits:
    """The limits with the days of the form; a number that is none is put down as an error."""
    days: dict[str, Allowance] = {}
    for name in _LIMITS:
        try:
            days[name] = Allowance(int(form[name] or "0"), getattr(limits, name).unit)
        except ValueError:
            errors[name] = (_("请填写天数。"),)
    return replace(
        limits,
        statutory=days.get("statutory", limits.statutory),
        promised=days.get("promised", limits.promised),
    )


def differences(before: Item, after: Item) -> list[tuple[str, str, str]]:
    """What a draft changes: label, what stands, what would stand; for whoever publishes it."""
    old, new = _in_words(before), _in_words(after)
    return [(LABELS[name], old[name], new[name]) for name in LABELS if old[name] != new[name]]


def _in_words(item: Item) -> dict[str, str]:
    form = filled_in(item)
    materials = (f"{one.name}（{wording.said(one.obtain)}）" for one in item.materials)
    return {name: "\n".join(form.all(name)) for name in LABELS} | {
        "kind": wording.said(item.kind),
        "place": wording.said(item.place),
        "fee": _("是") if item.fee else _("否"),
        "materials": "\n".join(materials),
    }


def _field_of(pointer: str) -> str:
    first, _, rest = pointer.strip("/").partition("/")
    if first == "limits":
        return rest
    if first == "materials" and rest:
        number, _, part = rest.partition("/")
        return f"m{number}-{'licence' if part == 'licence_type' else part or 'code'}"
    return first


def _materials(item: Item, form: Form) -> Iterator[Material]:
    known = {material.code: material for material in item.materials}
    for place in rows_of(item):
        code, name = form[f"m{place}-code"], form[f"m{place}-name"]
        if not (code or name) or "yes" in form.all(f"m{place}-gone"):
            continue
        base = known.get(code) or Material(code, name, "", Obtain.SUBMIT)
        yield replace(
            base,
            name=name,
            name_en=form[f"m{place}-name_en"],
            obtain=_one_of(Obtain, form[f"m{place}-obtain"], base.obtain),
            licence_type=form[f"m{place}-licence"] or None,
        )


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _one_of(kind: type[E], asked: str, otherwise: E) -> E:
    return next((one for one in kind if one.value == asked), otherwise)
