"""Sets up the city of a database: its value, its calendar and its first members of staff, all or nothing."""

from collections.abc import Callable
from datetime import datetime

import database
from desk.imports.city_definition import CityDefinition, StaffDefinition
from desk.imports.errors import CityExists, DefinitionWrong
from desk.rules.local_times import local_midnight
from dispatch.calendar_store import current_calendar, install_calendar
from dispatch.calendars import published_calendar, published_codes
from dispatch.errors import UnknownCalendar
from grid.city import City, load_city, save_city
from grid.errors import NoCity
from reach import Post, Reach
from registry import audit, staff
from registry.errors import SeparationOfDuties
from registry.staff import Appointment

Watch = Callable[[str, int, int], None]


async def make_city(reach: Reach, definition: CityDefinition, now: datetime, watch: Watch) -> bool:
    """Sets up the city and records it; returns whether it had to: the same definition twice is once.

    `watch` is told what is done, how many steps are over, and of how many.

    Raises CityExists where the database serves another city, DefinitionWrong for a calendar that is not to
    be had or posts that exclude each other.
    """
    city = definition.city()
    async with database.transaction():
        # Two set-ups at once shall not both find the database empty.
        await database.execute("LOCK TABLE grid.cities IN SHARE ROW EXCLUSIVE MODE")
        known = await _known_city()
        if known is not None and known != city:
            raise CityExists(f"this database serves {known.name} ({known.code}); another city needs its own")
        steps = 1 + len(definition.staff)
        watch("calendar", 0, steps)
        await _bring_calendar(reach, city, now)
        for at, member in enumerate(definition.staff):
            watch(f"staff: {member.login}", 1 + at, steps)
            await _engage(reach, city, (at, member), now)
        if known == city:
            return False
        await save_city(city)
        said = {"code": city.code, "time_zone": city.time_zone, "metric_srid": city.metric_srid}
        await audit.append(reach, audit.CONFIG, audit.Fact("city_made", now, said))
        watch("city", steps, steps)
    return True


async def _known_city() -> City | None:
    try:
        return await load_city()
    except NoCity:
        return None


async def _bring_calendar(reach: Reach, city: City, now: datetime) -> None:
    if city.calendar_code in published_codes():
        calendar = published_calendar(city.calendar_code)
        await install_calendar(reach, calendar, now)
        if calendar.time_zone != city.time_zone:
            raise DefinitionWrong((("/calendar", f"its hours are those of {calendar.time_zone}"),))
        return
    try:
        await current_calendar(city.calendar_code)
    except UnknownCalendar as error:
        known = ", ".join(published_codes())
        raise DefinitionWrong((("/calendar", f"no calendar has this code; there are {known}"),)) from error


async def _engage(reach: Reach, city: City, numbered: tuple[int, StaffDefinition], now: datetime) -> None:
    at, member = numbered
    since = now if member.since is None else local_midnight(member.since, city.zone)
    staff_id = await staff.engage(reach, member.login, member.name, now)
    held = (await staff.reach_of(staff_id, max(now, since))).roles
    for role in member.roles:
        if role in held:
            continue
        try:
            await staff.appoint(reach, Appointment(staff_id, Post(role, f"{city.code}/"), since), now)
        except SeparationOfDuties as error:
            raise DefinitionWrong(((f"/staff/{at}/roles", str(error)),)) from error
