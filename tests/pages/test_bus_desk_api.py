"""The bus desk mends and replays, services read the feed of their own cases, auditors read the streams."""

import httpx

import database
from dispatch.subscribers import Subscriber, put
from reach import Post, Role
from tests.pages.bodies import an_incident
from tests.pages.driving import taken_in
from tests.pages.people import Visitors, an_account
from tests.polling import until

REFUSED = '{"seq": 1, "status": 422, "reason": "unknown code", "at": "2026-03-02T01:30:00+00:00"}'


async def _somebody(visitors: Visitors, role: Role) -> httpx.AsyncClient:
    account = await an_account(role.value.replace("_", "-"), Post(role))
    return await visitors.signed_in(role.value, account.id)


async def test_a_refused_case_is_shown_and_told_again(visitors: Visitors) -> None:
    await put(Subscriber("city-bus", "http://127.0.0.1:9/", "city-bus", "generic-json", 10))
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    await database.execute("UPDATE dispatch.deliveries SET refused = $1::text::jsonb", REFUSED)
    desk = await _somebody(visitors, Role.BUS_DESK)

    shown = await desk.get("/api/v1/bus/refused?subscriber=city-bus")
    again = await desk.post(f"/api/v1/bus/refused/{drive.case_no}/replay", json={"subscriber": "city-bus"})

    assert [(one["case_no"], one["status"]) for one in shown.json()] == [(drive.case_no, 422)]
    assert again.status_code == 204
    assert (await desk.get("/api/v1/bus/refused?subscriber=city-bus")).json() == []
    (standing,) = (await desk.get("/api/v1/bus/health")).json()
    assert standing["entries_waiting"] == 2


async def test_a_service_is_told_of_its_own_cases_and_of_no_other(visitors: Visitors) -> None:
    await taken_in(visitors, "worker", "incidents", an_incident())
    service = await visitors.service("hotline")
    own = await service.post("/api/v1/incidents", json=an_incident(external_ref="7"))

    async def told() -> list[dict[str, str]]:
        found: list[dict[str, str]] = (await service.get("/api/v1/events")).json()["events"]
        return found

    async def told_of_something() -> bool:
        return bool(await told())

    await until(told_of_something)
    events = await told()
    assert {event["case_no"] for event in events} == {own.json()["case_no"]}
    assert events[0]["kind"] == "reported"


async def test_the_feed_goes_on_where_it_was_left(visitors: Visitors) -> None:
    service = await visitors.service("hotline")
    await service.post("/api/v1/incidents", json=an_incident(external_ref="7"))

    async def told_of_something() -> bool:
        return bool((await service.get("/api/v1/events")).json()["events"])

    await until(told_of_something)
    page = (await service.get("/api/v1/events")).json()

    assert (await service.get(f"/api/v1/events?after={page['next']}")).json()["events"] == []
    assert (await service.get("/api/v1/events?after=no-such-place")).status_code == 422


async def test_the_auditor_reads_who_looked_and_who_was_refused(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "incidents", an_incident())
    await drive.tries("clerk", "grant")
    auditor = await _somebody(visitors, Role.AUDIT_ADMIN)

    streams = {one["stream"] for one in (await auditor.get("/api/v1/audit")).json()}
    security = (await auditor.get("/api/v1/audit/security?limit=500")).json()

    assert {"config", "security"} <= streams
    assert "refused" in {one["kind"] for one in security}
    assert (await auditor.get("/api/v1/audit/access/staff:1")).status_code == 200
