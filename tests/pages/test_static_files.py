"""The files browsers fetch: kept for ever under their version, packed, for everybody, and nothing else."""

import gzip

import brotli
import httpx
import pytest

from desk.app import build
from desk.assets import asset, assets
from desk.authentication import COOKIE
from desk.errors import UnknownAsset

_SHEET, _SCRIPT = "vendor/designsystemet.css", "vendor/htmx.js"


async def _raw(client: httpx.AsyncClient, address: str, accepted: str) -> tuple[httpx.Response, bytes]:
    """The answer with the bytes as they were sent."""
    async with client.stream("GET", address, headers={"accept-encoding": accepted}) as answer:
        return answer, b"".join([part async for part in answer.aiter_raw()])


async def test_a_file_may_be_kept_for_ever(client: httpx.AsyncClient) -> None:
    answer = await client.get(asset(_SHEET))

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["vary"] == "accept-encoding"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("BR", "br"),
        ("*", "br"),
        ("gzip;q=0, *", "br"),
        ("identity", None),
        ("br;q=0, *;q=0", None),
        ("br;q=often", None),
        ("", None),
    ],
)
async def test_a_file_comes_packed_as_the_browser_can_take_it(
    client: httpx.AsyncClient, accepted: str, coding: str | None
) -> None:
    answer, sent = await _raw(client, asset(_SHEET), accepted)

    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["content-length"] == str(len(sent))
    assert unpack(sent) == assets().files[_SHEET].content


async def test_asking_for_the_head_alone_tells_what_the_whole_would(client: httpx.AsyncClient) -> None:
    whole, _ = await _raw(client, asset(_SCRIPT), "br")

    head = await client.head(asset(_SCRIPT), headers={"accept-encoding": "br"})

    assert head.content == b""
    told = ("content-type", "content-length", "content-encoding", "cache-control", "vary")
    assert {name: head.headers[name] for name in told} == {name: whole.headers[name] for name in told}


@pytest.mark.parametrize("version", ["0" * 16, "latest", "..", "%2e%2e"])
async def test_another_version_is_not_there_and_not_kept(client: httpx.AsyncClient, version: str) -> None:
    answer = await client.get(f"/static/{version}/{_SCRIPT}")

    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "name",
    [
        "css/nothing.css",
        "",
        "/",
        "vendor/axe.js",
        "vendor/made",
        "vendor/ol.js.br",
        "../settings.py",
        "..%2fsettings.py",
        "%2e%2e/%2e%2e/settings.py",
        "vendor/..%2f..%2f..%2fetc/passwd",
        "..%5csettings.py",
        "css/desk.css%00",
        "%2fetc%2fpasswd",
    ],
)
async def test_nothing_but_the_files_themselves_can_be_fetched(client: httpx.AsyncClient, name: str) -> None:
    answer = await client.get(f"/static/{assets().version}/{name}")

    assert answer.status_code == 404
    assert answer.headers["content-type"] != "text/css; charset=utf-8"


async def test_a_file_is_given_without_asking_who_wants_it() -> None:
    # No database is open here: looking for a session would fail.
    transport = httpx.ASGITransport(app=build())
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as client:
        client.cookies.set(COOKIE, "a session of nobody")
        answer = await client.get(asset(_SCRIPT), headers={"authorization": "Bearer gd_unknown"})

    assert answer.status_code == 200


def test_a_page_cannot_name_a_file_that_is_not_there() -> None:
    with pytest.raises(UnknownAsset, match=r"css/nothing\.css"):
        asset("css/nothing.css")
