"""Learns a draft of responsibilities from past work with coordinates, and publishes it when it is proven."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import numpy as np

import database
from dispatch import responsibilities, responsibility_drafts, responsibility_editions
from dispatch.errors import NoResponsibilitiesPublished
from dispatch.responsibilities import Ground
from dispatch.responsibility_editions import ResponsibilityEdition
from dispatch.routing import down_to
from dispatch.rules.learning import PastCase, Suggestion, Target, as_rows, learn, needed
from dispatch.rules.proof import Living
from dispatch.rules.responsibility import (
    Breadth,
    DepartmentHandler,
    Handler,
    Matter,
    MatterScope,
    Place,
    PoolHandler,
    Responsibility,
)
from dispatch.rules.states import CaseKind
from grid.bulk import BulkMap
from grid.city import City
from grid.rules.coordinates import Position
from grid.rules.levels import Level, path_of
from reach import Reach
from registry.departments import NewDepartment, keep_department, open_departments

_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class PastWork:
    """Who handled an incident of a class at a place, and who helped; longitude and latitude in EPSG:4326."""

    code: str
    handler: str
    lon: float
    lat: float
    helpers: tuple[str, ...] = ()


@dataclass(slots=True)
class Seen:
    """How many past cases were learned from, and how many told nothing of a place."""

    learned: int = 0
    at_default_point: int = 0
    outside: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """What shall be learned: at which level of the map, from how many agreeing cases at least."""

    city: City
    map: BulkMap
    level: Level
    minimum: int = 1


def suggest(past: Iterable[PastWork], ask: Ask, seen: Seen) -> tuple[Suggestion, ...]:
    """The suggestions from past work, read once and never held as a whole; `seen` counts along.

    Work at a default point of the city is left out: nobody knows where it was. Work outside the map counts
    for the fallback of its class only.
    """
    return learn(_cases(past, ask, seen), ask.minimum)


def _cases(past: Iterable[PastWork], ask: Ask, seen: Seen) -> Iterator[PastCase]:
    remaining = iter(past)
    while chunk := list(islice(remaining, _CHUNK)):
        lons = np.array([work.lon for work in chunk], dtype=np.float64)
        lats = np.array([work.lat for work in chunk], dtype=np.float64)
        for work, number in zip(chunk, ask.map.find(lons, lats).tolist(), strict=True):
            if ask.city.default_point_at(Position(work.lon, work.lat)) is not None:
                seen.at_default_point += 1
                continue
            seen.learned += 1
            seen.outside += number < 0
            place = down_to(ask.map.paths[number], ask.city, ask.level) if number >= 0 else None
            yield PastCase(work.code, place, work.handler, work.helpers)


@dataclass(frozen=True, slots=True)
class Drafting:
    """How suggestions become a list: rows from `valid_from` (UTC), the rest to a pool with a named owner.

    `codes` are the incident classes in force. The departments are made as `sector`, for the whole city.
    """

    codes: tuple[str, ...]
    rest: PoolHandler
    valid_from: datetime
    sector: str = "city_service"
    note: str = "learned from past work"


@dataclass(frozen=True, slots=True)
class Drafted:
    """The edition that was written, published or not, and how many rows and new departments it took."""

    edition: ResponsibilityEdition
    rows: int
    departments_made: int


async def draft(
    reach: Reach, suggestions: Sequence[Suggestion], ask: Ask, drafting: Drafting, now: datetime
) -> Drafted:
    """Writes suggestions as a list of responsibilities for incidents; all or nothing.

    Whoever is suggested and is no department yet becomes one. A city's first list is proven and put in force
    at once, by the system as everything of a city's set-up. Where one is in force, its rows for applications
    are copied and the result stays a draft, which a second person proves and publishes.
    Raises DutyNotProven with the offending pairs, NothingToProve.
    """
    root = path_of([ask.city.code])
    async with database.transaction():
        first = not await list_in_force(ask.city)
        handlers, made = await _handlers(reach, suggestions, (root, drafting.sector), now)
        begun = await responsibility_drafts.begin_draft(reach, drafting.note, now)
        copied = await responsibility_drafts.rows_of(begun.id)
        old = [row.id for row in copied if row.scope.kind is CaseKind.INCIDENT]
        await responsibility_drafts.remove_rows(reach, begun.id, old)
        target = Target(CaseKind.INCIDENT, root, drafting.valid_from)
        rows = (*as_rows(needed(suggestions, ask.map.paths), handlers, target), _rest(root, drafting))
        await responsibility_drafts.add_rows(reach, begun.id, rows)
        if first:
            ground = await _ground(ask, drafting)
            edition = await responsibilities.publish(reach, begun.id, ground, now)
        else:
            edition = await responsibility_editions.edition(begun.id)
    return Drafted(edition, len(rows), made)


async def list_in_force(city: City) -> bool:
    """Whether a list is published already."""
    try:
        await responsibilities.published(city.zone)
    except NoResponsibilitiesPublished:
        return False
    return True


async def _handlers(
    reach: Reach, suggestions: Iterable[Suggestion], home: tuple[str, str], now: datetime
) -> tuple[dict[str, Handler], int]:
    root, sector = home
    ids = {one.code: one.id for one in await open_departments()}
    names = sorted({name for one in suggestions for name in (one.handler, *one.helpers)})
    missing = [name for name in names if name not in ids]
    for name in missing:
        made = NewDepartment(name, name, name, sector, Level.CITY.value, root)
        ids[name] = await keep_department(reach, made, now)
    return {name: DepartmentHandler(ids[name], Level.CITY) for name in names}, len(missing)


def _rest(root: str, drafting: Drafting) -> Responsibility:
    scope = MatterScope(CaseKind.INCIDENT, Breadth.ANY)
    return Responsibility(0, scope, root, drafting.rest, drafting.valid_from)


async def _ground(ask: Ask, drafting: Drafting) -> Ground:
    matters = tuple(Matter(CaseKind.INCIDENT, code) for code in drafting.codes)
    living = Living(
        departments=frozenset(one.id for one in await open_departments()),
        staff=frozenset({drafting.rest.owner_id}),
    )
    return Ground(matters, tuple(map(Place, ask.map.paths)), living)
