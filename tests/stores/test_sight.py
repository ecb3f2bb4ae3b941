"""Who sees which cases: by area and nothing that only looks like it, and found by an index."""

import re

import pytest

import database
from dispatch.case_lists import Wanted, cases_in
from dispatch.case_store import case_by_id
from dispatch.errors import NotVisible
from dispatch.visible import among_visible, sight
from reach import SYSTEM, Post, Reach, ReachKind, Role
from tests.databases import analyze

_CASES = """
INSERT INTO dispatch.cases (case_no, tracking_no, password_mark, kind, state, version, last_seq, last_hash,
    matter, matter_version, area_path, edition_id, responsibility_edition, calendar_code, calendar_version,
    channel, first_responder, urgent, from_public, materials_complete, opened_at, due_at)
SELECT 'c' || i, 't' || i, '', 'incident', 'REPORTED', 1, 0, '', 'm', 1, path, 1, 1, 'c', 1, 'WINDOW',
    1000 + i % 50, false, false, false, now(), now() + (i % 100) * interval '1 hour'
FROM unnest($1::text[]) WITH ORDINALITY AS made (path, i) RETURNING id
"""
_TASKS = """
INSERT INTO dispatch.tasks (case_id, kind, state, department_id, ruled, opened_at)
SELECT id, 'handle', 'open', id % 60, false, now() FROM dispatch.cases
"""


def over(*paths: str) -> Reach:
    return Reach(ReachKind.STAFF, 12, tuple(Post(Role.CLERK, path) for path in paths))


async def standing_at(*paths: str) -> list[int]:
    return [row["id"] for row in await database.fetch(_CASES, list(paths))]


async def listed(reach: Reach) -> set[int]:
    return {one.id for one in await cases_in(reach, Wanted(), None, 50)}


@pytest.mark.parametrize(
    "area", ["350300/A_1/x/", "350300/A%/x/", "A_1/", "%/", "350300/a-1/x/", r"350300/\/x/"]
)
async def test_an_area_is_no_pattern(db: str, area: str) -> None:
    (case_id,) = await standing_at("350300/A-1/x/")

    assert await listed(over(area)) == set()
    with pytest.raises(NotVisible):
        await case_by_id(over(area), case_id)


@pytest.mark.parametrize(
    "areas", [("350300/",), ("350300/A/",), ("350300/A/B/",), ("350300/Z/Z/", "350300/A/B/C/")]
)
async def test_an_area_holds_what_lies_in_it_and_nothing_that_begins_alike(
    db: str, areas: tuple[str, ...]
) -> None:
    inside, *outside = await standing_at(
        "350300/A/B/C/", "350301/A/B/C/", "35030/A/B/C/", "3503000/A/B/", "A/B/C/", "350300./A/B/C/"
    )

    assert await listed(over(*areas)) == {inside}
    assert (await case_by_id(over(*areas), inside)).id == inside
    for case_id in outside:
        with pytest.raises(NotVisible):
            await case_by_id(over(*areas), case_id)


async def test_a_neighbour_whose_code_begins_alike_is_another_area(db: str) -> None:
    inside, *_ = await standing_at("350300/A/B/C/", "350300/A/BB/C/", "350300/A/B0/C/", "350300/A/B./C/")

    assert await listed(over("350300/A/B/")) == {inside}


async def plan(db: str, reach: Reach) -> str:
    """How PostgreSQL finds a page of what the reach makes visible."""
    await standing_at(*(f"350300/{i % 5}/{i % 100}/{i % 500}/" for i in range(4_000)))
    await database.execute(_TASKS)
    await analyze(db, "dispatch.cases", "dispatch.tasks")
    page = f"EXPLAIN SELECT c.id FROM dispatch.cases c WHERE {among_visible(sight(reach))}"
    rows = await database.fetch(
        f"{page} ORDER BY coalesce(c.due_at, 'infinity'), c.id LIMIT 50", *sight(reach).values
    )
    return "\n".join(row["QUERY PLAN"] for row in rows)


async def test_cases_of_a_small_area_are_found_by_the_index_on_areas(db: str) -> None:
    found = await plan(db, over("350300/3/13/13/"))

    # Which index that is, is the planner's choice: more than one begins with the area.
    assert re.search(r"Index Cond: \(+(\w+\.)?area_path ~>=~", found), found


@pytest.mark.parametrize("reach", [over("350300/"), SYSTEM], ids=["city", "system"])
async def test_who_sees_everything_goes_through_it_in_order_of_due_time(db: str, reach: Reach) -> None:
    found = await plan(db, reach)

    assert "Index Scan using cases_due" in found or "Index Only Scan using cases_due" in found
    assert "Sort" not in found
