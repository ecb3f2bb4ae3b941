"""What staff, departments, service points and areas are called and where areas lie, remembered for a minute.

Only names that hang on office doors: who is a member of staff, not who is a resident.
"""

import time
from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar

from desk.pages.language import CHINESE
from desk.pages.translations import language
from desk.rules.state_words import Words
from dispatch.rules.states import CaseKind
from grid.area_names import area_names
from grid.city import City, load_city
from grid.rules.levels import Level, codes_in
from grid.tiles import Ground
from grid.tiles import ground as published_ground
from registry.catalogue import CatalogueKind
from registry.catalogue_names import MatterName, QuestionName, major_names, matter_names
from registry.departments import Department, open_departments
from registry.departments import departments as find_departments
from registry.service_points import service_points as find_service_points
from registry.staff import members

_HOLDS = 60.0  # seconds; a new name on a door is seen a minute later
_MOST = 20_000  # names remembered of a kind
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(slots=True)
class _Remembered(Generic[K, V]):
    """Names by key; asks for those not known or too old, all in one question."""

    ask: Callable[[Collection[K]], Awaitable[dict[K, V]]]
    known: dict[K, tuple[float, V | None]] = field(default_factory=dict)

    async def of(self, keys: Collection[K]) -> dict[K, V]:
        now = time.monotonic()
        missing = [key for key in set(keys) if key not in self.known or self.known[key][0] < now]
        if missing:
            if len(self.known) + len(missing) > _MOST:
                self.known.clear()
            found = await self.ask(missing)
            # What has no name is remembered too, or it would be asked for on every page.
            self.known.update({key: (now + _HOLDS, found.get(key)) for key in missing})
        known = {key: self.known[key][1] for key in keys if key in self.known}
        return {key: value for key, value in known.items() if value is not None}

    def forget(self) -> None:
        self.known.clear()


async def _staff(ids: Collection[int]) -> dict[int, str]:
    return {key: member.display_name for key, member in (await members(sorted(ids))).items()}


async def _departments(ids: Collection[int]) -> dict[int, Words]:
    found = await find_departments(sorted(ids))
    return {one.id: (one.name, one.name_en or one.name) for one in found.values()}


async def _offices(_: Collection[int]) -> dict[int, list[Department]]:
    return {0: await open_departments()}


async def _service_points(ids: Collection[int]) -> dict[int, Words]:
    return {one.id: (one.name, one.name_en or one.name) for one in await find_service_points(sorted(ids))}


async def _areas(codes: Collection[str]) -> dict[str, Words]:
    return {code: (one.name, one.name_en or one.name) for code, one in (await area_names(codes)).items()}


async def _cities(_: Collection[int]) -> dict[int, City]:
    return {0: await load_city()}


async def _grounds(of: Collection[tuple[str, ...]]) -> dict[tuple[str, ...], Ground]:
    return {paths: await published_ground(paths) for paths in of}


_STAFF: _Remembered[int, str] = _Remembered(_staff)
_DEPARTMENTS: _Remembered[int, Words] = _Remembered(_departments)
_OFFICES: _Remembered[int, list[Department]] = _Remembered(_offices)
_SERVICE_POINTS: _Remembered[int, Words] = _Remembered(_service_points)
_AREAS: _Remembered[str, Words] = _Remembered(_areas)
_ITEMS: _Remembered[str, MatterName] = _Remembered(partial(matter_names, CatalogueKind.ITEM))
_CLASSES: _Remembered[str, MatterName] = _Remembered(partial(matter_names, CatalogueKind.INCIDENT_CLASS))
_MAJORS: _Remembered[str, Words] = _Remembered(major_names)
_CITY: _Remembered[int, City] = _Remembered(_cities)
_GROUND: _Remembered[tuple[str, ...], Ground] = _Remembered(_grounds)
_FORGETTING: tuple[Callable[[], None], ...] = tuple(
    one.forget
    for one in (
        _STAFF, _DEPARTMENTS, _OFFICES, _SERVICE_POINTS, _AREAS, _ITEMS, _CLASSES, _MAJORS, _CITY, _GROUND,
    )
)  # fmt: skip


async def city() -> City:
    """The city this desk serves; raises NoCity."""
    return (await _CITY.of([0]))[0]


async def ground(paths: tuple[str, ...] = ()) -> Ground:
    """The edition of the map that is published, and the box around these areas, or around the city.

    An edition's tiles stay where they are, so a map drawn from the one before is whole.
    Raises NoEditionPublished.
    """
    return (await _GROUND.of([paths]))[paths]


async def staff(ids: Collection[int]) -> dict[int, str]:
    """Display names of members of staff."""
    return await _STAFF.of(ids)


async def departments(ids: Collection[int]) -> dict[int, str]:
    """Names of departments, in the language spoken."""
    return {key: in_language(words) for key, words in (await _DEPARTMENTS.of(ids)).items()}


async def offices() -> list[Department]:
    """Every department that is open, to choose from."""
    return (await _OFFICES.of([0]))[0]


async def service_points(ids: Collection[int]) -> dict[int, str]:
    """Names of service points, in the language spoken."""
    return {key: in_language(words) for key, words in (await _SERVICE_POINTS.of(ids)).items()}


async def areas(codes: Collection[str]) -> dict[str, str]:
    """Names of areas by their codes, in the language spoken."""
    return {key: in_language(words) for key, words in (await _AREAS.of(codes)).items()}


async def matters(kind: CaseKind, codes: Collection[str]) -> dict[str, str]:
    """Names of items (for applications) or incident classes by their codes, in the language spoken.

    An incident's code may name a situation besides its class (0102-1): `暴露垃圾（散落垃圾）`.
    """
    # Codes of a city's own may hold hyphens, so the whole code is looked for too.
    known = await _entries(kind, {*codes, *(code.rpartition("-")[0] for code in codes if "-" in code)})
    return {code: name for code in codes if (name := _matter(code, known))}


async def matters_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names of the matters of cases, each given as kind of case and code; no code is of both kinds."""
    told = set(pairs)
    of_items = await matters(
        CaseKind.APPLICATION, {code for kind, code in told if kind == CaseKind.APPLICATION}
    )
    return of_items | await matters(
        CaseKind.INCIDENT, {code for kind, code in told if kind == CaseKind.INCIDENT}
    )


async def parts(kind: CaseKind, codes: Collection[str]) -> dict[str, dict[str, str]]:
    """Names of the materials of items, or of the situations of classes, by matter and by their own codes."""
    return {
        code: {part: in_language((zh, en or zh)) for part, (zh, en) in one.parts.items()}
        for code, one in (await _entries(kind, codes)).items()
    }


async def questions(kind: CaseKind, codes: Collection[str]) -> dict[str, Mapping[str, QuestionName]]:
    """The questions of the forms of items by matter and by their own codes."""
    return {code: one.questions for code, one in (await _entries(kind, codes)).items()}


async def _entries(kind: CaseKind, codes: Collection[str]) -> dict[str, MatterName]:
    return await (_ITEMS if kind is CaseKind.APPLICATION else _CLASSES).of(codes)


def _matter(code: str, known: Mapping[str, MatterName]) -> str:
    whole, (class_code, _dash, situation) = known.get(code), code.rpartition("-")
    if whole is not None:
        return in_language((whole.name, whole.name_en or whole.name))
    if class_code not in known:
        return ""
    found = known[class_code]
    zh, en = found.parts.get(situation, (situation, situation))
    if zh == found.name:
        # A class of one situation often calls it as itself.
        return in_language((found.name, found.name_en or found.name))
    return in_language((f"{found.name}（{zh}）", f"{found.name_en or found.name} ({en or zh})"))


async def majors(beginnings: Collection[str]) -> dict[str, str]:
    """Names of the 大类 that incident classes beginning so belong to, in the language spoken."""
    found = await _MAJORS.of(beginnings)
    return {beginning: in_language((zh, en or zh)) for beginning, (zh, en) in found.items()}


async def whereabouts(paths: Collection[str], levels: int = 2) -> dict[str, str]:
    """The names of the last areas of each path above its grid, joined: `拱辰街道 · 七步社区`.

    `levels` says how many of them; grids and cells have numbers, which say nothing to most people.
    """
    deep = sum(level.depth < Level.GRID.depth for level in (await city()).levels) if paths else 0
    wanted = {path: codes_in(path)[:deep][-levels:] for path in set(paths)}
    known = await areas({code for codes in wanted.values() for code in codes})
    return {
        path: " · ".join(known[code] for code in codes if code in known) for path, codes in wanted.items()
    }


def in_language(words: Words) -> str:
    """The Chinese or English of a pair, as spoken now."""
    return words[0] if language() == CHINESE else words[1]


def forget() -> None:
    """Remembers nothing any more."""
    for forgetting in _FORGETTING:
        forgetting()
