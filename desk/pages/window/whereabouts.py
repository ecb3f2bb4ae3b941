"""Where a case belongs and who answers there, by their names."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.pages import names
from dispatch.rules.shared_facts import Handler
from grid.location import Location
from grid.rules.levels import Level


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a case belongs, in words: the areas from the district down to the grid, the cell, and by whom."""

    areas: str
    grid: str
    cell: str
    worker: str


@dataclass(frozen=True, slots=True)
class Called:
    """A name; people's are `chinese` in every language."""

    name: str
    chinese: bool = False


async def whereabouts(location: Location, worker: int | None) -> Whereabouts:
    """Where a place lies, and who (a staff id) is on duty there, in the language spoken."""
    called = {
        area.level: names.in_language((area.name, area.name_en or area.name)) for area in location.chain
    }
    wide = (Level.DISTRICT, Level.STREET, Level.COMMUNITY)
    on_duty = await names.staff([worker]) if worker is not None else {}
    return Whereabouts(
        " · ".join(called[level] for level in wide if level in called) or called[Level.CITY],
        called.get(Level.GRID, ""),
        location.lowest.code if location.lowest.level is Level.CELL else "",
        on_duty.get(worker or 0, ""),
    )


async def handler_names(handlers: Sequence[Handler]) -> tuple[Called, ...]:
    """Names of departments and people who get the work, in order."""
    bodies = await names.departments([one.department_id for one in handlers if one.department_id is not None])
    workers = [int(one.worker.removeprefix("staff:")) for one in handlers if one.worker is not None]
    people = await names.staff(workers)
    found = []
    for one in handlers:
        if one.worker is not None:
            found.append(Called(people.get(int(one.worker.removeprefix("staff:")), ""), chinese=True))
        else:
            found.append(Called(bodies.get(one.department_id or 0, "")))
    return tuple(one for one in found if one.name)
