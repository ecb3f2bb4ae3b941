"""Builders of responsibility rows for tests: plain functions with defaults."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dispatch.rules.conditions import Condition
from dispatch.rules.responsibility import (
    Breadth,
    DepartmentHandler,
    Handler,
    Matter,
    MatterScope,
    Place,
    Responsibility,
)
from dispatch.rules.rulebook import Rulebook
from dispatch.rules.states import CaseKind
from grid.rules.levels import Level

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # a Wednesday, noon in Shanghai

CITY = "350300/"
DISTRICT = "350300/350304/"
STREET = "350300/350304/350304001/"
GRID = "350300/350304/350304001/350304001001/350304001001G1/"
CELL = GRID + "350304001001003/"
HERE = Place(CELL)


def a_department(number: int) -> DepartmentHandler:
    return DepartmentHandler(number, Level.DISTRICT)


def a_scope(code: str = "0101") -> MatterScope:
    """`0101` exact, `01*` a prefix, `*` any; always of incidents."""
    if code == "*":
        return MatterScope(CaseKind.INCIDENT, Breadth.ANY)
    if code.endswith("*"):
        return MatterScope(CaseKind.INCIDENT, Breadth.PREFIX, code[:-1])
    return MatterScope(CaseKind.INCIDENT, Breadth.EXACT, code)


def a_row(
    number: int,
    code: str = "0101",
    place: str = CITY,
    *conditions: Condition,
    lead: Handler | None = None,
    valid_from: datetime = NEW_YEAR,
    valid_to: datetime | None = None,
    co_handlers: tuple[Handler, ...] = (),
) -> Responsibility:
    handler = lead or a_department(number)
    return Responsibility(
        number, a_scope(code), place, handler, valid_from, valid_to, conditions, co_handlers
    )


def an_incident(code: str = "0101", **answers: str) -> Matter:
    return Matter(CaseKind.INCIDENT, code, answers=tuple(answers.items()))


def a_rulebook(*rows: Responsibility, zone: ZoneInfo = SHANGHAI) -> Rulebook:
    return Rulebook.of(rows, zone)
