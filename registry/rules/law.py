"""Holds the limits of an item against the law: what the data of an item may not exceed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from registry.rules.allowances import Allowance, Unit

# What 行政许可法 §45 itself leaves out of the count; anything else needs a rule of the item's own.
LEFT_OUT_BY_LAW = frozenset(
    {"hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "expert_review"}
)
FIVE_DAYS, TEN_DAYS, FIFTEEN_DAYS, TWENTY_DAYS, FORTY_FIVE_DAYS = (
    Allowance(days, Unit.WORKING_DAY) for days in (5, 10, 15, 20, 45)
)


@dataclass(frozen=True, slots=True)
class ItemLimits:
    """The limits of one item. `joint`: handled by several bodies as one (统一办理、联合办理).

    `excluded`: codes of what pauses the decision; `exclusion_rule`: the rule that leaves out more than §45.
    `other_law`: law and article that sets limits of its own, cited; it frees from the caps of 行政许可法.
    """

    statutory: Allowance
    promised: Allowance
    acceptance: Allowance = FIVE_DAYS
    supplement_notices: int = 1
    extension: Allowance | None = None
    extensions: int = 1
    delivery: Allowance = TEN_DAYS
    joint: bool = False
    excluded: frozenset[str] = frozenset()
    exclusion_rule: str | None = None
    other_law: str | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """One limit beyond the law: field, code, clause of 行政许可法, what was found and what is allowed."""

    field: str
    code: str
    clause: str
    found: str
    allowed: str


class _Cap(NamedTuple):
    field: str
    limit: Allowance | None
    cap: Allowance
    clause: str


def check_item_limits(limits: ItemLimits) -> tuple[Violation, ...]:
    """Everything in an item's limits that the law forbids, in a fixed order; empty if it may be published.

    Sources: 行政许可法 §32 acceptance in 5 days, one supplement notice; §42 decision in 20 days and once
    10 more, joint 45 and 15; §44 delivery in 10; §45 what is left out; §82 all in working days. A promise
    never exceeds the statutory limit and is counted in its unit, whatever law sets that.
    """
    found = list(_promise(limits))
    if not (limits.other_law or "").strip():
        for cap in _caps(limits):
            found.extend(_over(cap))
        found.extend(_once(limits))
    found.extend(_exclusions(limits))
    return tuple(found)


def _promise(limits: ItemLimits) -> Iterator[Violation]:
    promised, statutory = limits.promised, limits.statutory
    if promised.unit is not statutory.unit:
        yield Violation("promised", "OTHER_UNIT", "§82", promised.unit.name, statutory.unit.name)
    elif promised.amount > statutory.amount:
        yield Violation("promised", "OVER_STATUTORY", "§42", _text(promised), _text(statutory))


def _caps(limits: ItemLimits) -> Iterator[_Cap]:
    yield _Cap("acceptance", limits.acceptance, FIVE_DAYS, "§32")
    yield _Cap("statutory", limits.statutory, FORTY_FIVE_DAYS if limits.joint else TWENTY_DAYS, "§42")
    yield _Cap("extension", limits.extension, FIFTEEN_DAYS if limits.joint else TEN_DAYS, "§42")
    yield _Cap("delivery", limits.delivery, TEN_DAYS, "§44")


def _over(cap: _Cap) -> Iterator[Violation]:
    if cap.limit is None:
        return
    if cap.limit.unit is not Unit.WORKING_DAY:
        yield Violation(cap.field, "NOT_WORKING_DAYS", "§82", cap.limit.unit.name, Unit.WORKING_DAY.name)
    elif cap.limit.amount > cap.cap.amount:
        yield Violation(cap.field, "OVER_CAP", cap.clause, _text(cap.limit), _text(cap.cap))


def _once(limits: ItemLimits) -> Iterator[Violation]:
    if limits.supplement_notices > 1:
        yield Violation("supplement_notices", "MORE_THAN_ONCE", "§32", str(limits.supplement_notices), "1")
    if limits.extension is not None and limits.extensions > 1:
        yield Violation("extensions", "MORE_THAN_ONCE", "§42", str(limits.extensions), "1")


def _exclusions(limits: ItemLimits) -> Iterator[Violation]:
    if (limits.exclusion_rule or "").strip():
        return
    for code in sorted(limits.excluded - LEFT_OUT_BY_LAW):
        yield Violation("excluded", "NOT_LEFT_OUT_BY_LAW", "§45", code, ", ".join(sorted(LEFT_OUT_BY_LAW)))


def _text(allowance: Allowance) -> str:
    return f"{allowance.amount} {allowance.unit.name}"
