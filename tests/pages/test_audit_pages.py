"""The audit administrator reads the second chain in words and has it proven."""

import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bench.page_forms import fill_in
from reach import SYSTEM, Post, Role
from registry import audit
from registry.audit import Fact
from tests.pages.bodies import an_application
from tests.pages.driving import taken_in
from tests.pages.people import CITY, Visitors, an_account
from tests.world import ALLOWANCE


@pytest.fixture
async def auditor(visitors: Visitors) -> httpx.AsyncClient:
    """An audit administrator."""
    made = await an_account("admin-audit", Post(Role.AUDIT_ADMIN, CITY))
    return await visitors.signed_in("auditor", made.id)


async def test_entries_are_told_in_words_the_newest_first(auditor: httpx.AsyncClient) -> None:
    page = (await auditor.get("/admin/audit")).text

    assert page.index("任命岗位") < page.index("发布权责清单")
    assert "审计管理员" in page
    assert "Name of admin-audit" in page


async def test_a_long_stream_is_read_page_by_page(auditor: httpx.AsyncClient) -> None:
    now = datetime.now(UTC)
    facts = [Fact("token_made", now + timedelta(seconds=n), {"service": f"service-{n}"}) for n in range(120)]
    await audit.append(SYSTEM, audit.SECURITY, *facts)

    seen = [(await auditor.get("/admin/audit?stream=security")).text]
    while 'rel="next"' in seen[-1]:
        address = seen[-1].split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        seen.append((await auditor.get(address)).text)

    assert len(seen) == 3
    assert [page.count("签发接口令牌") for page in seen[:2]] == [50, 50]


async def test_the_chains_are_proven_on_demand(auditor: httpx.AsyncClient) -> None:
    page = (await auditor.get("/admin/audit")).text

    proven = (await fill_in(auditor, page, "/admin/audit/verify")).text

    assert ("记录链完整" in page, "记录链完整" in proven) == (False, True)


@pytest.mark.parametrize("asked", ["stream=access/staff:999999", "stream=no/such"])
async def test_a_stream_nobody_wrote_has_no_page(auditor: httpx.AsyncClient, asked: str) -> None:
    assert (await auditor.get(f"/admin/audit?{asked}")).status_code == 404


async def test_who_asked_the_city_is_told_with_the_item_and_the_purpose_by_name(
    visitors: Visitors, auditor: httpx.AsyncClient
) -> None:
    now, clerk = datetime.now(UTC), visitors.world.who("clerk")
    stream = audit.access_stream(clerk)
    asked = Fact("licences_asked", now, {"holder": "ab" * 32, "item": ALLOWANCE, "purpose": "intake"})
    await audit.append(clerk, stream, asked, Fact("revealed", now, {"subject": 1, "purpose": "decision:12"}))

    page = (await auditor.get(f"/admin/audit?stream={stream}")).text

    for words in ("查询电子证照", "高龄补贴", "受理时核对免交材料", "办理决定（办件内部编号 12）"):
        assert words in page, words


async def test_what_was_refused_is_told_with_its_reason_and_the_number_of_its_case(
    visitors: Visitors, auditor: httpx.AsyncClient
) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    await drive.does("clerk", "accept")
    await drive.tries("clerk", "handle", text="同意")

    page = (await auditor.get("/admin/audit?stream=security")).text

    assert drive.case_no in page
    assert "您的岗位不能使用这个功能" in page
    assert "role-needed" not in re.sub(r"<code.*?</code>", "", page, flags=re.DOTALL)
