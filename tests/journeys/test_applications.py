"""Applications from the window to the result, by different people, in one district and across two."""

from tests.journeys.bodies import SENIOR_CARD, allowance, application
from tests.journeys.people import Case, People

_VISITS = 5
WENXIAN, TAIPING = "350304001001", "350302001001"


async def test_an_application_with_a_supplement_reaches_its_result_and_the_bus(people: People) -> None:
    case = await people.brings("clerk.zhenhai", "applications", allowance(WENXIAN, brings=()))
    await case.does("clerk.zhenhai", "notify-supplement", codes=["FORM"], text="请补交申请表")
    await case.does("clerk.zhenhai", "supplement", codes=["FORM"])
    await _decided(case, "licheng")
    await case.does("results.zhenhai", "make-ready")
    await case.does("results.zhenhai", "deliver", mode="1")

    told = await case.reaches_the_bus("clerk.zhenhai")

    assert case.told["missing_materials"] == ["FORM"]
    assert await case.state("clerk.zhenhai") == "DELIVERED"
    assert told == [
        "received",
        "inside",  # the routing
        "supplement_notified",
        "supplemented",
        "accepted",
        "signed_for",
        "handled",
        "reviewed",
        "granted",
        "settled",
        "result_ready",
        "delivered",
    ]


async def _decided(case: Case, district: str) -> None:
    office = f"civil_affairs.{district}"
    await case.does(f"handler.{office}", "sign-for")
    await case.does(f"handler.{office}", "handle", text="材料齐全，情况属实")
    await case.does(f"reviewer.{office}", "review", text="同意")
    await case.does(f"approver.{office}", "grant")
    await case.does(f"approver.{office}", "settle", code=6)


async def test_what_the_city_holds_already_is_not_asked_for(people: People) -> None:
    # Nobody waits longer than two seconds for the city; one that is busy with other tests may take longer.
    for _ in range(_VISITS):
        case = await people.brings("clerk.zhenhai", "applications", allowance(WENXIAN, person=4))
        lines = await _materials(case)
        if lines["ID"] == "fetched":
            break

    assert case.told["missing_materials"] == []
    assert lines["ID"] == lines["HUKOU"] == "fetched"


async def test_with_the_store_of_licences_down_an_application_is_taken_in_all_the_same(
    people: People,
) -> None:
    await people.town.bus.switch(down=["licences"])

    case = await people.brings("clerk.zhenhai", "applications", allowance(WENXIAN, person=6))

    assert case.told["state"] == "RECEIVED"


async def _materials(case: Case) -> dict[str, str]:
    seen = (await case.seen_by("clerk.zhenhai")).json()
    return {line["code"]: line["status"] for line in seen["materials"]}


async def test_an_instant_item_is_decided_in_the_visit_by_an_officer_on_line(people: People) -> None:
    body = application(SENIOR_CARD, TAIPING, 8, answers={"age": 66}, materials=[{"code": "PHOTO"}])
    case = await people.brings("clerk.longqiao", "applications", body)
    officer = "approver.civil_affairs.chengxiang"
    office = (await (await people.the(officer)).get("/api/v1/me")).json()["posts"][0]["department_id"]
    await case.does("clerk.longqiao", "accept-instant")
    await case.does(officer, "grant-instant", deciding_body=office)
    await case.does(officer, "settle", code=0)

    told = await case.reaches_the_bus("clerk.longqiao")

    assert await case.state("clerk.longqiao") == "SETTLED"
    assert told[2:] == ["accepted_instant", "granted_instant", "settled"]


async def test_a_case_across_two_districts_is_seen_by_both_and_by_no_third(people: People) -> None:
    case = await people.brings("clerk.licheng", "applications", allowance(TAIPING, person=10))
    await case.does("clerk.licheng", "accept")
    await _decided(case, "chengxiang")
    await case.does("results.licheng", "make-ready")
    await case.does("results.licheng", "deliver", mode="1")

    both = ["clerk.licheng", "handler.civil_affairs.chengxiang", "supervisor.chengxiang"]
    third = ["clerk.hanjiang", "handler.civil_affairs.hanjiang", "supervisor.hanjiang"]

    assert [(await case.seen_by(login)).status_code for login in both] == [200, 200, 200]
    assert [(await case.seen_by(login)).status_code for login in third] == [404, 404, 404]
    assert await case.state("clerk.licheng") == "DELIVERED"
    assert (await case.reaches_the_bus("clerk.licheng"))[-1] == "delivered"
