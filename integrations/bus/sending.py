"""Posts one signed body to a subscriber and says what its answer means; never inside a transaction."""

import asyncio
import time
from dataclasses import dataclass

import httpx

import database
from integrations.bus.answers import Answer, Verdict, judge, plain, wish
from integrations.bus.signature import signed_headers
from integrations.errors import NetworkInTransaction

LONGEST = 15.0  # seconds for one request, whatever it does meanwhile
_ENOUGH = 4096  # bytes of an answer worth reading


@dataclass(frozen=True, slots=True)
class Line:
    """Where to send and with which key to sign."""

    url: str
    key: bytes


def new_client() -> httpx.AsyncClient:
    """The client a worker keeps: its connections stay open, it follows no redirects and no proxy settings."""
    return httpx.AsyncClient(
        timeout=httpx.Timeout(10, connect=3),
        limits=httpx.Limits(max_connections=64, max_keepalive_connections=32),
        follow_redirects=False,
        trust_env=False,
    )


async def post(client: httpx.AsyncClient, line: Line, body: bytes, content_type: str) -> Answer:
    """Sends one body; what goes wrong on the way is an answer too.

    Raises NetworkInTransaction where a transaction is open.
    """
    if database.in_transaction():
        raise NetworkInTransaction(line.url)
    headers = signed_headers(line.key, body, int(time.time())) | {
        "content-type": content_type,
        # Nothing may come packed: a few bytes could unpack to more than this process can hold.
        "accept-encoding": "identity",
    }
    try:
        async with (
            asyncio.timeout(LONGEST),
            client.stream("POST", line.url, content=body, headers=headers) as response,
        ):
            return await _answer(response)
    except (httpx.RequestError, httpx.InvalidURL, TimeoutError) as error:
        return Answer(Verdict.UNREACHED, reason=type(error).__name__)


async def _answer(response: httpx.Response) -> Answer:
    said = b""
    # Raw: what comes packed all the same is not unpacked.
    async for chunk in response.aiter_raw():
        said += chunk
        if len(said) >= _ENOUGH:
            break
    verdict = judge(response.status_code)
    reason = "" if verdict is Verdict.TOLD else plain(said[:_ENOUGH].decode(errors="replace"))
    return Answer(verdict, response.status_code, reason, wish(response.headers.get("retry-after")))
