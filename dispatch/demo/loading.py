"""Gives the demo city its calendar, its rosters and its list of responsibilities, proven and in force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

import database
from dispatch.calendar_store import install_calendar
from dispatch.calendars import published_calendar
from dispatch.demo.rows import STREET_OFFICE, Named, Office, Premises, rows
from dispatch.learning import list_in_force
from dispatch.responsibilities import Ground, publish
from dispatch.responsibility_drafts import add_rows, begin_draft
from dispatch.roster import NewDuty, give_duty, staffed_areas
from dispatch.routing import down_to
from dispatch.rules.assignment import Rank
from dispatch.rules.proof import Living
from dispatch.rules.responsibility import DepartmentHandler, Matter, Place
from dispatch.rules.states import CaseKind
from grid.bulk import load_bulk_map
from grid.city import City, load_city
from grid.rules.levels import Level, codes_in, path_of
from reach import Reach, Role
from registry.departments import open_departments
from registry.incident_classes import published_classes
from registry.items import published_items
from registry.staff import StaffMember, holders

# In force since then, so that the demo's days can lie in the past.
SINCE = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Installed:
    """How much was added, nothing of what was there; `proven` counts pairs of matter and lowest area."""

    duties: int
    rows: int
    proven: int


async def install_demo_calendar(reach: Reach, now: datetime) -> str:
    """Makes the calendar published for the city the current one; returns its code."""
    calendar = published_calendar((await load_city()).calendar_code)
    await install_calendar(reach, calendar, now)
    return calendar.code


async def install_demo_duties(reach: Reach, now: datetime) -> Installed:
    """Puts somebody on duty for every grid and publishes the list of responsibilities, with its proof.

    Map, departments, staff, items and classes have to be there. Raises DutyNotProven.
    """
    city = await load_city()
    async with database.transaction():
        paths = (await load_bulk_map()).paths
        grids = _around(paths, city, Level.GRID)
        duties = [] if await staffed_areas(now) else await _duties(grids, now)
        for new in duties:
            await give_duty(reach, new, now)
        if await list_in_force(city):
            return Installed(len(duties), 0, 0)
        matters = await _matters()
        written = rows(matters, await _premises(grids, city, now))
        draft = await begin_draft(reach, "演示城市权责清单 demo city", now, empty=True)
        await add_rows(reach, draft.id, written)
        await publish(reach, draft.id, await _ground(matters, paths, now), now)
    return Installed(len(duties), len(written), len(matters) * len(paths))


def _around(paths: Iterable[str], city: City, level: Level) -> list[str]:
    """The areas of a level that hold some of the paths, in order."""
    depth = city.levels.index(level) + 1
    found = {down_to(path, city, level) for path in paths}
    return sorted(path for path in found if path.count("/") == depth)


async def _duties(grids: Sequence[str], now: datetime) -> list[NewDuty]:
    """A primary and a backup for each grid, and for each street the checker as leader of its grids.

    The community's own worker walks its grids; where there is none, the street's share them.
    """
    given = []
    for community, members in groupby(grids, key=_parent):
        own = await _posted(Role.GRID_WORKER, community, now)
        streets = await _posted(Role.GRID_WORKER, _parent(community), now)
        for number, grid in enumerate(members):
            first = own[0] if own else streets[number % len(streets)]
            second = streets[(number + 1) % len(streets)]
            given.append(NewDuty(grid, first.id, Rank.PRIMARY, SINCE))
            given.append(NewDuty(grid, second.id, Rank.BACKUP, SINCE))
    for street in _streets_of(grids):
        leaders = await _posted(Role.CHECKER, street, now)
        given += [NewDuty(street, leader.id, Rank.LEADER, SINCE) for leader in leaders]
    return given


async def _posted(role: Role, path: str, now: datetime) -> list[StaffMember]:
    """Who holds a role for exactly this area, not for one around it."""
    around = {one.id for one in await holders(role, now, _parent(path))}
    return [one for one in await holders(role, now, path) if one.id not in around]


def _parent(path: str) -> str:
    return path_of(codes_in(path)[:-1])


def _streets_of(grids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({_parent(_parent(grid)) for grid in grids}))


async def _matters() -> tuple[Named, ...]:
    items = [version.item for version in await published_items()]
    classes = [version.incident_class for version in await published_classes()]
    return (
        *(Named(CaseKind.APPLICATION, item.code, item.department_kind) for item in items),
        *(Named(CaseKind.INCIDENT, one.code, one.department_kind or STREET_OFFICE) for one in classes),
    )


async def _premises(grids: Iterable[str], city: City, now: datetime) -> Premises:
    offices = tuple(
        Office(one.kind, one.area_path, DepartmentHandler(one.id, Level(one.level)))
        for one in await open_departments()
    )
    root = path_of([city.code])
    districts = sorted({office.area_path for office in offices if _parent(office.area_path) == root})
    watch = {root: (await holders(Role.DISPATCHER, now, root))[0].id}
    for district in districts:
        for one in await _posted(Role.DISPATCHER, district, now):
            watch[district] = one.id
    return Premises(offices, _streets_of(grids), watch, SINCE)


async def _ground(matters: Iterable[Named], paths: Iterable[str], now: datetime) -> Ground:
    dispatchers = await holders(Role.DISPATCHER, now)
    living = Living(
        frozenset(one.id for one in await open_departments()),
        frozenset(one.id for one in dispatchers),
        await staffed_areas(now),
    )
    return Ground(tuple(Matter(one.kind, one.code) for one in matters), tuple(map(Place, paths)), living)
