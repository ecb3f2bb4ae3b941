"""The demo's content is lawful, complete, nobody's, and can be loaded twice."""

from collections import Counter
from dataclasses import replace
from functools import partial

import pytest

import database
from reach import NOT_POSTS, SYSTEM, Role
from registry import (
    audit_proof,
    credentials,
    departments,
    incident_classes,
    items,
    service_points,
    staff,
    subject_search,
)
from registry.credentials import credential_of, matches
from registry.demo.bodies import SECTORS, demo_departments
from registry.demo.loading import SINCE, Loaded, demo_items, load_demo
from registry.demo.people import demo_firms, demo_persons
from registry.demo.places import DIVISIONS
from registry.demo.roster import DISTRICTS, demo_posts
from registry.rules.identity_numbers import NumberKind
from registry.rules.item_checks import item_faults
from registry.rules.item_definition import CaseKind, Obtain
from registry.rules.number_reading import parse
from settings import settings
from tests.keeping import Keeper

PASSWORD = "Demo-2026-lychee"


@pytest.fixture(autouse=True)
def in_a_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """Accounts with a password known to all are made in a demo only."""
    monkeypatch.setattr(credentials, "settings", replace(settings, demo=True))


async def test_the_demo_is_loaded_once_however_often_it_is_asked_for(db: str) -> None:
    first = await load_demo(SYSTEM, PASSWORD)
    second = await load_demo(SYSTEM, PASSWORD)

    assert (first.subjects, first.staff) == (75, len(demo_posts()))
    assert (first.items >= 8, first.incident_classes >= 20) == (True, True)
    assert second == Loaded(0, 0, 0, 0, 0, 0)
    assert await audit_proof.verify_audit() == ()


@pytest.fixture
async def demo(db: str, in_a_demo: None, blank_keeper: Keeper) -> Loaded:
    """The demo's content."""
    return await blank_keeper.put("the_demo", partial(load_demo, SYSTEM, PASSWORD))


@pytest.mark.usefixtures("demo")
async def test_an_account_of_the_demo_signs_in_and_reaches_its_place() -> None:
    credential = await credential_of("clerk.zhenhai")

    assert credential is not None
    assert await matches(credential, PASSWORD)
    reach = await staff.reach_of(credential.staff_id, SINCE)
    assert reach.areas == ("350300/350304/350304001/",)
    assert len(reach.service_points) == 1
    assert reach.roles == {Role.CLERK}


@pytest.mark.usefixtures("demo")
async def test_every_sector_an_item_or_class_names_has_a_department_everywhere() -> None:
    named = {version.item.department_kind for version in await items.published_items()}
    for version in await incident_classes.published_classes():
        named |= {version.incident_class.department_kind or ""}

    for kind in sorted(named - {"street_office"}):
        for place in DIVISIONS.values():
            found = await departments.department_for(kind, place.path)
            assert found is not None, (kind, place.name)
            assert found.level == "DISTRICT"
        assert await departments.department_for(kind, "350300/350305/") is not None


@pytest.mark.usefixtures("demo")
async def test_service_points_stand_at_three_levels_with_windows_and_hours() -> None:
    points = await service_points.service_points()

    assert {point.level for point in points} == {"DISTRICT", "STREET", "COMMUNITY"}
    assert all(point.windows and point.hours for point in points)


@pytest.mark.usefixtures("demo")
async def test_a_demo_person_is_found_by_name_and_stands_in_no_table() -> None:
    person = demo_persons()[3]

    found = await subject_search.search(SYSTEM, person.name, SINCE)

    assert [one.area_path for one in found] == [person.area_path]
    assert await database.fetch_value("SELECT count(*) FROM registry.subject") == 75


def test_every_role_is_filled_in_both_districts_and_nobody_holds_two() -> None:
    posts = demo_posts()
    assert max(Counter(post.login for post in posts).values()) == 1
    for district in DISTRICTS:
        code = DIVISIONS[district].code
        within = {
            post.role
            for post in posts
            if post.place != "city" and DIVISIONS[post.place].code.startswith(code)
        }
        assert within >= {
            Role.CLERK, Role.RESULT_CLERK, Role.GRID_WORKER, Role.OPERATOR, Role.DISPATCHER, Role.HANDLER,
            Role.REVIEWER, Role.APPROVER, Role.CHECKER, Role.SUPERVISOR, Role.LEADER,
        }  # fmt: skip
    everywhere = {post.role for post in posts}
    assert everywhere == set(Role) - NOT_POSTS


def test_the_demo_items_are_lawful_and_of_both_kinds() -> None:
    assert [(item.name, item_faults(item)) for item in demo_items() if item_faults(item)] == []
    assert {item.kind for item in demo_items()} == set(CaseKind)
    assert {material.obtain for item in demo_items() for material in item.materials} == set(Obtain)
    assert {item.department_kind for item in demo_items()} == {sector for sector, *_ in SECTORS[:5]}


def test_people_firms_and_bodies_are_nobodys() -> None:
    people = [*demo_persons(), *demo_firms()]
    for subject in people:
        assert subject.number is not None
        assert subject.number_kind is not None
        assert parse(subject.number, subject.number_kind).region == "999999"
    for department in demo_departments():
        assert parse(department.code, NumberKind.CREDIT_CODE).region == "999999"
    assert len({subject.number for subject in people}) == len(people)
    assert len({subject.name for subject in people}) == len(people)
    assert len({department.code for department in demo_departments()}) == len(demo_departments())
