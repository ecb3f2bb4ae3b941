"""Says in words what a published item asks and promises: limits with an example, materials, conditions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from desk.pages.formats import day
from desk.pages.names import in_language
from desk.pages.telling.derivations import amount
from desk.pages.translations import gettext as _
from desk.pages.wording import said, spoken
from desk.rules.place_words import LEVEL_WORDS
from dispatch.rules.calendar import Calendar
from dispatch.rules.counting import derive
from grid.rules.levels import Level
from registry.rules.allowances import Allowance
from registry.rules.form_fields import Answer, Condition, FormField
from registry.rules.item_definition import CaseKind, Item, Material, Obtain


@dataclass(frozen=True, slots=True)
class ShownMaterial:
    """A material of the guide: `when` says in which situation it is needed, empty for always."""

    name: str
    when: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownLimit:
    """A time limit: what it is for, how long, and what day that makes if it begins today."""

    what: str
    length: str
    example: str


def limits(item: Item, calendar: Calendar, now: datetime) -> list[ShownLimit]:
    """Every limit of the item, with the days it would make by the city's real calendar from `now` on."""
    if item.kind is CaseKind.INSTANT:
        return [ShownLimit(_("作出决定"), _("当场办结"), _("材料齐全的，今天来，今天就能办好。"))]
    found = item.limits
    shown = [
        (_("决定是否受理"), found.acceptance, _("今天收件的，最迟%(day)s告知您是否受理。")),
        (_("作出决定（承诺）"), found.promised, _("今天受理的，最迟%(day)s作出决定。")),
        (_("作出决定（法定）"), found.statutory, _("今天受理的，法律要求不晚于%(day)s。")),
        (_("送达结果"), found.delivery, _("今天作出决定的，最迟%(day)s送达。")),
    ]
    return [ShownLimit(what, amount(one), _on_the_day(said, one, calendar, now)) for what, one, said in shown]


def _on_the_day(sentence: str, allowance: Allowance, calendar: Calendar, now: datetime) -> str:
    counted = derive(now, allowance, calendar)
    if counted.last_day is None:
        return ""
    told = sentence % {"day": day(counted.last_day, calendar.zone)}
    return told + _("（节假日安排尚未公布，日期可能变动）") if counted.provisional else told


def materials(item: Item, *obtained: Obtain) -> list[ShownMaterial]:
    """The materials that come in one of these ways, in the order of the item."""
    fields = {field.code: field for field in item.form}
    return [_material(one, fields) for one in item.materials if one.obtain in obtained]


def _material(one: Material, fields: Mapping[str, FormField]) -> ShownMaterial:
    return ShownMaterial(in_language((one.name, one.name_en)), situation(one.when, fields), one.review_points)


def situation(when: tuple[Condition, ...], fields: Mapping[str, FormField]) -> str:
    """In which situation something is needed: `发放方式：银行卡`; empty for always."""
    return _("；").join(_condition(one, fields[one.field]) for one in when if one.field in fields)


def _condition(one: Condition, field: FormField) -> str:
    question = in_language((field.label, field.label_en))
    if one.values:
        answers = _("或").join(_answer(value, field) for value in one.values)
        return _("%(question)s：%(answer)s") % {"question": question, "answer": answers}
    facts = {"question": question, "least": one.least, "most": one.most}
    if one.most is None:
        return _("%(question)s：%(least)s 及以上") % facts
    if one.least is None:
        return _("%(question)s：%(most)s 及以下") % facts
    return _("%(question)s：%(least)s 至 %(most)s") % facts


def _answer(value: Answer, field: FormField) -> str:
    if value is True:
        return _("是")
    if value is False:
        return _("否")
    labels = {choice.value: (choice.label, choice.label_en) for choice in field.choices}
    return in_language(labels[value]) if isinstance(value, str) and value in labels else str(value)


def served(item: Item) -> Iterator[tuple[str, str]]:
    """What each level does for the item: (`镇街`, `受理、代办`), from the city down."""
    for level in item.service_levels:
        roles = _("、").join(said(role) for role in level.roles)
        yield spoken(LEVEL_WORDS[Level(level.level)]), roles
