"""The main ways by keyboard alone: a decision, a dispatch with work in the street, a report of a resident."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import expect

from tests.faces.browsing import PHONE
from tests.faces.keyboard import Keyboard, keyboard_only
from tests.faces.living_town import LivingTown
from tests.faces.opening import Openings
from tests.journeys.bodies import RUBBISH, allowance, incident
from tests.journeys.people import People

_WENXIAN = "350304001001"
_DONE = ".notice.good"


@pytest.fixture
async def people(living: LivingTown) -> AsyncIterator[People]:
    people = People(living.town)
    yield people
    await people.leave()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    Image.new("RGB", (640, 480), (70, 120, 80)).save(path)
    return path


async def _at_the_keyboard(
    as_person: Openings, login: str | None, address: str, size: tuple[int, int] = (1366, 768)
) -> Keyboard:
    page = await as_person(login, size=size)
    keys = await keyboard_only(page)
    await page.goto(address)
    return keys


async def _newest(keys: Keyboard, case_no: str) -> None:
    """Orders the list by what came last, and opens the first case of it."""
    for order in ("opened", "-opened"):
        await keys.tab_to("收到")
        await keys.press("Enter")
        await keys.page.wait_for_url(f"**order={order}*")
    first = keys.page.locator("#work a.case-link").first
    await keys.tab_into(first)
    await keys.press("Enter")
    await keys.page.wait_for_url(f"**/cases/{case_no}")


async def _does(keys: Keyboard, act: str, said: str = "") -> None:
    """Presses the act, and where it has a form says something in it and sends it; waits until it is done."""
    page, before = keys.page, keys.page.url
    await keys.tab_into(page.locator("#act .ds-button").filter(has_text=re.compile(rf"^\s*{act}\s*$")))
    await keys.press("Enter")
    await expect(page).not_to_have_url(before)
    if "act=" in page.url:
        await expect(page.locator("#act form.act-form :focus")).to_have_count(1)
        await keys.write(said)
        await keys.press("Control+Enter")
    await page.wait_for_url("**done=*")
    await page.locator(_DONE).wait_for()


async def test_an_application_is_decided_by_keyboard_alone(as_person: Openings, people: People) -> None:
    case = await people.brings("clerk.zhenhai", "applications", allowance(_WENXIAN, person=9))
    await case.does("clerk.zhenhai", "accept")

    handler = await _at_the_keyboard(as_person, "handler.civil_affairs.licheng", "/inbox")
    await _newest(handler, case.number)
    await _does(handler, "签收")
    await _does(handler, "承办", "材料齐全，情况属实")
    reviewer = await _at_the_keyboard(as_person, "reviewer.civil_affairs.licheng", "/inbox")
    await _newest(reviewer, case.number)
    await _does(reviewer, "审核", "同意")
    approver = await _at_the_keyboard(as_person, "approver.civil_affairs.licheng", "/inbox")
    await _newest(approver, case.number)
    await _does(approver, "准予许可")

    assert await case.state("clerk.zhenhai") == "DECIDED_GRANT"


async def test_an_incident_is_dispatched_and_put_right_by_keyboard_alone(
    as_person: Openings, people: People, photo: Path
) -> None:
    dispatcher = await _at_the_keyboard(as_person, "dispatcher.licheng", "/board")
    await dispatcher.page.locator("[data-line].on").wait_for()
    body = incident(RUBBISH, "wenxian", "花坛边堆了旧家具")
    case = await people.brings("worker.wenxian", "incidents", body)
    await case.does("operator.zhenhai", "file", class_code=RUBBISH, situation="1", criterion_met=True)

    # The board is told of it and shows it without being asked.
    row = dispatcher.page.locator(f'#work [data-case="{case.number}"] a.case-link')
    await dispatcher.tab_into(row)
    await dispatcher.press("Enter")
    await dispatcher.page.wait_for_url("**/cases/*")
    await _does(dispatcher, "派遣")
    worker = await _at_the_keyboard(as_person, "worker.wenxian", "/m", PHONE)
    await worker.tab_into(worker.page.locator(f'.task-card h2 a[href="/m/tasks/{case.number}"]'))
    await worker.press("Enter")
    await worker.page.wait_for_url("**/m/tasks/*")
    for act in ("签收", "到场"):
        await _does(worker, act)
    await _tells_with_a_photo(worker, photo)

    assert await case.state("operator.zhenhai") == "FEEDBACK"


async def _tells_with_a_photo(keys: Keyboard, photo: Path) -> None:
    """Feedback from the street: words, and a photo chosen from the camera that Enter opens."""
    await keys.tab_to("处置反馈")
    await keys.press("Enter")
    await keys.page.wait_for_url("**act=feedback*")
    await keys.tab_to("处置情况")
    await keys.write("已清运")
    await _takes(keys, "#f-after", photo)
    await keys.tab_to("提交")
    await keys.press("Enter")
    await keys.page.locator(_DONE).wait_for()


async def _takes(keys: Keyboard, field: str, photo: Path) -> None:
    async with keys.page.expect_file_chooser() as choosing:
        await keys.tab_into(keys.page.locator(field))
        await keys.press("Enter")
    await (await choosing.value).set_files(photo)


async def test_a_resident_reports_by_keyboard_alone(as_person: Openings, photo: Path) -> None:
    keys = await _at_the_keyboard(as_person, None, "/")
    page = keys.page
    as_person.expects(page, 409)
    await keys.tab_to("上报")
    await keys.press("Enter")
    await page.wait_for_url("**/report")
    await keys.tab_to("用自己的话找")
    await keys.write("垃圾")
    await keys.press("Enter")
    await keys.tab_into(page.locator("#f-class [name=class]:visible").first)
    await keys.press(" ")
    await keys.tab_to("地址或社区名")
    await keys.write("文献")
    await keys.press("Enter")
    await expect(page.locator("#places-found [name=place]").first).to_be_visible()
    await expect(page.locator("#report-map[data-ready]")).to_be_visible()
    await keys.tab_into(page.locator("#report-map"))
    await keys.press("+", "+", "Enter")
    await expect(page.locator("#point-choice input")).to_be_checked()
    await keys.tab_to("看到了什么")
    await keys.write("路边堆了建筑垃圾")
    await _takes(keys, "#f-photos", photo)
    await keys.tab_to("提交")
    await keys.press("Enter")
    # What others have told of nearby is shown first.
    another = page.locator("[name=another]")
    await another.or_(page.locator(".receipt")).first.wait_for()
    if await another.count():
        await keys.tab_into(another)
        await keys.press("Enter")

    await expect(page.locator(".receipt .number").first).to_be_visible()
