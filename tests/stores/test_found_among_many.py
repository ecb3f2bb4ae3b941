"""What the desk asks again and again is found by an index among many rows, in few pages."""

from datetime import UTC, datetime, timedelta

import database
from bench.growth.counting import Work, counted
from dispatch import board, deliveries, feed, inbox, queue, roster
from dispatch.case_lists import Wanted, cases_in
from dispatch.clockwork import DUE
from dispatch.journal import entries_of
from dispatch.leases import LEASE
from reach import Post, Reach, ReachKind, Role
from registry import staff
from tests.databases import analyze

_NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
_DISPATCHER = Reach(ReachKind.STAFF, 1, (Post(Role.DISPATCHER, "350300/350304/"),))
_OPERATOR = Reach(ReachKind.STAFF, 1, (Post(Role.OPERATOR, "350300/350304/7/7/"),))
_HANDLER = Reach(ReachKind.STAFF, 2, (Post(Role.HANDLER, department_id=12),))
# Ten thousand cases, nineteen of twenty over, each with a task, a clock, an entry and a delivery.
_CASES = """
INSERT INTO dispatch.cases (case_no, tracking_no, password_mark, kind, state, version, last_seq, last_hash,
    matter, matter_version, area_path, edition_id, responsibility_edition, calendar_code, calendar_version,
    channel, first_responder, urgent, from_public, materials_complete, opened_at, due_at, closed_at)
SELECT 'c' || i, 't' || i, '', 'incident', CASE WHEN i % 20 = 0 THEN 'HANDLING' ELSE 'CLOSED' END, 1, 1, '',
    '0102-1', 1, '350300/350304/' || i % 37 || '/' || i % 400 || '/', 1, 1, 'c', 1, 'WINDOW', 1000 + i % 50,
    false, false, false, $1::timestamptz, $1::timestamptz + (i % 1000 - 500) * interval '1 hour',
    CASE WHEN i % 20 = 0 THEN NULL ELSE $1 END
FROM generate_series(1, 10000) AS i
"""
_REST = (
    """INSERT INTO dispatch.tasks (case_id, kind, state, department_id, ruled, opened_at, due_at)
    SELECT id, 'handle', CASE WHEN closed_at IS NULL THEN 'signed' ELSE 'done' END, id % 40, false,
        opened_at, due_at FROM dispatch.cases""",
    """INSERT INTO dispatch.clocks (case_id, kind, calendar_code, calendar_version, started_at, pauses,
        extensions, state, due_at, provisional)
    SELECT id, 'handling', 'c', 1, opened_at, '[]', '[]',
        CASE WHEN closed_at IS NULL THEN 'running' ELSE 'stopped' END, due_at, false FROM dispatch.cases""",
    """INSERT INTO dispatch.journal (case_id, seq, at, recorded_at, kind, actor, channel, data, prev_hash,
        hash)
    SELECT id, 1, opened_at, opened_at, 'registered', 'system', 'SYSTEM', '{}',
        decode(repeat('00', 32), 'hex'), '' FROM dispatch.cases""",
    """INSERT INTO dispatch.subscribers (code, url, secret_name, profile, batch_size)
    VALUES ('city', 'https://127.0.0.1', 'city', 'generic-json', 50)""",
    """INSERT INTO dispatch.deliveries (subscriber, case_id, next_seq, head_seq, waiting_since)
    SELECT 'city', id, CASE WHEN closed_at IS NULL THEN 1 ELSE 2 END, 1, opened_at FROM dispatch.cases""",
    """INSERT INTO dispatch.jobs (kind, key, args, due_at)
    SELECT 'k', i::text, '{}', now() + i * interval '1 minute' FROM generate_series(-50, 5000) AS i""",
    """INSERT INTO registry.staff (login, display_name)
    SELECT 'many-' || i, 'x' FROM generate_series(1, 4000) AS i""",
    """INSERT INTO registry.staff_post (staff_id, role, area_path, valid_from)
    SELECT id, 'operator', '350300/350304/' || id || '/', now() FROM registry.staff""",
    """INSERT INTO dispatch.duties (area_path, staff_id, rank, valid_from)
    SELECT area_path, staff_id, 'primary', valid_from FROM registry.staff_post""",
)  # fmt: skip
_TABLES = (
    "dispatch.cases", "dispatch.tasks", "dispatch.clocks", "dispatch.journal", "dispatch.deliveries",
    "dispatch.jobs", "dispatch.duties", "registry.staff", "registry.staff_post",
)  # fmt: skip


async def test_what_the_desk_asks_all_day_is_found_by_indexes_in_few_pages(db: str) -> None:
    await _fill(db)

    costs = {name: (await counted(work), most) for name, (work, most) in (await _questions()).items()}

    scanned = {
        name: cost.read_whole for name, (cost, _) in costs.items() if cost.read_whole.keys() & {*_TABLES}
    }
    assert scanned == {}
    assert {name: cost.pages for name, (cost, most) in costs.items() if cost.all_pages > most} == {}


async def _fill(db: str) -> None:
    await database.execute(_CASES, _NOW)
    for statement in _REST:
        await database.execute(statement)
    await analyze(db, *_TABLES)


async def _questions() -> dict[str, tuple[Work, int]]:
    """Each question with the most pages it may look at: about twice what it does among so many rows."""
    paging = board.Paging(None, board.Order.DUE, None, 40)
    first = int(await database.fetch_value("SELECT min(id) FROM dispatch.cases"))
    xid = int(await database.fetch_value("SELECT xid FROM dispatch.journal LIMIT 1"))
    half = feed.Cursor(xid, first + 5_000, 1)
    now = datetime.now(UTC)
    due = _NOW + timedelta(days=9000)
    return {
        "inbox": (lambda: inbox.work_of(_HANDLER, inbox.Sought(), inbox.Order.DUE, None, 40), 300),
        "board": (lambda: board.on_board(_DISPATCHER, board.Sought(), paging), 400),
        "open cases, wide": (lambda: cases_in(_DISPATCHER, Wanted(still_open=True), None, 40), 300),
        "open cases, narrow": (lambda: cases_in(_OPERATOR, Wanted(still_open=True), None, 40), 300),
        "clocks that are over": (lambda: database.fetch(DUE, due, 200, []), 400),
        "feed": (lambda: feed.read(half, 500), 100),
        "journal of a case": (lambda: entries_of(first), 8),
        "deliveries that are due": (_claim, 600),
        "jobs that are due": (_jobs, 300),
        "who is on duty": (lambda: roster.on_duty("350300/350304/2000/", now), 40),
        "who operates a place": (lambda: staff.holders(Role.OPERATOR, now, "350300/350304/2000/9/"), 60),
    }


async def _claim() -> None:
    async with database.transaction() as held:
        await deliveries.claim_batch(held, "city", 16, LEASE)  # type: ignore[arg-type]


async def _jobs() -> None:
    async with database.transaction() as held:
        await queue.claim(held, ["k"], 10, LEASE, _NOW + timedelta(days=9000))  # type: ignore[arg-type]
