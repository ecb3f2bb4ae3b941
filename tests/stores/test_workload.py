"""How work stands is the same however it is counted: by ranges and claims, or case by case."""

import asyncio
from datetime import timedelta

import pytest
from asyncpg.connection import LoggedQuery

import database
from dispatch.visible import VISIBLE, sight
from dispatch.workload import Held, Span, Totals, Workload, workload
from reach import Post, Reach, ReachKind, Role
from tests.databases import analyze
from tests.stores.claimed import COMMUNITY, NOW, REACHES, STREET, fill

_NOW = NOW - timedelta(days=30)  # when its cases were opened, and some closed
_SOON = _NOW + timedelta(days=1)
_SEEN = f"{VISIBLE} AND starts_with(c.area_path, $10)"
_TOTALS = f"""
SELECT count(*) FILTER (WHERE closed_at IS NULL),
    count(*) FILTER (WHERE closed_at IS NULL AND due_at <= $11),
    count(*) FILTER (WHERE closed_at IS NULL AND due_at > $11 AND due_at <= $12),
    count(*) FILTER (WHERE opened_at >= $13), count(*) FILTER (WHERE closed_at >= $13)
FROM dispatch.cases c WHERE {_SEEN}
"""
_TASKS = f"""
SELECT t.* FROM dispatch.tasks t JOIN dispatch.cases c ON c.id = t.case_id
WHERE t.state IN ('open', 'signed') AND c.closed_at IS NULL AND {_SEEN}
"""
_CITY = Reach(ReachKind.STAFF, 900, (Post(Role.SUPERVISOR, "350300/"),))


async def test_numbers_and_holders_are_those_of_every_case_that_is_visible(db: str) -> None:
    await fill()
    await analyze(db, "dispatch.cases", "dispatch.tasks")
    found, right = {}, {}

    for name, reach in REACHES.items():
        for area in (None, STREET, COMMUNITY, "35030"):
            found[name, area] = await workload(reach, Span(_NOW, _SOON, _NOW, area), 1000)
            right[name, area] = await _plainly(reach, area or "")

    assert found == right
    assert any(one.totals.soon and one.totals.closed_today and one.holders for one in right.values())


async def _plainly(reach: Reach, area: str) -> Workload:
    about = (*sight(reach).values, area)
    row = await database.fetch_row(_TOTALS, *about, _NOW, _SOON, _NOW)
    assert row is not None
    held: dict[tuple[int | None, str | None], Held] = {}
    for task in await database.fetch(_TASKS, *about):
        key = task["department_id"], task["worker"] if task["department_id"] is None else None
        old, due = held.get(key, Held(*key, 0, 0, 0, 0, None)), task["due_at"]
        held[key] = Held(
            *key,
            old.held + 1,
            old.unsigned + (task["signed_at"] is None),
            old.overdue + (due is not None and due <= _NOW),
            old.soon + (due is not None and _NOW < due <= _SOON),
            min((one for one in (old.next_due, due) if one), default=None),
        )
    return Workload(Totals(*row), sorted(held.values(), key=_place))


def _place(one: Held) -> tuple[object, ...]:
    """Most overdue first; whoever has a department before whoever has none, as the database orders."""
    return -one.overdue, -one.soon, -one.held, one.department_id is None, one.department_id, one.worker or "~"


@pytest.mark.parametrize("index", ["cases_open_work", "tasks_open_work"])
async def test_what_is_open_is_counted_without_reading_its_rows(db: str, index: str) -> None:
    heard: list[LoggedQuery] = []
    async with database.transaction() as connection:
        # Tables as small as those of a test would be read in any way.
        for way in ("seqscan", "bitmapscan"):
            await connection.execute(f"SET LOCAL enable_{way} = off")
        with connection.query_logger(heard.append):
            await workload(_CITY, Span(_NOW, _SOON, _NOW), 100)
            # The driver tells of a statement in the next turn of the loop.
            await asyncio.sleep(0)
        (asked,) = [one for one in heard if "FROM dispatch.cases" in one.query]

        plan = await connection.fetch(f"EXPLAIN {asked.query}", *asked.args)

    assert any(f"Index Only Scan using {index}" in line[0] for line in plan), plan
