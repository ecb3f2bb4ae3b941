"""Chooses the person for a grid's task: its primary, backup, leader, then those of the areas around it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Rank(StrEnum):
    """What somebody on a roster is for an area, in the order in which they are asked."""

    PRIMARY = "primary"
    BACKUP = "backup"
    LEADER = "leader"
    POOL_OWNER = "pool_owner"


class Passed(StrEnum):
    """Why somebody on duty was not chosen."""

    OUTRANKED = "OUTRANKED"
    EXCLUDED = "EXCLUDED"


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody on duty for an area (path ending with "/") at the moment asked about."""

    staff_id: int
    area_path: str
    rank: Rank


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who gets the task, and who was passed over, in order; `chosen` is None when nobody can take it."""

    chosen: OnDuty | None
    passed: tuple[tuple[OnDuty, Passed], ...]


def assign(grid_path: str, on_duty: Iterable[OnDuty], excluded: frozenset[int] = frozenset()) -> Assignment:
    """Chooses among those on duty; `excluded` staff may not take this task (who handled it may not check it).

    The grid's own people come first: primary, backup, leader, pool owner. Then in the same order those of the
    areas around it, the nearest first, so a street's pool owner answers for grids with nobody there, and a
    city without grids is served by the workers of its communities. Of two of one rank the lower staff id, so
    that a repeat agrees.
    """
    considered = sorted((one for one in on_duty if grid_path.startswith(one.area_path)), key=_order)
    passed: list[tuple[OnDuty, Passed]] = []
    chosen: OnDuty | None = None
    for one in considered:
        if one.staff_id in excluded:
            passed.append((one, Passed.EXCLUDED))
        elif chosen is None:
            chosen = one
        else:
            passed.append((one, Passed.OUTRANKED))
    return Assignment(chosen, tuple(passed))


def _order(one: OnDuty) -> tuple[int, int, int]:
    return -one.area_path.count("/"), list(Rank).index(one.rank), one.staff_id
