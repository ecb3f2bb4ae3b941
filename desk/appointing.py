"""Gives posts with what belongs to them: a role, the place that fits it, and its days in the city's time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import database
from desk.calendar_edge import END
from desk.errors import OwnAccount
from desk.input_errors import FieldError, InvalidInput, told_at
from desk.rostering import allows
from desk.rules.local_times import local_midnight
from desk.rules.post_places import PlaceKind, place_kind
from dispatch import roster
from grid.area_names import area_names
from grid.city import City
from grid.rules.levels import codes_in
from reach import NOT_POSTS, Post, Reach, Role
from registry.accounts import posts_of
from registry.departments import open_departments
from registry.errors import SeparationOfDuties, StaffNotFound
from registry.service_points import service_points
from registry.staff import Appointment, appoint, end_post, withdraw_post

_DAY = timedelta(days=1)
_LAST_DAY = END.date() - _DAY


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post to be given as it was asked for; `place` is a path of an area, or an id, as fits the role.

    From the beginning of the first day to the end of the last (local days); no last day is until ended.
    """

    staff_id: int
    role: str
    place: str
    first_day: date | None
    last_day: date | None = None


async def give_post(reach: Reach, new: NewPost, city: City, now: datetime) -> int:
    """Appoints somebody and returns the post's id; recorded in the config stream.

    Raises InvalidInput with every fault at its pointer (/role, /place, /first, /last), StaffNotFound.
    """
    faults: list[FieldError] = []
    begins, ends = _days(new, city, now, faults)
    post = await _post(new, faults)
    if faults or post is None:
        raise InvalidInput(*faults)
    appointment = Appointment(new.staff_id, post, begins, ends)
    with told_at("/role", "separation", SeparationOfDuties):
        return await appoint(reach, appointment, now)


def _days(
    new: NewPost, city: City, now: datetime, faults: list[FieldError]
) -> tuple[datetime, datetime | None]:
    """From when until when (UTC); a post of today begins now, since nobody held it this morning."""
    today = now.astimezone(city.zone).date()
    first, last = new.first_day or today, new.last_day
    if new.first_day is None:
        faults.append(FieldError("/first", "required", "the first day is missing"))
    elif first < today:
        faults.append(FieldError("/first", "in_past", "a post begins today at the earliest"))
    elif first > _LAST_DAY:
        faults.append(FieldError("/first", "out_of_range", "lies after the year 2100"))
    if last is not None and last < first:
        faults.append(FieldError("/last", "before_first", "the last day lies before the first"))
    elif last is not None and last > _LAST_DAY:
        faults.append(FieldError("/last", "out_of_range", "lies after the year 2100"))
    if faults:
        return now, None
    ends = None if last is None else local_midnight(last + _DAY, city.zone)
    return max(now, local_midnight(first, city.zone)), ends


async def _post(new: NewPost, faults: list[FieldError]) -> Post | None:
    if new.role not in set(Role) - NOT_POSTS:
        faults.append(FieldError("/role", "one_of", "no post of this name"))
        return None
    role = Role(new.role)
    found = await _at(role, new.place)
    if found is None:
        code = "unknown" if new.place else "required"
        faults.append(FieldError("/place", code, "no such place for this post"))
    return found


async def _at(role: Role, place: str) -> Post | None:
    """The post at a place of the kind its role has; None where there is no such place."""
    kind = place_kind(role)
    if kind is PlaceKind.AREA:
        code = codes_in(place)[-1] if place.strip("/") else ""
        return Post(role, place) if code in await area_names([code]) and place.endswith("/") else None
    if not place.isdecimal() or len(place) > 18:
        return None
    if kind is PlaceKind.DEPARTMENT:
        bodies = [one for one in await open_departments() if one.id == int(place)]
        return Post(role, bodies[0].area_path, bodies[0].id) if bodies else None
    points = [one for one in await service_points() if one.id == int(place)]
    return Post(role, points[0].area_path, None, points[0].id) if points else None


async def take_post(reach: Reach, staff_id: int, post_id: int, now: datetime) -> None:
    """Ends a post now, or takes it back where it has not begun, and ends the duties that rest on it alone.

    Raises OwnAccount, StaffNotFound.
    """
    if reach.actor == f"staff:{staff_id}":
        raise OwnAccount("another administrator has to do this to your account")
    found = [one for one in await posts_of([staff_id], now) if one.id == post_id]
    if not found:
        raise StaffNotFound(f"staff {staff_id} holds no post {post_id}")
    async with database.transaction():
        if found[0].valid_from >= now:
            await withdraw_post(reach, post_id, now)
        else:
            await end_post(reach, post_id, now, now)
        await roster.relieve(reach, staff_id, now, await _left_without(found[0].post, staff_id, now))


async def _left_without(ended: Post, staff_id: int, now: datetime) -> list[int]:
    """The duties of somebody that an ended post allowed and none of the posts that are left does."""
    left = [one.post for one in await posts_of([staff_id], now)]
    return [
        duty.id
        for duty in await roster.duties_of(staff_id, now)
        if allows(ended, duty.area_path) and not any(allows(post, duty.area_path) for post in left)
    ]
