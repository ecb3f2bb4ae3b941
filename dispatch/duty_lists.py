"""The grids of a part of the city, who is on duty for each now and next, and those with nobody."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import database
from dispatch.roster import Duty, duties_over
from dispatch.rules.assignment import OnDuty, assign
from grid.city import City
from grid.rules.levels import Level

# A path ends with "/", and "0" is the sign after it: what lies in an area lies between the two. Written so,
# because a prefix that comes as a parameter leads no plan to the index.
_WITHIN = """
FROM grid.areas area JOIN grid.editions edition ON edition.id = area.edition_id
WHERE edition.status = 'published' AND area.level = $1
    AND area.path ~>=~ $2 AND area.path ~<~ (rtrim($2, '/') || '0')
"""
_STAFFED = """
EXISTS (SELECT 1 FROM dispatch.duties duty WHERE duty.area_path = area.path
    AND duty.valid_from <= $3 AND (duty.valid_to IS NULL OR duty.valid_to > $3))
"""
_COUNT = f"SELECT count(*) AS grids, count(*) FILTER (WHERE NOT {_STAFFED}) AS unstaffed {_WITHIN}"
_UNSTAFFED = f"SELECT area.path {_WITHIN} AND NOT {_STAFFED} ORDER BY area.path USING ~<~ LIMIT $4"
# The order of bytes, in which the index gives them.
_GRIDS = f"SELECT area.path {_WITHIN} AND area.path ~>~ $3 ORDER BY area.path USING ~<~ LIMIT $4"


@dataclass(frozen=True, slots=True)
class Staffing:
    """How many grids a part of the city has, and how many of them nobody of their own is on duty for."""

    grids: int
    unstaffed: int


@dataclass(frozen=True, slots=True)
class GridRoster:
    """One grid: its duties that run, those to come, and who answers as things stand.

    `answers` may be somebody of an area around the grid; None when a report from there would find nobody.
    """

    path: str
    running: tuple[Duty, ...]
    coming: tuple[Duty, ...]
    answers: OnDuty | None


def lowest_level(city: City) -> Level:
    """The level whose areas have rosters: grids, or what is lowest above the cells where there are none."""
    return [level for level in city.levels if level is not Level.CELL][-1]


async def staffing(level: Level, area_path: str, now: datetime) -> Staffing:
    """The numbers of an area at an instant (UTC)."""
    row = await database.fetch_row(_COUNT, level.value, area_path, now)
    if row is None:
        raise RuntimeError("an aggregate without groups has one row")
    return Staffing(row["grids"], row["unstaffed"])


async def unstaffed(level: Level, area_path: str, now: datetime, limit: int) -> list[GridRoster]:
    """The grids of an area that nobody of their own is on duty for at an instant (UTC), by path."""
    rows = await database.fetch(_UNSTAFFED, level.value, area_path, now, limit)
    return await _with_duties([row["path"] for row in rows], now)


async def rosters(level: Level, area_path: str, now: datetime, after: str, limit: int) -> list[GridRoster]:
    """The grids of an area after a path, in order of path, as they stand at an instant (UTC)."""
    rows = await database.fetch(_GRIDS, level.value, area_path, after, limit)
    return await _with_duties([row["path"] for row in rows], now)


async def _with_duties(paths: Sequence[str], now: datetime) -> list[GridRoster]:
    around = {path[: end + 1] for path in paths for end, letter in enumerate(path) if letter == "/"}
    by_area: dict[str, list[Duty]] = defaultdict(list)
    for one in await duties_over(sorted(around), now):
        by_area[one.area_path].append(one)
    running = [
        OnDuty(one.staff_id, one.area_path, one.rank)
        for found in by_area.values()
        for one in found
        if one.valid_from <= now
    ]
    return [
        GridRoster(
            path,
            tuple(one for one in by_area[path] if one.valid_from <= now),
            tuple(one for one in by_area[path] if one.valid_from > now),
            assign(path, running).chosen,
        )
        for path in paths
    ]
