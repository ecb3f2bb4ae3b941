"""Chooses the person for a grid's task: primary, backup, leader, then the owner of the nearest pool above."""

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

    For the grid itself: primary, backup, leader, and its own pool owner. Then the pool owners of the areas
    around it, the nearest (the street's) first. Of two of the same rank the lower staff id, so that a repeat
    agrees.
    """
    considered = sorted((one for one in on_duty if _answers_for(one, grid_path)), key=_order)
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


def _answers_for(one: OnDuty, grid_path: str) -> bool:
    if one.rank is Rank.POOL_OWNER:
        return grid_path.startswith(one.area_path)
    return one.area_path == grid_path


def _order(one: OnDuty) -> tuple[int, int, int]:
    return list(Rank).index(one.rank), -one.area_path.count("/"), one.staff_id
