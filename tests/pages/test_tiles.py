"""Tiles over HTTP: the map for everybody and for ever, work for whoever sees it and never kept."""

from datetime import timedelta

import httpx
import pytest

from desk import attempts, small_requests
from tests.pages.bodies import an_incident
from tests.pages.driving import taken_in
from tests.pages.people import Visitors
from tests.stores.test_area_tiles import middle
from tests.vector_tiles import layers

_AT = middle(14)
TOWN = f"{_AT.z}/{_AT.x}/{_AT.y}.mvt"


async def test_everybody_may_have_the_outlines_and_keep_them(visitors: Visitors) -> None:
    answer = await visitors.stranger().get(f"/tiles/areas/1/{TOWN}")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "grids" in layers(answer.content)


async def test_an_empty_tile_has_no_content_and_is_kept_as_well(visitors: Visitors) -> None:
    answer = await visitors.stranger().get("/tiles/areas/1/14/0/0.mvt")

    assert (answer.status_code, answer.content) == (204, b"")
    assert "immutable" in answer.headers["cache-control"]


async def test_one_source_has_only_so_many_tiles_and_staff_as_many_as_they_need(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(small_requests, "LOT", 2)
    monkeypatch.setattr(small_requests, "_left", {})
    monkeypatch.setattr(attempts, "TILE_LOTS_BY_SOURCE", attempts.Allowed(2, timedelta(minutes=5)))
    resident, clerk = visitors.stranger(), await visitors.the("clerk")
    address = "/tiles/areas/1/14/0/0.mvt"

    strangers = [(await resident.get(address)).status_code for _ in range(6)]
    staff = [(await clerk.get(address)).status_code for _ in range(6)]

    assert strangers == [204, 204, 204, 204, 429, 429]
    assert staff == [204] * 6


@pytest.mark.parametrize(
    "address",
    [
        "/tiles/areas/1/17/0/0.mvt",
        "/tiles/areas/1/3/8/0.mvt",
        "/tiles/areas/1/3/0/8.mvt",
        "/tiles/areas/1/3/-1/0.mvt",
        "/tiles/areas/1/3/0/0",
        "/tiles/areas/1/3/0/0.png",
        "/tiles/areas/1/3/0/..mvt",
        "/tiles/areas/2/3/0/0.mvt",
        "/tiles/areas/0/3/0/0.mvt",
        f"/tiles/areas/{2**70}/3/0/0.mvt",
        "/tiles/areas/1/3/0/99999999999999999999.mvt",
    ],
)
async def test_what_is_no_tile_is_not_found(visitors: Visitors, address: str) -> None:
    answer = await visitors.stranger().get(address)

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


async def test_a_tile_comes_packed_to_whoever_can_unpack_it(visitors: Visitors) -> None:
    client = visitors.stranger()
    packed = await client.get(f"/tiles/areas/1/{TOWN}", headers={"accept-encoding": "gzip"})
    plain = await client.get(f"/tiles/areas/1/{TOWN}", headers={"accept-encoding": "identity"})

    assert (packed.headers["content-encoding"], "content-encoding" in plain.headers) == ("gzip", False)
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.content == plain.content


async def _work(client: httpx.AsyncClient) -> httpx.Response:
    return await client.get(f"/tiles/cases/{TOWN}")


async def test_work_is_shown_to_those_it_is_for_and_kept_nowhere(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())

    answer = await _work(await visitors.the("dispatcher"))

    assert answer.headers["cache-control"] == "private, no-store"
    assert [one.values["case_no"] for one in layers(answer.content)["cases"]] == [drive.case_no]


async def test_a_stranger_from_another_area_is_shown_nothing(visitors: Visitors) -> None:
    await taken_in(visitors, "worker", "incidents", an_incident())

    assert (await _work(await visitors.the("stranger"))).status_code == 204


async def test_nobody_unknown_is_shown_any_work(visitors: Visitors) -> None:
    assert (await _work(visitors.stranger())).status_code == 401
