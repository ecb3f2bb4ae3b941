"""Whether the desk is well, what it counts and logs, and the clock of a demo."""

import json
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from desk import health
from desk.app import believing, litestar
from desk.edge import Application, Edge, Receive, Scope, Send
from desk.logging import JsonLine, not_said_already
from dispatch import heartbeats
from reach import Post, Role
from settings import settings
from tests.pages.bodies import an_incident
from tests.pages.driving import taken_in
from tests.pages.people import Visitors, an_account
from tests.world import World


async def test_without_a_map_it_is_not_ready_and_says_so(client: httpx.AsyncClient) -> None:
    answer = await client.get("/ready")

    assert answer.status_code == 503
    assert {one["what"]: one["well"] for one in answer.json()["findings"]} == {
        "database": True,
        "keys": True,
        "map": False,
    }


async def test_where_keys_are_lost_nobody_is_served_and_only_those_inside_are_told_why(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    await taken_in(visitors, "worker", "incidents", an_incident())
    monkeypatch.setattr(health, "settings", replace(settings, keys_dir=tmp_path))

    here = await visitors.stranger().get("/ready")
    async with _far(visitors.app) as far:
        there = await far.get("/ready")

    assert (here.status_code, there.status_code) == (503, 503)
    wrong = next(one for one in here.json()["findings"] if not one["well"])
    assert "put the keys back" in wrong["why"]
    assert [one["what"] for one in there.json()["findings"] if not one["well"]] == ["keys"]
    assert {one["why"] for one in there.json()["findings"]} == {""}


async def test_without_a_worker_people_are_served_and_the_reason_is_told(visitors: Visitors) -> None:
    answer = await visitors.stranger().get("/health")

    assert answer.status_code == 200
    assert answer.json()["well"] is False
    wrong = {one["what"] for one in answer.json()["findings"] if not one["well"]}
    assert wrong == {"worker", "pump"}


async def test_with_everything_running_all_is_well(visitors: Visitors) -> None:
    await heartbeats.beat("worker-1", "worker", pumping=True)

    assert (await visitors.stranger().get("/health")).json()["well"] is True


async def test_a_process_that_does_not_reach_the_broker_is_told_with_the_reason(visitors: Visitors) -> None:
    await heartbeats.beat("worker-1", "worker", pumping=True)
    await heartbeats.beat("worker-2", "worker", pumping=False, broker_away="AMQPConnectionError")

    found = (await visitors.stranger().get("/health")).json()["findings"]

    wrong = [(one["what"], one["why"]) for one in found if not one["well"]]
    assert wrong == [("broker", "worker-2 does not reach it (AMQPConnectionError)")]


async def test_a_pump_alone_is_no_worker(visitors: Visitors) -> None:
    await heartbeats.beat("pump-1", "pump", pumping=True)

    found = (await visitors.stranger().get("/health")).json()["findings"]

    assert [one["what"] for one in found if not one["well"]] == ["worker"]


async def test_requests_and_intakes_are_counted_by_route(visitors: Visitors) -> None:
    await taken_in(visitors, "worker", "incidents", an_incident())

    figures = (await visitors.stranger().get("/metrics")).text

    assert 'griddesk_intakes_total{channel="FIELD",kind="incident"}' in figures
    assert 'route="/api/v1/incidents"' in figures
    assert "griddesk_jobs_due" in figures


def _far(app: Application, server: str = "desk.test") -> httpx.AsyncClient:
    """Somebody on another machine."""
    transport = httpx.ASGITransport(app=cast(Any, app), client=("203.0.113.9", 1))
    return httpx.AsyncClient(transport=transport, base_url=f"http://{server}")


async def test_figures_are_for_this_machine_and_for_tokens_made_for_them(visitors: Visitors) -> None:
    other, prometheus = await visitors.service("hotline"), await visitors.service("prometheus")
    async with _far(visitors.app) as far:
        answers = [
            await far.get("/metrics", headers=headers)
            for headers in ({}, dict(other.headers), dict(prometheus.headers))
        ]

    assert [answer.status_code for answer in answers] == [404, 404, 200]


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via"])
async def test_what_a_proxy_on_this_machine_asks_for_is_not_asked_by_this_machine(
    visitors: Visitors, header: str
) -> None:
    stranger = visitors.stranger()

    figures = await stranger.get("/metrics", headers={header: "203.0.113.9"})
    health = await stranger.get("/health", headers={header: "203.0.113.9"})

    assert (figures.status_code, health.json()["findings"]) == (404, [])


async def test_strangers_elsewhere_are_told_whether_all_is_well_and_no_more(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    async with _far(visitors.app) as far:
        stranger = await far.get("/health")
        inside = await far.get("/health", headers={"cookie": f"session={clerk.cookies['session']}"})

    assert stranger.json() == {"well": False, "findings": []}
    assert len(inside.json()["findings"]) > 2


async def test_health_is_not_looked_at_anew_for_everybody_who_asks(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_FRESH", 600.0)
    stranger = visitors.stranger()
    before = await stranger.get("/health")
    await heartbeats.beat("worker-1", "worker", pumping=True)

    assert (await stranger.get("/health")).json() == before.json()


@pytest.mark.parametrize(
    ("server", "status"), [("127.0.0.1", 200), ("[::1]", 200), ("192.0.2.7", 403), ("desk.test", 403)]
)
async def test_a_demo_answers_on_loopback_only(world: World, server: str, status: int) -> None:
    async with _far(Edge(litestar(), loopback_only=True), server) as far:
        answer = await far.get("/ready")

    assert answer.status_code == status
    assert status == 200 or answer.json()["type"] == "/problems/demo-elsewhere"


@pytest.mark.parametrize(
    ("proxies", "client"),
    [((), "203.0.113.9"), (("203.0.113.0/24",), "198.51.100.4"), (("10.0.0.1",), "203.0.113.9")],
)
async def test_only_a_trusted_proxy_says_for_whom_it_asks(
    visitors: Visitors, proxies: tuple[str, ...], client: str
) -> None:
    seen: list[object] = []

    async def noting(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append((scope.get("client") or ("",))[0])
        await visitors.app(scope, receive, send)

    async with _far(believing(proxies, noting)) as far:
        await far.get("/health", headers={"X-Forwarded-For": "198.51.100.4"})

    assert seen == [client]


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


def test_that_a_broker_is_away_is_not_said_at_each_attempt_to_reach_it() -> None:
    consumer, said = "dramatiq.worker.ConsumerThread(jobs)", "Consumer encountered a%s error: %s"
    records = [
        logging.LogRecord(name, logging.CRITICAL, "x", 1, said.replace("%s", kind, 1), ("it",), None)
        for name, kind in (
            (consumer, " connection"),
            (consumer, "n unexpected"),
            ("desk", " connection"),
        )
    ]

    assert [not_said_already(record) for record in records] == [False, True, True]


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
