"""The demo's responsibility list: who answers for each item and incident class, and where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from dispatch.rules.conditions import During
from dispatch.rules.responsibility import (
    Breadth,
    DepartmentHandler,
    GridWorkerHandler,
    Handler,
    MatterScope,
    PoolHandler,
    Responsibility,
)
from dispatch.rules.states import CaseKind
from grid.rules.levels import Level

STREET_OFFICE = "street_office"
# Everyday matters that whoever walks the grid settles on the spot.
EVERYDAY = frozenset({"0102", "0104", "0107", "0404", "0602"})
# Whose hands are needed besides the lead's, by class: the sector of the helper.
HELPERS = {"0103": "urban_management", "0502": "municipal", "0506": "municipal"}
# What cannot wait for the morning goes to whoever watches over the district at night.
AT_NIGHT = frozenset({"0301", "0501", "0502", "0503", "0504"})
NIGHT = During(start=22 * 60, end=6 * 60)


@dataclass(frozen=True, slots=True)
class Named:
    """A matter of the catalogue with the sector that decides it."""

    kind: CaseKind
    code: str
    sector: str


@dataclass(frozen=True, slots=True)
class Office:
    """A department as the list names it: its sector, the area it answers for, and itself as a handler."""

    sector: str
    area_path: str
    handler: DepartmentHandler


@dataclass(frozen=True, slots=True)
class Premises:
    """What the list is written from: offices, streets that have grids, dispatchers by area, and since when.

    `watch` names the dispatcher (staff id) of the city and of each district that has one, by path.
    """

    offices: tuple[Office, ...]
    gridded: tuple[str, ...]
    watch: Mapping[str, int]
    since: datetime


def rows(matters: tuple[Named, ...], here: Premises) -> list[Responsibility]:
    """Every row: the matters one by one, then what holds for any incident (属地兜底)."""
    written = [row for matter in matters for row in _of_matter(matter, here)]
    return [*written, *_for_any_incident(here)]


def _of_matter(matter: Named, here: Premises) -> Iterator[Responsibility]:
    scope = MatterScope(matter.kind, Breadth.EXACT, matter.code)
    if matter.code in EVERYDAY:
        for street in here.gridded:
            yield Responsibility(0, scope, street, GridWorkerHandler(), here.since)
    if matter.sector == STREET_OFFICE:
        return  # its office answers for any incident of the street already
    for office in _offices(matter.sector, here):
        helpers = _helpers(matter, office, here)
        yield Responsibility(0, scope, office.area_path, office.handler, here.since, co_handlers=helpers)
        if matter.code in AT_NIGHT and office.area_path in here.watch:
            watch = PoolHandler("夜间值班", here.watch[office.area_path])
            yield Responsibility(
                0, scope, office.area_path, watch, here.since, conditions=(NIGHT,), co_handlers=helpers
            )


def _offices(sector: str, here: Premises) -> list[Office]:
    return [office for office in here.offices if office.sector == sector]


def _helpers(matter: Named, office: Office, here: Premises) -> tuple[Handler, ...]:
    if matter.code not in HELPERS:
        return ()
    helping = _offices(HELPERS[matter.code], here)
    return tuple(one.handler for one in helping if one.area_path == office.area_path)


def _for_any_incident(here: Premises) -> Iterator[Responsibility]:
    """The street's office where there is one, else whoever watches over the district or the city."""
    scope = MatterScope(CaseKind.INCIDENT, Breadth.ANY)
    streets = _offices(STREET_OFFICE, here)
    for office in streets:
        yield Responsibility(0, scope, office.area_path, office.handler, here.since)
    for path, owner in here.watch.items():
        # A district all of whose streets have an office would have a row that nothing reaches.
        if path.count("/") == Level.DISTRICT.depth + 1 and any(
            office.area_path.startswith(path) for office in streets
        ):
            continue
        yield Responsibility(0, scope, path, PoolHandler("属地兜底", owner), here.since)
