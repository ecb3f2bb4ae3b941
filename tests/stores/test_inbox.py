"""The inbox of departments: what lies in it, in which order, and found by indexes however much is stored."""

import json
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from asyncpg.connection import LoggedQuery

import database
from bench.growth.counting import counted
from dispatch.inbox import Order, Sought, Tray, piles_of, work_of
from dispatch.paging import Last
from dispatch.rules.states import CaseKind
from reach import Post, Reach, ReachKind, Role
from tests.databases import analyze

_NOON = datetime(2026, 3, 12, 4, tzinfo=UTC)
_CASE = """
INSERT INTO dispatch.cases (case_no, tracking_no, password_mark, kind, state, version, last_seq, last_hash,
    matter, matter_version, area_path, edition_id, responsibility_edition, calendar_code, calendar_version,
    channel, first_responder, urgent, from_public, materials_complete, opened_at, due_at)
VALUES ($1::text, $1, '', $2, $3, 1, 0, '', $4, 1, $5, 1, 1, 'c', 1, 'WINDOW', 1, false, false, true, $6, $7)
RETURNING id
"""
_TASK = """
INSERT INTO dispatch.tasks (case_id, kind, state, department_id, ruled, opened_at, due_at)
VALUES ($1, $2, $3, $4, false, $5, $6)
"""
# Sixteen thousand cases, every fourth with open work of one of forty departments.
_MANY = """
WITH made AS (
    INSERT INTO dispatch.cases (case_no, tracking_no, password_mark, kind, state, version, last_seq,
        last_hash, matter, matter_version, area_path, edition_id, responsibility_edition, calendar_code,
        calendar_version, channel, first_responder, urgent, from_public, materials_complete, opened_at,
        due_at)
    SELECT 'c' || i, 't' || i, '', 'incident',
        CASE WHEN i % 200 = 0 THEN 'DECIDED_GRANT' ELSE 'HANDLING' END,
        1, 0, '', '0102-1', 1, '350300/350304/' || i % 20 || '/' || i % 400 || '/', 1, 1, 'c', 1, 'WINDOW',
        1000 + i % 50, false, false, false, now(), now() + (i % 1000) * interval '1 hour'
    FROM generate_series(1, 16000) AS i RETURNING id, due_at
)
INSERT INTO dispatch.tasks (case_id, kind, state, department_id, ruled, opened_at, due_at)
SELECT id, CASE WHEN id % 200 = 0 THEN 'approve' ELSE 'handle' END,
    CASE WHEN id % 200 = 0 THEN 'done' WHEN id % 4 = 0 THEN 'open' ELSE 'done' END,
    id % 40, false, now(), due_at FROM made
"""


def of(*departments: int, role: Role = Role.HANDLER) -> Reach:
    return Reach(ReachKind.STAFF, 12, tuple(Post(role, department_id=one) for one in departments))


async def a_piece(
    name: str, department: int, *, task: str = "handle signed", state: str = "HANDLING", hours: int | None = 1
) -> None:
    """A case with one task; due so many hours from noon, or never."""
    due = None if hours is None else _NOON + timedelta(hours=hours)
    kind = "application" if state.startswith(("IN_", "DECIDED")) else "incident"
    path = "350300/350304/001/0011/G1/"
    case_id = await database.fetch_value(_CASE, name, kind, state, "0102-1", path, _NOON, due)
    await database.execute(_TASK, case_id, *task.split(), department, _NOON, due)


async def listed(reach: Reach, sought: Sought | None = None, order: Order = Order.DUE) -> list[str]:
    return [one.case_no for one in await work_of(reach, sought or Sought(), order, None, 50)]


async def test_the_work_of_several_departments_is_one_list_by_due_time(db: str) -> None:
    await a_piece("third", 1, hours=3)
    await a_piece("first", 2, hours=1)
    await a_piece("never", 1, hours=None)
    await a_piece("second", 1, hours=2)
    await a_piece("foreign", 3, hours=0)

    assert await listed(of(1, 2)) == ["first", "second", "third", "never"]
    assert await listed(of(1, 2), order=Order.LATEST_DUE) == ["third", "second", "first", "never"]


async def test_an_administrator_of_a_department_has_no_inbox(db: str) -> None:
    await a_piece("one", 1)

    assert await listed(of(1, role=Role.CONTENT_ADMIN)) == []


async def test_whatever_the_order_every_page_follows_the_one_before(db: str) -> None:
    for number in range(7):
        await a_piece(f"c{number}", number % 2 + 1, hours=None if number == 5 else number // 2)

    for order in Order:
        found: list[str] = []
        last: Last | None = None
        while page := await work_of(of(1, 2), Sought(), order, last, 2):
            found += [one.case_no for one in page]
            at = page[-1].due_at if order in (Order.DUE, Order.LATEST_DUE) else page[-1].opened_at
            last = Last(page[-1].task_id, at)

        assert found == await listed(of(1, 2), order=order), order
        assert len(found) == 7


@pytest.mark.parametrize(
    ("task", "state", "tray"),
    [
        ("handle open", "DISPATCHED", Tray.SIGN),
        ("co_handle open", "HANDLING", Tray.SIGN),
        ("handle signed", "HANDLING", Tray.HANDLE),
        ("review open", "IN_REVIEW", Tray.REVIEW),
        ("approve open", "IN_APPROVAL", Tray.APPROVE),
        ("approve done", "DECIDED_GRANT", Tray.SETTLE),
        ("handle signed", "SUSPENDED", Tray.WAITING),
        ("admit open", "RECEIVED", Tray.WAITING),
    ],
)
async def test_work_lies_in_the_tray_of_what_is_next(db: str, task: str, state: str, tray: Tray) -> None:
    await a_piece("one", 1, task=task, state=state)

    (found,) = await work_of(of(1), Sought(tray), Order.DUE, None, 50)
    (pile,) = await piles_of(of(1), None)

    assert (found.tray, pile.tray, pile.number, pile.street) == (tray, tray, 1, "350300/350304/001/")


async def test_filters_narrow(db: str) -> None:
    await a_piece("late", 1, hours=-1)
    await a_piece("asked", 1, task="review open", state="IN_REVIEW")

    assert await listed(of(1), Sought(overdue_at=_NOON)) == ["late"]
    assert await listed(of(1), Sought(kind=CaseKind.APPLICATION)) == ["asked"]
    assert await listed(of(1), Sought(matter="0103")) == []
    assert await listed(of(1), Sought(area_path="350300/350304/001/", matter="0102")) == ["late", "asked"]
    assert await listed(of(1), Sought(area_path="350300/350305/")) == []


async def test_a_decision_lies_with_who_made_it_until_it_is_settled(db: str) -> None:
    await a_piece("one", 1, task="approve done", state="IN_APPROVAL")
    before = await listed(of(1))
    await database.execute("UPDATE dispatch.cases SET state = 'DECIDED_DENY'")
    decided = await listed(of(1)), await listed(of(2))
    await database.execute("UPDATE dispatch.tasks SET department_id = 2")
    moved = await listed(of(1)), await listed(of(2))
    await database.execute("UPDATE dispatch.tasks SET state = 'cancelled'")
    cancelled = await listed(of(2))
    await database.execute("UPDATE dispatch.tasks SET state = 'done'")
    again = await listed(of(2))
    await database.execute("UPDATE dispatch.cases SET state = 'SETTLED'")

    assert await listed(of(1, 2)) == []
    assert (before, decided, moved) == ([], (["one"], []), ([], ["one"]))
    assert (cancelled, again) == ([], ["one"])


async def test_nobody_can_say_that_a_decision_is_to_be_settled_which_is_not(db: str) -> None:
    await a_piece("one", 1, task="approve done", state="SETTLED")
    await a_piece("two", 1, task="handle done", state="DECIDED_GRANT")

    await database.execute("UPDATE dispatch.tasks SET to_settle = true")

    assert await listed(of(1)) == []


async def test_what_others_have_decided_costs_an_inbox_nothing(db: str) -> None:
    await a_piece("own", 4, task="approve done", state="DECIDED_GRANT")
    await database.execute(_MANY)
    await analyze(db, "dispatch.cases", "dispatch.tasks")
    first = await counted(_first_page)
    await database.execute("UPDATE dispatch.tasks SET kind = 'approve' WHERE case_id % 40 IN (5, 6)")
    await database.execute("UPDATE dispatch.cases SET state = 'DECIDED_DENY' WHERE id % 40 IN (5, 6)")

    later = await counted(_first_page)

    assert await database.fetch_value("SELECT count(*) FROM dispatch.tasks WHERE to_settle") > 800
    assert later.all_pages < first.all_pages + 10, (first.pages, later.pages)


async def _first_page() -> object:
    return await work_of(of(4), Sought(), Order.DUE, None, 41)


async def test_nothing_goes_through_all_cases_or_tasks(db: str) -> None:
    await database.execute(_MANY)
    await analyze(db, "dispatch.cases", "dispatch.tasks")
    sought = Sought(Tray.HANDLE, CaseKind.INCIDENT, "0102", "350300/350304/", _NOON + timedelta(days=9000))

    plans = [*await _plans(of(4), sought), *await _plans(of(4, 8, 12), sought)]

    assert len(plans) == 2 * (len(Order) + 1)
    assert [plan for plan in plans if "Seq Scan" in plan] == []


async def _plans(reach: Reach, sought: Sought) -> list[str]:
    """How PostgreSQL finds what each question of the inbox asks for."""
    heard: list[LoggedQuery] = []
    async with database.transaction() as connection:
        with connection.query_logger(heard.append):
            for order in Order:
                await work_of(reach, sought, order, None, 41)
            await piles_of(reach, sought.overdue_at)
    asked = [one for one in heard if "dispatch.tasks" in one.query]
    return [await _plan(one) for one in asked]


async def _plan(asked: LoggedQuery) -> str:
    rows: list[asyncpg.Record] = await database.fetch(f"EXPLAIN (FORMAT JSON) {asked.query}", *asked.args)
    return json.dumps(json.loads(rows[0][0]))
