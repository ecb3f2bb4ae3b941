"""A case of each kind from intake to its end over HTTP, by different people."""

from tests.pages.bodies import an_application, an_incident
from tests.pages.driving import incident_to_feedback, taken_in
from tests.pages.people import Visitors


async def test_an_application_goes_from_receipt_to_delivery(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application(materials=[]))
    await drive.does("clerk", "notify-supplement", codes=["application"])
    await drive.does("clerk", "supplement", codes=["application"])
    await drive.does("handler", "sign-for")
    await drive.does("handler", "handle", text="材料属实")
    await drive.does("reviewer", "review", text="同意")
    await drive.does("approver", "grant")
    await drive.does("approver", "settle", code=0)
    await drive.does("result clerk", "make-ready")
    told = await drive.does("result clerk", "deliver", mode="1")

    assert told["case"]["state"] == "DELIVERED"  # type: ignore[index]
    clerk = await visitors.the("clerk")
    kinds = [one["kind"] for one in (await clerk.get(f"/api/v1/cases/{drive.case_no}/journal")).json()]
    assert kinds == [
        "received",
        "routed",
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


async def test_an_incident_goes_from_report_to_closing(visitors: Visitors) -> None:
    drive = await incident_to_feedback(visitors, an_incident())
    await drive.does("operator", "start-check")
    await drive.does("worker", "check", agrees=True, photos=[await drive.photo("worker")])
    told = await drive.does("operator", "close")

    assert told["case"]["state"] == "CLOSED"  # type: ignore[index]


async def test_an_incident_goes_back_to_the_dispatcher_with_a_reason(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    await drive.does("operator", "file", class_code="0102", situation="1", criterion_met=True)
    await drive.does("dispatcher", "dispatch")
    await drive.does("upkeep", "request-return", reason="wrong_place", text="不在辖区")

    told = await drive.does("dispatcher", "grant-return")

    assert told["case"]["state"] == "FILED"  # type: ignore[index]


async def test_badly_done_work_is_done_again(visitors: Visitors) -> None:
    drive = await incident_to_feedback(visitors, an_incident())

    told = await drive.does("operator", "order-rework", text="仍有垃圾")

    assert told["case"]["state"] == "REWORK"  # type: ignore[index]


async def test_an_application_is_denied_with_reasons(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    await drive.does("clerk", "accept")
    await drive.does("handler", "sign-for")
    await drive.does("handler", "handle", text="不符合条件")
    await drive.does("reviewer", "review", text="同意")

    without = await drive.tries("approver", "deny")
    told = await drive.does("approver", "deny", reasons="未满八十", remedies="可申请行政复议")

    assert without.status_code == 422
    assert told["case"]["state"] == "DECIDED_DENY"  # type: ignore[index]


async def test_an_application_is_refused_acceptance_with_reasons(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    reasons = {"reason": "not_our_power", "text": "应由原户籍地办理"}
    proposal = {**reasons, "right_body": "仙游县民政局", "department_id": visitors.world.civil_affairs}
    await drive.does("clerk", "propose-refusal", **proposal)

    alone = await drive.tries("clerk", "refuse", **reasons, right_body="仙游县民政局")
    unnamed = await drive.tries("handler", "refuse", **reasons)
    told = await drive.does("handler", "refuse", **reasons, right_body="仙游县民政局")

    assert alone.status_code == 403
    assert (unnamed.status_code, unnamed.json()["errors"][0]["pointer"]) == (422, "/right_body")
    assert told["case"]["state"] == "NOT_ACCEPTED"  # type: ignore[index]
    clerk = await visitors.the("clerk")
    kinds = [one["kind"] for one in (await clerk.get(f"/api/v1/cases/{drive.case_no}/journal")).json()]
    assert kinds[-1] == "refused"
