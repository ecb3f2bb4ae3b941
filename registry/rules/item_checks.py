"""Finds everything that keeps an item from being published."""

from collections import Counter
from collections.abc import Iterable, Iterator

from registry.errors import BadItemCode
from registry.rules.form_fields import Condition, FieldKind
from registry.rules.item_codes import base_code
from registry.rules.item_definition import CaseKind, Item, Obtain
from registry.rules.law import check_item_limits

LEVELS = ("CITY", "DISTRICT", "STREET", "COMMUNITY")
SUBJECTS = ("person", "organisation")
Fault = tuple[str, str, str]


def item_faults(item: Item) -> tuple[Fault, ...]:
    """Every fault as (JSON pointer, code, detail); an item with none may be published.

    Beside the law (行政许可法 §32, §42, §44, §45) the definition has to make sense in itself: conditions ask
    about questions of the form, records to be had on line have a type, somebody may take the item in.
    """
    return (
        *_head(item),
        *_limits(item),
        *_levels(item),
        *_form(item),
        *_materials(item),
        *_instant(item),
    )


def _head(item: Item) -> Iterator[Fault]:
    try:
        base_code(item.code)
    except BadItemCode as error:
        yield "/code", "BAD_CODE", str(error)
    for name in ("name", "name_en", "department_kind"):
        if not str(getattr(item, name)).strip():
            yield f"/{name}", "BLANK", ""
    if not item.law or not all(reference.strip() for reference in item.law):
        yield "/law", "NO_BASIS", "an item names the law it rests on"
    if not item.subjects or not set(item.subjects) <= set(SUBJECTS):
        yield "/subjects", "UNKNOWN_SUBJECT", ", ".join(SUBJECTS)
    if item.deciding_level not in LEVELS:
        yield "/deciding_level", "UNKNOWN_LEVEL", item.deciding_level


def _limits(item: Item) -> Iterator[Fault]:
    for found in check_item_limits(item.limits):
        detail = f"{found.clause}: {found.found}, allowed {found.allowed}"
        yield f"/limits/{found.field}", found.code, detail
    if not item.supplement.unit.counts_days:
        yield "/supplement", "NOT_DAYS", item.supplement.unit.name


def _levels(item: Item) -> Iterator[Fault]:
    for place, served in enumerate(item.service_levels):
        if served.level not in LEVELS:
            yield f"/service_levels/{place}/level", "UNKNOWN_LEVEL", served.level
    if not any(served.roles for served in item.service_levels):
        yield "/service_levels", "NOBODY_TAKES_IT_IN", ""


def _form(item: Item) -> Iterator[Fault]:
    yield from _repeated("/form", (field.code for field in item.form))
    known: set[str] = set()
    for place, field in enumerate(item.form):
        at = f"/form/{place}"
        if (field.kind is FieldKind.CHOICE) != bool(field.choices):
            yield f"{at}/choices", "CHOICES_DO_NOT_FIT", field.kind
        yield from _repeated(f"{at}/choices", (choice.value for choice in field.choices))
        if field.least is not None and field.most is not None and field.least > field.most:
            yield f"{at}/least", "OVER_MOST", f"{field.least} > {field.most}"
        # A question may depend on earlier ones only, or a form could ask in circles.
        yield from _conditions(at, field.when, known)
        known.add(field.code)


def _materials(item: Item) -> Iterator[Fault]:
    yield from _repeated("/materials", (material.code for material in item.materials))
    known = {field.code for field in item.form}
    for place, material in enumerate(item.materials):
        at = f"/materials/{place}"
        if material.obtain is not Obtain.SUBMIT and not material.licence_type:
            yield f"{at}/licence_type", "NO_RECORD_TYPE", "what is had on line names its record"
        yield from _conditions(at, material.when, known)


def _instant(item: Item) -> Iterator[Fault]:
    if item.delegation is None:
        return
    if item.kind is not CaseKind.INSTANT:
        yield "/delegation", "NOT_INSTANT", "only instant items are decided under a delegation"
    if not item.delegation.document.strip() or not item.delegation.deciding_body.strip():
        yield "/delegation", "BLANK", "a delegation names its document and the deciding body"


def _conditions(at: str, conditions: Iterable[Condition], known: set[str]) -> Iterator[Fault]:
    for place, condition in enumerate(conditions):
        if condition.field not in known:
            yield f"{at}/when/{place}", "UNKNOWN_FIELD", condition.field
        if not condition.values and condition.least is None and condition.most is None:
            yield f"{at}/when/{place}", "NEVER_HOLDS", condition.field


def _repeated(at: str, codes: Iterable[str]) -> Iterator[Fault]:
    for code, count in Counter(codes).items():
        if count > 1:
            yield at, "REPEATED", code
