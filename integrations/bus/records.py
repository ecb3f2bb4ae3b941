"""Asks a subscriber's own record: what it counts, what it has of a case, and to take a case anew."""

from typing import TypeVar
from urllib.parse import urljoin

import httpx
import msgspec

from canonical import NotCanonical, canonical
from integrations.bus.answers import Verdict
from integrations.bus.reconciliation import Tally
from integrations.bus.sending import Line, post
from integrations.errors import RecordUnavailable

_PAGE = 1000
_FEW = 100  # messages of one case
_LARGEST_PAGE = 1_000_000  # bytes; a thousand cases take a fifth of it
_NOT_OFFERED = frozenset({404, 405, 501})


class _Count(msgspec.Struct, frozen=True):
    case: str
    count: int
    last_sequence: int
    hash: str


class _Counts(msgspec.Struct, frozen=True):
    by_case: list[_Count]


class _Message(msgspec.Struct, frozen=True):
    arrival: int
    sequence: int
    event: object


class _Messages(msgspec.Struct, frozen=True):
    messages: list[_Message]


_Told = TypeVar("_Told", _Counts, _Messages)


async def their_tallies(client: httpx.AsyncClient, counts_url: str) -> dict[str, Tally]:
    """What the subscriber's own record says of every case; raises RecordUnavailable.

    Its pages go up by case number; a record that comes back to where it was would never end.
    """
    found: dict[str, Tally] = {}
    after = ""
    while True:
        asked: dict[str, str | int] = {"after_case": after, "limit": _PAGE}
        rows = _read(await _page(client, counts_url, asked), _Counts, counts_url).by_case
        found |= {row.case: Tally(row.count, row.last_sequence, row.hash) for row in rows}
        if len(rows) < _PAGE:
            return found
        if rows[-1].case <= after:
            raise RecordUnavailable(f"{counts_url}: its pages do not go on after {after}")
        after = rows[-1].case


async def their_messages(
    client: httpx.AsyncClient, counts_url: str, case_no: str
) -> list[tuple[int, bytes | None]]:
    """What the subscriber has of a case: sequence and message in the canonical spelling, as it arrived.

    None stands for what cannot be a message of ours. Raises RecordUnavailable.
    """
    url = urljoin(counts_url, ".").rstrip("/")
    found: list[tuple[int, bytes | None]] = []
    after = 0
    while True:
        asked: dict[str, str | int] = {"case": case_no, "after": after, "limit": _FEW}
        rows = _read(await _page(client, url, asked), _Messages, url).messages
        found += [(row.sequence, _spelled(row.event)) for row in rows]
        if len(rows) < _FEW:
            return found
        if rows[-1].arrival <= after:
            raise RecordUnavailable(f"{url}: its pages do not go on after {after}")
        after = rows[-1].arrival


async def ask_anew(
    client: httpx.AsyncClient, key: bytes, counts_url: str, case_no: str, from_seq: int
) -> bool:
    """Asks the subscriber to put a case aside from an entry on, for it will be told again from there.

    False if it does not offer that. Raises RecordUnavailable when it cannot be asked or refuses.
    """
    url = urljoin(counts_url, "anew")
    body = canonical({"case": case_no, "from_sequence": from_seq})
    answer = await post(client, Line(url, key), body, "application/json")
    if answer.verdict is Verdict.TOLD:
        return True
    if answer.status in _NOT_OFFERED:
        return False
    raise RecordUnavailable(f"{url}: {answer.status or ''} {answer.reason}".strip())


def _spelled(event: object) -> bytes | None:
    try:
        return canonical(event)
    except NotCanonical:
        return None


def _read(content: bytes, kind: type[_Told], url: str) -> _Told:
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.MsgspecError as error:
        raise RecordUnavailable(f"{url}: {type(error).__name__}") from error


async def _page(client: httpx.AsyncClient, url: str, asked: dict[str, str | int]) -> bytes:
    try:
        plain = {"accept-encoding": "identity"}
        async with client.stream("GET", url, params=asked, headers=plain) as answer:
            return await _content(answer.raise_for_status())
    except httpx.HTTPError as error:
        raise RecordUnavailable(f"{url}: {type(error).__name__}") from error


async def _content(answer: httpx.Response) -> bytes:
    said = b""
    async for chunk in answer.aiter_raw():
        said += chunk
        if len(said) > _LARGEST_PAGE:
            raise RecordUnavailable(f"{answer.url.copy_with(query=None)}: a page is larger than agreed")
    return said
