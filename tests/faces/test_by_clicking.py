"""Cases of each kind from the window to the bus, clicked through the pages by everybody who works on them."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Page

from registry.demo.people import demo_persons
from tests.faces.at_the_window import take_in
from tests.faces.browsing import PHONE
from tests.faces.case_acts import IN_THE_STREET, does
from tests.faces.deeds import AGED
from tests.faces.living_town import LivingTown
from tests.faces.opening import Openings
from tests.journeys.people import Case, People

_AGED = {**AGED, "brought": "FORM"}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "after.png"
    Image.new("RGB", (640, 480), (70, 120, 80)).save(path)
    return path


def _who(person: int) -> dict[str, str]:
    found = demo_persons()[person]
    return {"subject_number": str(found.number), "subject_name": found.name}


async def _told_to_the_bus(living: LivingTown, case_no: str, login: str) -> list[str]:
    people = People(living.town)
    try:
        return await Case(people, {"case_no": case_no}).reaches_the_bus(login)
    finally:
        await people.leave()


async def _decided(pages: dict[str, Page], case_no: str) -> None:
    """Signed for, handled, reviewed, granted and settled in an office of civil affairs."""
    await does(pages["handler"], case_no, "sign-for")
    await does(pages["handler"], case_no, "handle", {"text": "材料齐全，情况属实"})
    await does(pages["reviewer"], case_no, "review", {"text": "同意"})
    await does(pages["approver"], case_no, "grant", {})
    await does(pages["approver"], case_no, "settle", {"code": "6"})


async def test_an_application_across_two_districts_goes_from_the_window_to_the_bus(
    living: LivingTown, as_person: Openings
) -> None:
    clerk = await as_person("clerk.licheng")
    office = {
        name: await as_person(f"{name}.civil_affairs.chengxiang")
        for name in ("handler", "reviewer", "approver")
    }
    results, supervisor = await as_person("results.licheng"), await as_person("supervisor.chengxiang")
    case_no = await take_in(clerk, "太平社区", "高龄补贴", _who(10) | _AGED)

    await does(clerk, case_no, "accept")
    await _decided(office, case_no)
    await does(results, case_no, "make-ready")
    await does(results, case_no, "deliver", {"mode": "1"})
    await supervisor.goto(f"/cases/{case_no}")

    assert "高龄补贴" in await supervisor.locator("h1").inner_text()
    assert (await _told_to_the_bus(living, case_no, "clerk.licheng"))[-5:] == [
        "reviewed", "granted", "settled", "result_ready", "delivered",
    ]  # fmt: skip


async def test_an_incident_goes_from_the_window_through_the_street_to_the_bus(
    living: LivingTown, as_person: Openings, photo: Path
) -> None:
    clerk, operator = await as_person("clerk.zhenhai"), await as_person("operator.zhenhai")
    dispatcher = await as_person("dispatcher.licheng")
    office = await as_person("handler.urban_management.licheng")
    worker = await as_person("worker.meifeng", size=PHONE)
    await worker.context.grant_permissions(["geolocation"])
    await worker.context.set_geolocation({"longitude": 119.02, "latitude": 25.43, "accuracy": 9})
    supervisor = await as_person("supervisor.licheng")
    case_no = await take_in(clerk, "梅峰社区", "机动车乱停放", {"description": "消防通道停满了车"})

    await does(operator, case_no, "file", {"criterion_met": True})
    await does(dispatcher, case_no, "dispatch", {})
    await does(office, case_no, "sign-for")
    await does(office, case_no, "feedback", {"text": "车辆已驶离", "after": photo})
    await does(operator, case_no, "start-check", {})
    await does(worker, case_no, "check", {"agrees": "yes", "photos": photo}, IN_THE_STREET)
    await does(operator, case_no, "close")
    await supervisor.goto(f"/cases/{case_no}")

    assert "机动车乱停放" in await supervisor.locator("h1").inner_text()
    assert (await _told_to_the_bus(living, case_no, "operator.zhenhai"))[-6:] == [
        "dispatched", "signed_for", "fed_back", "check_started", "checked", "closed",
    ]  # fmt: skip


async def test_a_card_is_decided_in_the_visit_by_an_officer_on_line(
    living: LivingTown, as_person: Openings
) -> None:
    clerk = await as_person("clerk.longqiao")
    officer = await as_person("approver.civil_affairs.chengxiang")
    fields = _who(8) | {"answer-age": "66", "brought": "PHOTO"}
    case_no = await take_in(clerk, "太平社区", "老年人优待证", fields)

    await does(clerk, case_no, "accept-instant")
    # He speaks for one body, which stands there already.
    await does(officer, case_no, "grant-instant", {})
    await does(officer, case_no, "settle", {"code": "0"})

    assert (await _told_to_the_bus(living, case_no, "clerk.longqiao"))[-3:] == [
        "accepted_instant", "granted_instant", "settled",
    ]  # fmt: skip
