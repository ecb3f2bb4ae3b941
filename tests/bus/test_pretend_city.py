"""The pretend city is a strict receiver: it believes no wrong signature and notes everything out of order."""

import sys
import time
from asyncio.subprocess import create_subprocess_exec
from pathlib import Path

import httpx
import pytest

import database
from integrations.bus.sending import Line, post
from integrations.bus.signature import new_secret, parse_secret, read_secret, signed_headers
from integrations.errors import NetworkInTransaction
from integrations.sandbox.receiving import BATCH, EVENT
from integrations.sandbox.record import canonical
from tests.bus.processes import PretendCity
from tests.databases import ROOT


def _event(sequence: int, note: str = "") -> bytes:
    return canonical(
        {
            "specversion": "1.0",
            "id": f"SJ1/{sequence}",
            "source": "urn:test",
            "type": "cn.griddesk.case.filed",
            "subject": "SJ1",
            "sequence": f"{sequence:010}",
            "time": "2026-03-02T04:00:00Z",
            "data": {"note": note},
        }
    ).encode()


async def _send(city: PretendCity, body: bytes, kind: str = EVENT, **changed: str) -> httpx.Response:
    headers = signed_headers(read_secret(city.secret_file), body, int(time.time()))
    return await city.client.post(city.bus, content=body, headers=headers | {"content-type": kind} | changed)


async def test_what_comes_twice_is_kept_once_and_counted(city: PretendCity) -> None:
    for _ in range(3):
        assert (await _send(city, _event(1))).status_code == 202

    assert await city.sequences("SJ1") == [1]
    assert (await city.counts())["duplicates"] == 2
    assert await city.faults() == []


async def _faults(city: PretendCity) -> list[object]:
    return [fault["fault"] for fault in await city.faults() if isinstance(fault, dict)]


async def test_a_gap_a_late_one_and_a_changed_one_are_faults(city: PretendCity) -> None:
    await _send(city, _event(1))
    await _send(city, _event(3))
    assert await _faults(city) == ["gap"]
    await _send(city, _event(2))
    assert await _faults(city) == ["gap", "late"]
    await _send(city, _event(1, note="another"))
    assert await _faults(city) == ["gap", "late", "changed"]


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "v2,AAAA"},
        {"webhook-id": "msg_of_another"},
        {"webhook-timestamp": "1"},
        {"webhook-timestamp": "soon"},
    ],
)
async def test_a_request_signed_wrongly_is_not_believed(city: PretendCity, changed: dict[str, str]) -> None:
    assert (await _send(city, _event(1), **changed)).status_code == 401
    assert (await city.counts())["messages"] == 0


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"not json", EVENT, 400),
        (b"\xff\xfe", EVENT, 400),
        (b"[]", EVENT, 400),
        (b"{}", BATCH, 400),
        (b"{}", EVENT, 400),
        (_event(1), "text/plain", 415),
        (b"[" + _event(1) + b",{}]", BATCH, 400),
    ],
)
async def test_what_is_no_event_is_refused_whole(
    city: PretendCity, body: bytes, kind: str, status: int
) -> None:
    assert (await _send(city, body, kind)).status_code == status
    assert (await city.counts())["messages"] == 0


async def test_switches_refuse_nonsense_and_say_how_they_stand(city: PretendCity) -> None:
    for nonsense in ({"fail": 200}, {"delay_ms": -1}, {"explode": True}):
        answer = await city.client.put(f"{city.address}/switches", json=nonsense)
        assert answer.status_code == 400
    await city.switch(fail_next=2)

    assert [(await _send(city, _event(1))).status_code for _ in range(3)] == [503, 503, 202]
    assert (await city.client.get(f"{city.address}/switches")).json()["fail_next"] == 0


async def test_look_ups_answer_until_they_are_switched_off(city: PretendCity) -> None:
    resident = {"holder_hash": "h1", "area": "350304001001"}
    licence = {"holder_hash": "h1", "kind": "disability", "valid_until": "2027-01-01"}
    await city.client.put(f"{city.address}/population", json=resident)
    await city.client.put(f"{city.address}/licences", json=licence)

    found = await city.client.get(f"{city.address}/population", params={"holder_hash": "h1"})
    assert found.json() == {"found": True, "area": "350304001001"}
    held = await city.client.get(f"{city.address}/licences", params={"holder_hash": "h1"})
    assert held.json() == {"licences": [{"kind": "disability", "valid_until": "2027-01-01"}]}
    await city.switch(down=["licences"])
    down = await city.client.get(f"{city.address}/licences", params={"holder_hash": "h1"})
    assert down.status_code == 503


async def test_it_answers_on_loopback_only(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(new_secret())
    command = ["-m", "integrations.sandbox", "--host", "0.0.0.0", "--port", "1"]
    files = ["--store", str(tmp_path / "city.sqlite"), "--secret-file", str(secret)]
    process = await create_subprocess_exec(sys.executable, *command, *files, cwd=ROOT)

    assert await process.wait() == 2


async def test_nothing_is_sent_while_a_transaction_is_open(
    city: PretendCity, client: httpx.AsyncClient
) -> None:
    line = Line(city.bus, parse_secret(new_secret()))
    async with database.transaction():
        with pytest.raises(NetworkInTransaction):
            await post(client, line, _event(1), EVENT)
