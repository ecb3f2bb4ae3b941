"""Compares what a subscriber says it has of each case with what it was told, by counts and hashes."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import httpx
import msgspec

from integrations.errors import RecordUnavailable

_PAGE = 1000
_LARGEST_PAGE = 1_000_000  # bytes; a thousand cases take a fifth of it


@dataclass(frozen=True, slots=True)
class Tally:
    """A case as one side has it: how many entries, the last one, SHA-256 of the messages, one per line."""

    count: int
    last_seq: int
    hash: str


NOTHING = Tally(0, 0, hashlib.sha256(b"").hexdigest())


class Differs(StrEnum):
    """How the two sides can differ about a case."""

    MISSING = "missing"  # the subscriber lacks entries it was told of
    SURPLUS = "surplus"  # the subscriber has entries it was not told of
    CHANGED = "changed"  # as many entries, but not the same


@dataclass(frozen=True, slots=True)
class Difference:
    """A case about which the two sides differ; where `MISSING`, a replay from entry 1 mends it."""

    case_no: str
    differs: Differs
    ours: Tally
    theirs: Tally


class _Count(msgspec.Struct, frozen=True):
    case: str
    count: int
    last_sequence: int
    hash: str


class _Page(msgspec.Struct, frozen=True):
    by_case: list[_Count]


def tally(messages: Sequence[bytes]) -> Tally:
    """What a case's messages, in order from the first, amount to."""
    return Tally(len(messages), len(messages), hashlib.sha256(b"\n".join(messages)).hexdigest())


def compare(ours: Mapping[str, Tally], theirs: Mapping[str, Tally]) -> list[Difference]:
    """Every case about which the two sides differ, by case number."""
    return [
        Difference(case_no, differs, here, there)
        for case_no in sorted(ours.keys() | theirs.keys())
        for here, there in [(ours.get(case_no, NOTHING), theirs.get(case_no, NOTHING))]
        for differs in _differs(here, there)
    ]


def _differs(ours: Tally, theirs: Tally) -> Iterable[Differs]:
    if theirs.count < ours.count:
        yield Differs.MISSING
    elif theirs.count > ours.count:
        yield Differs.SURPLUS
    elif theirs != ours:
        yield Differs.CHANGED


async def their_tallies(client: httpx.AsyncClient, counts_url: str) -> dict[str, Tally]:
    """What the subscriber's own record says of every case; raises RecordUnavailable.

    Its pages go up by case number; a record that comes back to where it was would never end.
    """
    found: dict[str, Tally] = {}
    after = ""
    while True:
        page = await _page(client, counts_url, after)
        found |= {row.case: Tally(row.count, row.last_sequence, row.hash) for row in page.by_case}
        if len(page.by_case) < _PAGE:
            return found
        if page.by_case[-1].case <= after:
            raise RecordUnavailable(f"{counts_url}: its pages do not go on after {after}")
        after = page.by_case[-1].case


async def _page(client: httpx.AsyncClient, counts_url: str, after: str) -> _Page:
    try:
        asked: dict[str, str | int] = {"after_case": after, "limit": _PAGE}
        plain = {"accept-encoding": "identity"}
        async with client.stream("GET", counts_url, params=asked, headers=plain) as answer:
            return msgspec.json.decode(await _content(answer.raise_for_status()), type=_Page)
    except (httpx.HTTPError, msgspec.MsgspecError) as error:
        raise RecordUnavailable(f"{counts_url}: {type(error).__name__}") from error


async def _content(answer: httpx.Response) -> bytes:
    said = b""
    async for chunk in answer.aiter_raw():
        said += chunk
        if len(said) > _LARGEST_PAGE:
            raise RecordUnavailable(f"{answer.url.copy_with(query=None)}: a page is larger than agreed")
    return said
