"""A row of the responsibility list in words: what for, where, on which conditions, and who answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desk.pages import names, wording
from desk.pages.translations import gettext as _
from desk.rules.clock_words import SHORT_WEEKDAYS
from dispatch.rules.conditions import EVERY_DAY, AnswerIs, AttributeIs, Condition, During
from dispatch.rules.responsibility import (
    OVERLAY,
    Breadth,
    DepartmentHandler,
    GridWorkerHandler,
    Handler,
    PoolHandler,
    Responsibility,
    handlers_of,
)
from dispatch.rules.states import CaseKind
from grid.area_names import zone_names
from grid.rules.levels import Level, codes_in
from registry.catalogue_names import QuestionName

_MINUTES = 60
_YES_NO = {"true": ("是", "yes"), "false": ("否", "no")}


@dataclass(frozen=True, slots=True)
class Named:
    """What departments, staff, matters and places are called, in the language spoken."""

    levels: tuple[Level, ...] = ()
    departments: Mapping[int, str] = field(default_factory=dict)
    staff: Mapping[int, str] = field(default_factory=dict)
    matters: Mapping[str, str] = field(default_factory=dict)
    majors: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, Mapping[str, QuestionName]] = field(default_factory=dict)

    def handler(self, handler: Handler) -> str:
        """Who answers."""
        match handler:
            case DepartmentHandler(department_id=department):
                return self.departments.get(department, _("已撤销的部门"))
            case GridWorkerHandler():
                return _("当班网格员")
            case PoolHandler(name=name, owner_id=owner):
                called = self.staff.get(owner, "")
                return _("%(pool)s（%(name)s）") % {"pool": name, "name": called} if called else name

    def handlers(self, handlers: Iterable[Handler]) -> str:
        """Everybody who answers, in one line."""
        return _("、").join(map(self.handler, handlers))

    def area(self, path: str) -> str:
        """The last areas of a path down to the grid: `拱辰街道 · 七步社区`."""
        return " · ".join(self.areas[code] for code in _spoken(path, self.levels)[-2:] if code in self.areas)

    def place(self, row: Responsibility) -> str:
        """Where a row is for: the area with its level, or the zone."""
        if row.is_overlay:
            return self.zones.get(row.place.removeprefix(OVERLAY), _("专门划定的区域"))
        codes = codes_in(row.place)
        level = self.levels[len(codes) - 1] if len(codes) <= len(self.levels) else None
        name = self.areas.get(codes[-1], "")
        if level is None or not name:
            return name or _("已调整的区域")
        said = wording.said(level)
        # `Licheng District` says its level itself.
        return name if name.endswith(said) else _("%(place)s（%(level)s）") % {"place": name, "level": said}

    def matter(self, row: Responsibility) -> str:
        """What a row is for."""
        scope = row.scope
        if scope.breadth is Breadth.ANY:
            return _("任何案件") if scope.kind is CaseKind.INCIDENT else _("任何事项")
        if scope.breadth is Breadth.PREFIX:
            return self.majors.get(scope.code, wording.said(scope.breadth))
        return self.matters.get(scope.code, wording.said(scope.breadth))

    def condition(self, condition: Condition, matter: str) -> str:
        """When a row holds; questions are those of the matter."""
        match condition:
            case During():
                return _window(condition)
            case AnswerIs(question=question, value=value):
                asked = self.questions.get(matter, {}).get(question)
                return f"{_label(asked, question)}{_('：')}{_answer(asked, value)}"
            case AttributeIs(name=name, value=value):
                return f"{name}{_('：')}{value}"


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What is about to be told: rows of the list, and matters, area paths and handlers besides."""

    kind: CaseKind
    rows: tuple[Responsibility, ...]
    matters: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    handlers: tuple[Handler, ...] = ()


async def named_for(told: Mentioned) -> Named:
    """The names of everything mentioned, each kind of them asked for once."""
    rows = told.rows
    handlers = [*told.handlers, *(handler for row in rows for handler in handlers_of(row))]
    exact = {row.scope.code for row in rows if row.scope.breadth is Breadth.EXACT} | told.matters
    beginnings = {row.scope.code for row in rows if row.scope.breadth is Breadth.PREFIX}
    paths = {row.place for row in rows if not row.is_overlay} | told.paths
    asking = any(isinstance(one, AnswerIs) for row in rows for one in row.conditions)
    return Named(
        levels=(await names.city()).levels,
        departments=await names.departments(
            {one.department_id for one in handlers if isinstance(one, DepartmentHandler)}
        ),
        staff=await names.staff({one.owner_id for one in handlers if isinstance(one, PoolHandler)}),
        matters=await names.matters(told.kind, exact),
        majors=await names.majors(beginnings) if told.kind is CaseKind.INCIDENT else {},
        areas=await names.areas({code for path in paths for code in codes_in(path)}),
        zones=await zone_names({row.place.removeprefix(OVERLAY) for row in rows if row.is_overlay}),
        questions=await names.questions(told.kind, exact) if asking else {},
    )


def _spoken(path: str, levels: tuple[Level, ...]) -> tuple[str, ...]:
    """The codes of a path without the cell, whose number says nothing to anybody."""
    codes = codes_in(path)
    return codes[: sum(level is not Level.CELL for level in levels)]


def _window(window: During) -> str:
    starts, ends = _clock(window.start), _clock(window.end)
    if window.end <= window.start:
        ends = _("次日 %(time)s") % {"time": ends}
    if window.weekdays == EVERY_DAY:
        days = _("每天")
    else:
        days = _("、").join(wording.spoken(SHORT_WEEKDAYS[number]) for number in window.weekdays)
    return f"{days} {starts}–{ends}"


def _clock(minute: int) -> str:
    return f"{minute // _MINUTES:02d}:{minute % _MINUTES:02d}"


def _label(question: QuestionName | None, code: str) -> str:
    return wording.spoken((question.label, question.label_en)) if question else code


def _answer(question: QuestionName | None, value: str) -> str:
    choices = {**_YES_NO, **(question.choices if question else {})}
    return wording.spoken(choices[value]) if value in choices else value
