"""The pretend city's pages show what arrived, and switch its faults, in both languages and without script."""

import time

import httpx
import pytest

from integrations.bus.signature import read_secret, signed_headers
from integrations.sandbox.receiving import EVENT
from integrations.sandbox.record import canonical
from tests.bus.processes import PretendCity


async def arrived(city: PretendCity, sequence: int, note: str = "") -> httpx.Response:
    body = canonical(
        {
            "specversion": "1.0",
            "id": f"SJ9/{sequence}",
            "source": "urn:test",
            "type": "cn.griddesk.case.filed",
            "subject": "SJ9",
            "sequence": f"{sequence:010}",
            "time": "2026-03-02T04:00:00Z",
            "data": {"note": note},
        }
    ).encode()
    headers = signed_headers(read_secret(city.secret_file), body, int(time.time()))
    return await city.client.post(city.bus, content=body, headers=headers | {"content-type": EVENT})


@pytest.mark.parametrize(
    ("language", "heading"), [("zh-CN", "模拟城市服务总线"), ("en", "A pretend city bus")]
)
async def test_the_overview_speaks_both_languages(city: PretendCity, language: str, heading: str) -> None:
    page = await city.client.get(f"{city.address}/", params={"lang": language})

    assert f"<h1>{heading}</h1>" in page.text
    assert f'<html lang="{language}"' in page.text


async def test_a_case_shows_each_message_and_a_gap_is_named(city: PretendCity) -> None:
    await arrived(city, 1, "first")
    await arrived(city, 3, "<b>third</b>")

    overview = (await city.client.get(f"{city.address}/?lang=en")).text
    case = (await city.client.get(f"{city.address}/cases/SJ9?lang=en")).text

    assert "<td>Gap</td>" in overview
    assert "first" in case
    assert "&lt;b&gt;third&lt;/b&gt;" in case


async def test_a_number_typed_in_leads_to_its_case(city: PretendCity) -> None:
    answer = await city.client.get(f"{city.address}/", params={"case": " SJ9 ", "lang": "en"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/cases/SJ9?lang=en")


async def test_the_form_sets_the_switches_and_switches_all_off(city: PretendCity) -> None:
    on = await city.client.post(
        f"{city.address}/", data={"fail": "503", "delay_ms": "", "double": "1", "down_licences": "1"}
    )
    set_so = (await city.client.get(f"{city.address}/switches")).json()
    await city.client.post(f"{city.address}/", data={"fail": "503", "all_off": "1"})
    off = (await city.client.get(f"{city.address}/switches")).json()

    assert on.status_code == 303
    assert (set_so["fail"], set_so["double"], set_so["down"]) == (503, True, ["licences"])
    assert (off["fail"], off["double"], off["down"]) == (None, False, [])


@pytest.mark.parametrize("wrong", [{"fail": "200"}, {"fail": "many"}, {"delay_ms": "-1"}])
async def test_a_value_that_cannot_be_changes_nothing_and_is_said(
    city: PretendCity, wrong: dict[str, str]
) -> None:
    answer = await city.client.post(f"{city.address}/?lang=en", data=wrong)

    assert (answer.status_code, "A value cannot be used" in answer.text) == (422, True)
    assert (await city.client.get(f"{city.address}/switches")).json()["fail"] is None


async def test_a_page_of_somebody_else_switches_nothing(city: PretendCity) -> None:
    answer = await city.client.post(
        f"{city.address}/", data={"fail": "503"}, headers={"sec-fetch-site": "cross-site"}
    )

    assert answer.status_code == 403
    assert (await city.client.get(f"{city.address}/switches")).json()["fail"] is None
