"""Makes the demo city in an empty database, part by part, each part leaning on those before it."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import pinyin
from desk.demo.accounts import PASSWORD
from dispatch.demo.loading import install_demo_calendar, install_demo_duties
from grid.city import City, load_city
from grid.errors import NoCity
from grid.founding import found_demo_city
from grid.generating import demo_city
from reach import SYSTEM
from registry.demo.loading import load_demo
from settings import settings

Part = Callable[[datetime], Awaitable[str]]


async def other_city() -> City | None:
    """The city this database serves already, where it is not the demo's."""
    try:
        known = await load_city()
    except NoCity:
        return None
    return None if known.code == demo_city().code else known


async def the_map(now: datetime) -> str:
    """The city with all its areas and addresses, drawn, proven and published."""
    try:
        await load_city()
    except NoCity:
        edition = await found_demo_city(pinyin.load(settings.pinyin_table), now)
        return f"map: edition {edition.number}, proven and published"
    return "map: there already"


async def people_and_matters(_: datetime) -> str:
    """Departments, service points, staff with accounts, items, incident classes, persons and firms."""
    # A password known to all opens accounts in a demo only.
    added = await load_demo(SYSTEM, PASSWORD if settings.demo else None)
    return (
        f"registry: {added.departments} departments, {added.service_points} service points,"
        f" {added.staff} staff, {added.items} items, {added.incident_classes} incident classes,"
        f" {added.subjects} persons and firms"
    )


async def working_days(now: datetime) -> str:
    """The calendar of working days."""
    return f"calendar: {await install_demo_calendar(SYSTEM, now)}"


async def duties(now: datetime) -> str:
    """Who is on duty, and who answers for what where."""
    added = await install_demo_duties(SYSTEM, now)
    proven = f", {added.proven} pairs of matter and place proven" if added.rows else ""
    return f"duties: {added.duties} on the rosters, {added.rows} responsibilities{proven}"


PARTS: tuple[Part, ...] = (the_map, people_and_matters, working_days, duties)
