"""A client of the web application in this process, and people who can sign in."""

from collections.abc import AsyncIterator

import httpx
import pytest

from desk.app import build


@pytest.fixture
async def client(db: str) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=build())
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as client:
        yield client
