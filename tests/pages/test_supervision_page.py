"""The supervisor's page counts what is in his areas, names what is red and who holds it."""

import re
from datetime import UTC, datetime

import httpx
import pytest

import database
from dispatch.workload import Span, workload
from reach import Post, Role
from tests.pages.bodies import an_incident
from tests.pages.driving import Drive, taken_in
from tests.pages.people import Visitors, an_account
from tests.world import DISTRICT

_LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)
_SPAN = Span(datetime(2026, 1, 6, tzinfo=UTC), datetime(2026, 1, 7, tzinfo=UTC), _LONG_AGO)


@pytest.fixture
async def overdue(visitors: Visitors) -> Drive:
    """An incident that the upkeep department holds beyond its time."""
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    await drive.does("operator", "file", class_code="0102", situation="1", criterion_met=True)
    await drive.does("dispatcher", "dispatch")
    await database.execute("UPDATE dispatch.cases SET due_at = $1", _LONG_AGO)
    await database.execute("UPDATE dispatch.tasks SET due_at = $1 WHERE state = 'open'", _LONG_AGO)
    return drive


async def watching(visitors: Visitors, area: str) -> httpx.AsyncClient:
    account = await an_account(f"watch-{area[-5:-1]}", Post(Role.SUPERVISOR, area))
    return await visitors.signed_in(f"watching {area}", account.id)


async def test_the_page_names_what_is_overdue_and_who_holds_it(visitors: Visitors, overdue: Drive) -> None:
    page = (await (await watching(visitors, DISTRICT)).get("/supervision")).text

    assert overdue.case_no in page
    assert "没有超时的办件" not in page
    assert "超时" in page


async def test_a_supervisor_of_another_district_sees_none_of_it(visitors: Visitors, overdue: Drive) -> None:
    page = (await (await watching(visitors, "350300/350303/")).get("/supervision")).text

    assert overdue.case_no not in page
    assert "没有超时的办件" in page


async def test_the_page_can_be_narrowed_to_a_part(visitors: Visitors, overdue: Drive) -> None:
    watcher = await watching(visitors, DISTRICT)

    elsewhere = (await watcher.get("/supervision", params={"area": f"{DISTRICT}350304999/"})).text

    assert overdue.case_no not in elsewhere


async def test_open_work_is_counted_for_its_holder(visitors: Visitors, overdue: Drive) -> None:
    reach = visitors.world.who("dispatcher")

    (held,) = (await workload(reach, _SPAN, 10)).holders

    assert (held.held, held.unsigned, held.overdue, held.worker) == (1, 1, 1, None)
    assert held.department_id in visitors.world.who("upkeep").departments


async def test_a_closed_case_is_counted_as_closed_and_held_by_nobody(
    visitors: Visitors, overdue: Drive
) -> None:
    await database.execute("UPDATE dispatch.cases SET closed_at = $1", _LONG_AGO)
    reach = visitors.world.who("dispatcher")

    work = await workload(reach, _SPAN, 10)

    counted = work.totals
    assert work.holders == []
    assert (counted.still_open, counted.overdue, counted.closed_today) == (0, 0, 1)


async def test_a_holder_leads_to_his_cases(visitors: Visitors, overdue: Drive) -> None:
    watcher = await watching(visitors, DISTRICT)
    link = re.search(r'href="(/cases\?department=\d+)"', (await watcher.get("/supervision")).text)
    assert link is not None

    his = (await watcher.get(link[1])).text
    of_nobody = (await watcher.get("/cases?department=999999")).text

    assert overdue.case_no in his
    assert overdue.case_no not in of_nobody
