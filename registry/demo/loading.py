"""Loads the demo's departments, service points, staff, items, incident classes, persons and firms."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

import database
from reach import Post, Reach
from registry import credentials, departments, items, service_points, staff, subjects
from registry.class_import import import_classes
from registry.demo.bodies import demo_departments
from registry.demo.names import name
from registry.demo.people import demo_firms, demo_persons
from registry.demo.places import path_of
from registry.demo.points import demo_service_points, point_code
from registry.demo.roster import DemoPost, demo_posts
from registry.errors import DefinitionRefused
from registry.incident_classes import published_classes
from registry.rules.item_definition import Item
from registry.staff import Appointment

_HERE = Path(__file__).parent
# Published and appointed since then, so that the demo's days can lie in the past.
SINCE = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many of each kind were added; nothing is added where any of the kind are there."""

    departments: int
    service_points: int
    staff: int
    items: int
    incident_classes: int
    subjects: int


async def load_demo(reach: Reach, password: str | None) -> Loaded:
    """Loads what is missing of the demo, all or nothing; `password` is every demo account's.

    With None nobody can sign in yet. Raises PasswordTooWeak; DemoOnly for a password outside a demo.
    """
    async with database.transaction():
        return Loaded(
            await load_departments(reach),
            await load_service_points(reach),
            await load_staff(reach, password),
            await load_items(reach),
            await load_classes(reach),
            await load_subjects(reach),
        )


async def load_departments(reach: Reach) -> int:
    """The departments of the city, three districts and their streets."""
    there = {department.code for department in await departments.open_departments()}
    missing = [department for department in demo_departments() if department.code not in there]
    for department in missing:
        await departments.keep_department(reach, department, SINCE)
    return len(missing)


async def load_service_points(reach: Reach) -> int:
    """Service points with windows and hours."""
    there = {point.code for point in await service_points.service_points()}
    missing = [point for point in demo_service_points() if point.code not in there]
    for point in missing:
        await service_points.keep_service_point(reach, point, SINCE)
    return len(missing)


async def load_staff(reach: Reach, password: str | None) -> int:
    """Accounts with one post each; departments and service points have to be there."""
    rows = await database.fetch("SELECT login FROM registry.staff")
    there = {row["login"] for row in rows}
    missing = [(number, post) for number, post in enumerate(demo_posts()) if post.login not in there]
    if missing:
        found = {(one.kind, one.area_path): one.id for one in await departments.open_departments()}
        points = {point.code: point.id for point in await service_points.service_points()}
        added = [await _engage(reach, name(number), post, found, points) for number, post in missing]
        if password is not None:
            await credentials.set_same_password(reach, added, password, SINCE)
    return len(missing)


async def _engage(
    reach: Reach, called: str, demo: DemoPost, found: dict[tuple[str, str], int], points: dict[str, int]
) -> int:
    path = path_of(demo.place)
    staff_id = await staff.engage(reach, demo.login, called, SINCE)
    post = Post(
        demo.role,
        path,
        None if demo.department is None else found[demo.department, path],
        points[point_code(demo.place)] if demo.at_point else None,
    )
    await staff.appoint(reach, Appointment(staff_id, post, SINCE), SINCE)
    return staff_id


def demo_items() -> list[Item]:
    """The items of `items.toml`."""
    read = tomllib.loads((_HERE / "items.toml").read_text(encoding="utf-8"))
    return msgspec.convert(read["items"], list[Item])


async def load_items(reach: Reach) -> int:
    """Items, checked and published."""
    there = {version.item.code for version in await items.published_items()}
    missing = [item for item in demo_items() if item.code not in there]
    for item in missing:
        await items.draft_item(reach, item, SINCE)
        await items.publish_item(reach, item.code, SINCE)
    return len(missing)


async def load_classes(reach: Reach) -> int:
    """Incident classes, from the same sheet a city would import."""
    if await published_classes():
        return 0
    sheet = await import_classes(reach, (_HERE / "classes.csv").read_text(encoding="utf-8"), SINCE)
    if sheet.faults:
        raise DefinitionRefused(_told(sheet.faults))
    return len(sheet.classes)


def _told(faults: Sequence[object]) -> tuple[tuple[str, str, str], ...]:
    return tuple(("/classes.csv", "ROW", str(fault)) for fault in faults)


async def load_subjects(reach: Reach) -> int:
    """Persons and firms that do not exist."""
    found = [await subjects.find_or_create(reach, one) for one in (*demo_persons(), *demo_firms())]
    return sum(one.created for one in found)
