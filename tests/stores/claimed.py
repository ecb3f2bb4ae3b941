"""Six hundred cases with a claim of every kind to each, their tasks, and some who may see a part of them."""

from datetime import UTC, datetime, timedelta

import database
from reach import SYSTEM, Post, Reach, ReachKind, Role

NOW = datetime(2026, 5, 6, 4, tzinfo=UTC)
_MANY = 600
# Every claim has cases, most cases have more than one, a sixth has no due time, two thirds are closed.
_CASES = f"""
INSERT INTO dispatch.cases (case_no, tracking_no, password_mark, kind, state, version, last_seq, last_hash,
    matter, matter_version, area_path, edition_id, responsibility_edition, calendar_code, calendar_version,
    channel, service_point_id, first_responder, subject_id, agent_id, external_source, external_ref, urgent,
    from_public, materials_complete, opened_at, due_at, closed_at)
SELECT 'c' || i, 't' || i, '', CASE WHEN i % 2 = 0 THEN 'incident' ELSE 'application' END, 'REPORTED', 1, 0,
    '', 'm', 1, format('350300/%s/%s/%s/%s/', i % 2, i % 3, i % 5, i % 7), 1, 1, 'c', 1, 'WINDOW', i % 11,
    i % 13,
    CASE WHEN i % 17 < 9 THEN i % 17 END, CASE WHEN i % 19 < 9 THEN i % 19 END,
    CASE WHEN i % 4 = 0 THEN 'hotline' END, i::text, false, false, false, $1,
    CASE WHEN i % 6 > 0 THEN $1::timestamptz + (i * 37 % 200 - 100) * interval '1 hour' END,
    CASE WHEN i % 3 > 0 THEN $1::timestamptz END
FROM generate_series(1, {_MANY}) AS i
"""
# Most tasks are open, some are nobody's, some have no due time.
_TASKS = """
INSERT INTO dispatch.tasks (case_id, kind, state, department_id, worker, ruled, opened_at, signed_at, due_at)
SELECT id, 'handle', CASE id % 4 WHEN 0 THEN 'open' WHEN 1 THEN 'done' ELSE 'signed' END,
    CASE WHEN id % 9 > 0 THEN id % 23 END, CASE WHEN id % 31 > 0 THEN 'staff:' || id % 29 END, false, $1,
    CASE WHEN id % 4 > 0 THEN $1::timestamptz END, due_at FROM dispatch.cases
"""
STREET, COMMUNITY = "350300/1/2/", "350300/1/2/3/"
REACHES = {
    "system": SYSTEM,
    "city": Reach(ReachKind.STAFF, 900, (Post(Role.SUPERVISOR, "350300/"),)),
    "street": Reach(ReachKind.STAFF, 5, (Post(Role.CLERK, STREET, service_point_id=4),)),
    "communities": Reach(
        ReachKind.STAFF, 6, (Post(Role.GRID_WORKER, COMMUNITY), Post(Role.GRID_WORKER, "350300/0/0/0/"))
    ),
    "district, and one of its streets": Reach(
        ReachKind.STAFF, 4, (Post(Role.SUPERVISOR, "350300/1/"), Post(Role.OPERATOR, STREET))
    ),
    "window": Reach(
        ReachKind.STAFF, 7, (Post(Role.CLERK, service_point_id=3), Post(Role.CLERK, service_point_id=9))
    ),
    "department": Reach(ReachKind.STAFF, 8, (Post(Role.HANDLER, "350300/", department_id=12),)),
    "subject": Reach(ReachKind.SUBJECT, 3),
    "service": Reach(ReachKind.SERVICE, "hotline"),
    "nobody": Reach(ReachKind.STAFF, 901),
}


async def fill() -> None:
    """Writes them into an empty database, opened a month before NOW."""
    await database.execute(_CASES, NOW - timedelta(days=30))
    await database.execute(_TASKS, NOW)
