"""Incidents from the report to the closing, by different people, and back again where it went wrong."""

from tests.journeys.bodies import BAD_PARKING, DUST, RUBBISH, incident
from tests.journeys.people import Case, People

OFFICE = "handler.urban_management.licheng"


async def test_what_a_resident_reports_is_verified_fixed_checked_and_told_to_the_bus(people: People) -> None:
    case = await people.brings("", "reports", incident(BAD_PARKING, "meifeng", "消防通道停满了车"))
    await case.does("worker.meifeng", "verify", agrees=True, photos=[await case.photo("worker.meifeng")])
    await _to_work(case)
    await case.does(OFFICE, "sign-for")
    await case.does(OFFICE, "feedback", text="车辆已驶离", after=[await case.photo(OFFICE)])
    await case.does("operator.zhenhai", "start-check")
    await case.does("worker.meifeng", "check", agrees=True, photos=[await case.photo("worker.meifeng")])
    await case.does("operator.zhenhai", "follow-up", satisfied=True)
    await case.does("operator.zhenhai", "close")

    told = await case.reaches_the_bus("operator.zhenhai")

    assert await case.state("operator.zhenhai") == "CLOSED"
    assert told == [
        "reported",
        "inside",  # the routing
        "verify_started",
        "verified",
        "filed",
        "dispatched",
        "signed_for",
        "fed_back",
        "check_started",
        "checked",
        "followed_up",
        "closed",
    ]


async def _to_work(case: Case, code: str = BAD_PARKING) -> None:
    await case.does("operator.zhenhai", "file", class_code=code, situation="1", criterion_met=True)
    await case.does("dispatcher.licheng", "dispatch")


async def test_the_resident_follows_his_report_by_its_number(people: People) -> None:
    case = await people.brings("", "reports", incident(RUBBISH, "yinglong", "垃圾没人收"))
    address = f"/t/{case.told['tracking_no']}"

    seen = (await people.resident().get(address)).json()
    page = await people.resident().get(address, headers={"accept": "text/html"})
    more = await people.resident().post(address, json={"password": case.told["password"]})
    guessed = await people.resident().post(address, json={"password": "000000"})

    assert seen["areas"][-1]["level"] == "CELL"
    assert [step["en"] for step in seen["steps"]] == ["Reported"]
    assert str(seen["zh"]) in page.text
    assert more.json()["case_no"] == case.number
    assert guessed.status_code == 404 or more.json()["case_no"] != case.number


async def test_the_answer_to_intake_says_who_answers_and_why_and_by_when(people: People) -> None:
    case = await people.brings("clerk.zhenhai", "incidents", incident(RUBBISH, "wenxian"))

    told = case.told

    assert str(told["area_path"]).startswith("350300/350304/350304001/350304001001/350304001001G")
    assert [area["level"] for area in told["chain"]] == [  # type: ignore[attr-defined]
        "CITY", "DISTRICT", "STREET", "COMMUNITY", "GRID", "CELL",
    ]  # fmt: skip
    assert told["handlers"][0]["worker"] is not None  # type: ignore[index]
    assert told["why"]["route"]["row"] is not None  # type: ignore[index]
    assert told["first_responder"]["name"] != ""  # type: ignore[index]


async def test_a_case_given_back_is_dispatched_anew_and_bad_work_is_done_again(people: People) -> None:
    case = await people.brings("worker.fengshan", "incidents", incident(DUST, "fengshan", "工地扬尘"))
    await _to_work(case, DUST)
    wrong, right = "handler.housing.licheng", OFFICE
    departments = {one["department_id"] for one in (await case.seen_by(wrong)).json()["tasks"]}
    await case.does(wrong, "request-return", reason="wrong_department", text="不属于在建工地")
    await case.does("dispatcher.licheng", "grant-return")
    me = (await (await people.the(right)).get("/api/v1/me")).json()["posts"][0]["department_id"]
    await case.does("dispatcher.licheng", "dispatch", lead={"department_id": me})
    await case.does(right, "sign-for")
    await case.does(right, "feedback", text="已覆盖", after=[await case.photo(right)])
    due = await _due(case)
    await case.does("operator.zhenhai", "order-rework", text="仍未覆盖")

    await case.does(right, "feedback", text="已全部覆盖", after=[await case.photo(right)])

    assert me not in departments
    assert await case.state("operator.zhenhai") == "FEEDBACK"
    assert await _due(case) == due
    told = await case.reaches_the_bus("operator.zhenhai")
    assert told[4:] == [
        "return_requested", "return_granted", "dispatched", "signed_for", "fed_back", "rework_ordered",
        "fed_back",
    ]  # fmt: skip


async def _due(case: Case) -> object:
    clocks = (await case.seen_by("operator.zhenhai", "clocks")).json()
    return [clock["due_at"] for clock in clocks if clock["kind"] == "handling"][-1]
