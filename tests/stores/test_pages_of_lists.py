"""A page of a list is the same however it is found: by each claim's own index, or case by case."""

from datetime import UTC, datetime, timedelta

import pytest

import database
from dispatch.case_lists import Wanted, cases_in
from dispatch.paging import Last
from dispatch.rules.states import CaseKind
from dispatch.visible import VISIBLE, sight
from reach import SYSTEM, Post, Reach, ReachKind, Role

_NOW = datetime(2026, 5, 6, 4, tzinfo=UTC)
_MANY = 600
_PAGE = 7
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
_TASKS = """
INSERT INTO dispatch.tasks (case_id, kind, state, department_id, worker, ruled, opened_at)
SELECT id, 'handle', CASE WHEN id % 2 = 0 THEN 'open' ELSE 'done' END, id % 23, 'staff:' || id % 29, false, $1
FROM dispatch.cases
"""
_PLAINLY = f"""
SELECT c.id FROM dispatch.cases c WHERE {VISIBLE} AND {{fits}}
ORDER BY coalesce(c.due_at, 'infinity'), c.id
"""
_STREET, _COMMUNITY = "350300/1/2/", "350300/1/2/3/"
_REACHES = {
    "system": SYSTEM,
    "city": Reach(ReachKind.STAFF, 900, (Post(Role.SUPERVISOR, "350300/"),)),
    "street": Reach(ReachKind.STAFF, 5, (Post(Role.CLERK, _STREET, service_point_id=4),)),
    "communities": Reach(
        ReachKind.STAFF, 6, (Post(Role.GRID_WORKER, _COMMUNITY), Post(Role.GRID_WORKER, "350300/0/0/0/"))
    ),
    "window": Reach(
        ReachKind.STAFF, 7, (Post(Role.CLERK, service_point_id=3), Post(Role.CLERK, service_point_id=9))
    ),
    "department": Reach(ReachKind.STAFF, 8, (Post(Role.HANDLER, "350300/", department_id=12),)),
    "subject": Reach(ReachKind.SUBJECT, 3),
    "service": Reach(ReachKind.SERVICE, "hotline"),
    "nobody": Reach(ReachKind.STAFF, 901),
}
_ASKED = {
    "all": (Wanted(), "true"),
    "open": (Wanted(still_open=True), "c.closed_at IS NULL"),
    "closed incidents": (
        Wanted(CaseKind.INCIDENT, still_open=False), "c.closed_at IS NOT NULL AND c.kind = 'incident'"
    ),
    "overdue": (Wanted(overdue_at=_NOW), f"c.closed_at IS NULL AND c.due_at < '{_NOW}'"),
    "of a community": (Wanted(area_path=_COMMUNITY), f"starts_with(c.area_path, '{_COMMUNITY}')"),
    "open in a district": (
        Wanted(area_path="350300/1/", still_open=True),
        "starts_with(c.area_path, '350300/1/') AND c.closed_at IS NULL",
    ),
    "of a department": (
        Wanted(department_id=12),
        "EXISTS (SELECT FROM dispatch.tasks t WHERE t.case_id = c.id AND t.department_id = 12)",
    ),
    "by number": (Wanted(number="c1"), "c.case_no LIKE 'c1%'"),
    "of persons": (Wanted(subjects=[3, 5]), "c.subject_id IN (3, 5)"),
}  # fmt: skip


@pytest.mark.parametrize("asked", _ASKED)
async def test_pages_one_after_the_other_give_all_that_is_visible_and_fits(db: str, asked: str) -> None:
    await database.execute(_CASES, _NOW - timedelta(days=30))
    await database.execute(_TASKS, _NOW)
    wanted, fits = _ASKED[asked]
    found, right = {}, {}

    for name, reach in _REACHES.items():
        found[name] = await _paged(reach, wanted)
        rows = await database.fetch(_PLAINLY.format(fits=fits), *sight(reach).values)
        right[name] = [row["id"] for row in rows]

    assert found == right
    assert any(right.values())


async def _paged(reach: Reach, wanted: Wanted) -> list[int]:
    ids: list[int] = []
    after: Last | None = None
    while page := await cases_in(reach, wanted, after, _PAGE):
        ids += [one.id for one in page]
        after = Last(page[-1].id, page[-1].due_at)
    return ids
