"""The residents' pages as a browser without script opens them: what is there, in which language, at what cost."""

import httpx
import pytest

from tests.pages.people import Visitors

PAGE = {"accept": "text/html"}
OPEN = ("/", "/?q=垃圾", "/points", "/guides", "/guides/350105002000", "/report", "/progress")


async def _open(client: httpx.AsyncClient, address: str, language: str = "zh-CN") -> httpx.Response:
    return await client.get(address, headers={**PAGE, "accept-language": language})


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("address", OPEN)
async def test_everybody_may_open_it_in_both_languages(
    visitors: Visitors, address: str, language: str
) -> None:
    page = await _open(visitors.stranger(), address, language)

    assert page.status_code == 200, page.text
    assert page.headers["content-language"] == language
    assert page.text.count("<h1") == 1
    assert "set-cookie" not in page.headers
