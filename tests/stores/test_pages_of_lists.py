"""A page of a list is the same however it is found: by each claim's own index, or case by case."""

import pytest

import database
from dispatch.case_lists import Wanted, cases_in
from dispatch.paging import Last
from dispatch.rules.states import CaseKind
from dispatch.visible import VISIBLE, sight
from reach import Reach
from tests.stores.claimed import COMMUNITY, NOW, REACHES, fill

_PAGE = 7
_PLAINLY = f"""
SELECT c.id FROM dispatch.cases c WHERE {VISIBLE} AND {{fits}}
ORDER BY coalesce(c.due_at, 'infinity'), c.id
"""
_ASKED = {
    "all": (Wanted(), "true"),
    "open": (Wanted(still_open=True), "c.closed_at IS NULL"),
    "closed incidents": (
        Wanted(CaseKind.INCIDENT, still_open=False), "c.closed_at IS NOT NULL AND c.kind = 'incident'"
    ),
    "overdue": (Wanted(overdue_at=NOW), f"c.closed_at IS NULL AND c.due_at < '{NOW}'"),
    "open and overdue": (
        Wanted(overdue_at=NOW, still_open=True), f"c.closed_at IS NULL AND c.due_at < '{NOW}'"
    ),
    "of a community": (Wanted(area_path=COMMUNITY), f"starts_with(c.area_path, '{COMMUNITY}')"),
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
    await fill()
    wanted, fits = _ASKED[asked]
    found, right = {}, {}

    for name, reach in REACHES.items():
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
