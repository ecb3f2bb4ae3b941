"""Anchors that contradict the database are shown in red, and nobody is sent away for it."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast

import httpx
import pytest

from desk.anchor_watch import WATCH, the_folder
from dispatch import anchoring, heartbeats
from settings import settings
from tests.pages.bodies import an_incident
from tests.pages.driving import taken_in
from tests.pages.people import Visitors


@pytest.fixture(autouse=True)
def own_folder() -> Iterator[None]:
    """The folder of this worker's database, empty."""
    WATCH.forget()
    yield
    shutil.rmtree(settings.anchors_dir, ignore_errors=True)
    WATCH.forget()


async def _lost(visitors: Visitors) -> None:
    """A case is anchored, and the anchor is gone."""
    await taken_in(visitors, "worker", "incidents", an_incident())
    await anchoring.make(the_folder(), datetime.now(UTC))
    shutil.rmtree(settings.anchors_dir)
    await heartbeats.beat("worker-1", "worker", pumping=True)


async def test_lost_anchors_are_told_and_everybody_is_served(visitors: Visitors) -> None:
    await _lost(visitors)
    here = visitors.stranger()

    health, ready = await here.get("/health"), await here.get("/ready")
    figures = (await here.get("/metrics")).text

    for answer in (health, ready):
        assert (answer.status_code, answer.json()["well"]) == (200, False)
        (wrong,) = [one for one in answer.json()["findings"] if not one["well"]]
        assert wrong["what"] == "anchors"
        assert "not in the folder of anchors" in wrong["why"]
        assert "bin/desk anchor --accept-restore" in wrong["why"]
    assert "griddesk_anchors_hold 0.0" in figures
    assert "griddesk_anchor_restarts 0.0" in figures


async def test_strangers_elsewhere_learn_nothing_of_anchors(visitors: Visitors) -> None:
    await _lost(visitors)
    transport = httpx.ASGITransport(app=cast(Any, visitors.app), client=("203.0.113.9", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as far:
        ready = await far.get("/ready")

    assert (ready.status_code, ready.json()["well"]) == (200, True)
    assert "anchor" not in ready.text


async def test_anchors_that_agree_are_well(visitors: Visitors) -> None:
    await taken_in(visitors, "worker", "incidents", an_incident())
    await anchoring.make(the_folder(), datetime.now(UTC))

    answer = await visitors.stranger().get("/ready")

    assert {one["what"]: one["well"] for one in answer.json()["findings"]}["anchors"] is True
    assert "griddesk_anchors_hold 1.0" in (await visitors.stranger().get("/metrics")).text
