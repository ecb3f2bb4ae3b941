"""Whether the desk is well, what it counts and logs, and the clock of a demo."""

import json
import logging

import httpx
import pytest

from desk.logging import JsonLine
from dispatch import heartbeats
from reach import Post, Role
from tests.pages.bodies import an_incident
from tests.pages.driving import taken_in
from tests.pages.people import Visitors, an_account


async def test_without_a_map_it_is_not_ready_and_says_so(client: httpx.AsyncClient) -> None:
    answer = await client.get("/ready")

    assert answer.status_code == 503
    assert {one["what"]: one["well"] for one in answer.json()["findings"]} == {
        "database": True,
        "map": False,
    }


async def test_without_a_worker_people_are_served_and_the_reason_is_told(visitors: Visitors) -> None:
    answer = await visitors.stranger().get("/health")

    assert answer.status_code == 200
    assert answer.json()["well"] is False
    wrong = {one["what"] for one in answer.json()["findings"] if not one["well"]}
    assert wrong == {"worker", "pump"}


async def test_with_everything_running_all_is_well(visitors: Visitors) -> None:
    await heartbeats.beat("worker-1", "worker", pumping=True)

    assert (await visitors.stranger().get("/health")).json()["well"] is True


async def test_requests_and_intakes_are_counted_by_route(visitors: Visitors) -> None:
    await taken_in(visitors, "worker", "incidents", an_incident())

    figures = (await visitors.stranger().get("/metrics")).text

    assert 'griddesk_intakes_total{channel="FIELD",kind="incident"}' in figures
    assert 'route="/api/v1/incidents"' in figures
    assert "griddesk_jobs_due" in figures


async def test_figures_are_for_this_machine_and_for_tokens(visitors: Visitors) -> None:
    elsewhere = httpx.ASGITransport(app=visitors.app, client=("203.0.113.9", 1))
    async with httpx.AsyncClient(transport=elsewhere, base_url="http://desk.test") as far:
        refused = await far.get("/metrics")
        service = await visitors.service("prometheus")
        allowed = await far.get("/metrics", headers=dict(service.headers))

    assert (refused.status_code, allowed.status_code) == (404, 200)


async def test_a_demo_clock_is_no_address_elsewhere(visitors: Visitors) -> None:
    account = await an_account("system", Post(Role.SYSTEM_ADMIN))
    system = await visitors.signed_in("system", account.id)

    shown = await system.get("/api/v1/demo/clock")
    put = await system.put("/api/v1/demo/clock", json={"now": "2026-06-01T00:00:00Z"})

    assert (shown.status_code, put.status_code) == (404, 404)


def test_a_line_of_the_log_says_where_an_error_was_and_not_what_it_said() -> None:
    try:
        raise ValueError("陈测试")
    except ValueError as error:
        record = logging.LogRecord(
            "desk", logging.ERROR, "x", 1, "failed", None, (type(error), error, error.__traceback__)
        )

    line = json.loads(JsonLine().format(record))

    assert line["error"] == "ValueError"
    assert line["where"]
    assert "陈测试" not in json.dumps(line, ensure_ascii=False)


@pytest.mark.parametrize("query", ["?name=陈测试", "?q=13800000000"])
async def test_the_access_log_has_templates_and_no_addresses(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, query: str
) -> None:
    caplog.set_level(logging.INFO, "griddesk.access")

    await client.get(f"/t/ABCDEFGHJKMN{query}")

    (line,) = (JsonLine().format(one) for one in caplog.records if one.name == "griddesk.access")
    assert json.loads(line)["route"] == "/t/{tracking_no}"
    assert "ABCDEFGHJKMN" not in line
    assert "name" not in json.loads(line)
