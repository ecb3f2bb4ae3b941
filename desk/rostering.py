"""Puts people on the roster of a grid and takes them off it, within the area whoever does so watches over."""

from dataclasses import dataclass
from datetime import datetime

import database
from desk.calendar_edge import in_the_calendar
from desk.input_errors import FieldError, InvalidInput
from dispatch.errors import UnknownDuty
from dispatch.roster import Duty, NewDuty, end_duty, find_duty, give_duty, overlaps, withdraw_duty
from dispatch.rules.assignment import Rank
from reach import Post, Reach, Role
from registry.accounts import posts_of
from registry.colleagues import Colleague, colleagues

KEEPERS = frozenset({Role.SUPERVISOR, Role.DISPATCHER})
# Who can be asked to go: whoever walks the grids, and those who send them.
CAN_GO = (Role.GRID_WORKER, Role.CHECKER, Role.OPERATOR, Role.DISPATCHER)


@dataclass(frozen=True, slots=True)
class NewShift:
    """A duty to be given as it was asked for; times are UTC, without `begins` it begins now."""

    area_path: str
    staff_id: int | None
    rank: str
    begins: datetime | None
    ends: datetime | None


def keeps(reach: Reach, area_path: str) -> bool:
    """Whether somebody keeps the roster of an area: a supervisor or dispatcher over it."""
    return any(reach.holds(role, area_path) for role in KEEPERS)


async def can_go(area_path: str, now: datetime) -> list[Colleague]:
    """Who can be put on duty for an area: those with a post over it, each once, by name."""
    found = await colleagues(CAN_GO, area_path, (), now)
    return list({one.id: one for one in reversed(found)}.values())[::-1]


def allows(post: Post, area_path: str) -> bool:
    """Whether somebody with this post can be on duty for an area."""
    return post.role in CAN_GO and post.area_path is not None and area_path.startswith(post.area_path)


async def put_on_duty(reach: Reach, new: NewShift, now: datetime) -> Duty:
    """Gives a duty, which ends with the post it rests on at the latest.

    Raises InvalidInput with every fault at its pointer (/staff, /rank, /first, /last). The caller has
    looked whether the reach keeps the roster of the area.
    """
    begins = new.begins or now
    faults = list(_time_faults(new, begins, now))
    if new.rank not in set(Rank):
        faults.append(FieldError("/rank", "one_of", "no rank of this name"))
    if new.staff_id is None:
        faults.append(FieldError("/staff", "required", "nobody is named"))
    elif new.staff_id not in {one.id for one in await can_go(new.area_path, now)}:
        faults.append(FieldError("/staff", "not_posted", "has no post over this area"))
    if faults or new.staff_id is None:
        raise InvalidInput(*faults)
    ends = await _ends(new, new.staff_id, now)
    if ends is not None and ends <= begins:
        raise InvalidInput(FieldError("/staff", "not_posted", "has no post over this area at that time"))
    given = NewDuty(new.area_path, new.staff_id, Rank(new.rank), begins, ends)
    async with database.transaction():
        if await overlaps(given):
            raise InvalidInput(FieldError("/staff", "overlaps", "is on duty for this area at that time"))
        return await give_duty(reach, given, now)


async def _ends(new: NewShift, staff_id: int, now: datetime) -> datetime | None:
    """When the duty ends (UTC): as asked, or before, with the last of the posts that allow it."""
    posts = [one for one in await posts_of([staff_id], now) if allows(one.post, new.area_path)]
    lasts = [one.valid_to for one in posts if one.valid_to is not None]
    if len(lasts) < len(posts) or not lasts:
        return new.ends
    return max(lasts) if new.ends is None else min(max(lasts), new.ends)


def _time_faults(new: NewShift, begins: datetime, now: datetime) -> list[FieldError]:
    faults = []
    if begins < now:
        faults.append(FieldError("/first", "in_past", "a duty begins now at the earliest"))
    if new.ends is not None and new.ends <= begins:
        faults.append(FieldError("/last", "before_first", "a duty ends after it has begun"))
    for pointer, at in (("/first", begins), ("/last", new.ends)):
        if at is not None and not in_the_calendar(at):
            faults.append(FieldError(pointer, "out_of_range", "lies outside the years 2000 to 2100"))
    return faults


async def take_off_duty(reach: Reach, duty_id: int, now: datetime) -> Duty:
    """Ends a duty now, or takes it back where it has not begun.

    Raises UnknownDuty, also for a duty of an area whose roster the reach does not keep.
    """
    found = await find_duty(duty_id)
    if not keeps(reach, found.area_path):
        raise UnknownDuty(duty_id)
    if found.valid_from >= now:
        return await withdraw_duty(reach, duty_id, now)
    return await end_duty(reach, duty_id, now, now)
