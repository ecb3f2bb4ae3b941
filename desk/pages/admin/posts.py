"""Posts and duties of staff in words: what, where, from when until when, and whether they run now."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk.pages import names
from dispatch.roster import Duty
from dispatch.rules.assignment import Rank
from grid.rules.levels import codes_in
from reach import Post, Role
from registry.accounts import HeldPost


class Standing(StrEnum):
    """How something with a beginning and an end stands to now."""

    NOW = "now"
    LATER = "later"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class ToldPost:
    """A post as it is shown; times are UTC."""

    id: int
    role: Role
    place: str
    valid_from: datetime
    valid_to: datetime | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class ToldDuty:
    """A duty as it is shown; times are UTC."""

    id: int
    staff_id: int
    name: str
    rank: Rank
    place: str
    valid_from: datetime
    valid_to: datetime | None
    standing: Standing


async def told_posts(posts: Sequence[HeldPost], now: datetime) -> list[ToldPost]:
    """Posts with the names of their places; three questions at most, however many there are."""
    places = await _places([one.post for one in posts])
    return [
        ToldPost(
            one.id,
            one.post.role,
            places[one.post],
            one.valid_from,
            one.valid_to,
            standing(one.valid_from, one.valid_to, now),
        )
        for one in posts
    ]


async def told_duties(duties: Iterable[Duty], now: datetime) -> list[ToldDuty]:
    """Duties with the names of their areas and people."""
    found = list(duties)
    places = await names_of_grids({one.area_path for one in found})
    people = await names.staff({one.staff_id for one in found})
    return [
        ToldDuty(
            one.id,
            one.staff_id,
            people.get(one.staff_id, ""),
            one.rank,
            places.get(one.area_path, ""),
            one.valid_from,
            one.valid_to,
            standing(one.valid_from, one.valid_to, now),
        )
        for one in found
    ]


async def names_of_grids(paths: Collection[str]) -> dict[str, str]:
    """Areas with the one they lie in, grids too: `文献社区 · 第3网格`."""
    last = {path: codes_in(path)[-2:] for path in paths}
    known = await names.areas({code for codes in last.values() for code in codes})
    return {path: " · ".join(known[code] for code in codes if code in known) for path, codes in last.items()}


def standing(begins: datetime, ends: datetime | None, now: datetime) -> Standing:
    """Whether something runs, is to come or is over (all UTC)."""
    if begins > now:
        return Standing.LATER
    return Standing.NOW if ends is None or ends > now else Standing.OVER


async def _places(posts: Sequence[Post]) -> dict[Post, str]:
    points = await names.service_points({one.service_point_id for one in posts if one.service_point_id})
    bodies = await names.departments({one.department_id for one in posts if one.department_id})
    areas = await names.whereabouts({one.area_path for one in posts if one.area_path})
    return {
        one: points.get(one.service_point_id or 0)
        or bodies.get(one.department_id or 0)
        or areas.get(one.area_path or "", "")
        for one in posts
    }
