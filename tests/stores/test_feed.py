"""The feed gives every entry once, in commit order; a transaction that commits late is not passed over."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

import database
from dispatch import feed
from dispatch.errors import FeedRestarted
from dispatch.feed import Cursor, FeedEntry
from tests.journal_builders import SavedCase, saved_case, saved_entries
from tests.polling import until


async def _read_until(after: Cursor, wanted: int) -> list[FeedEntry]:
    """Other databases of the cluster may hold the feed back for a moment, so this polls."""

    async def all_there() -> bool:
        return len(await feed.read(after, 100)) >= wanted

    await until(all_there)
    return await feed.read(after, 100)


async def _consume_until(reader: str, seen: list[tuple[int, int]], wanted: int) -> None:
    async def note(entries: Sequence[FeedEntry]) -> None:
        seen.extend((entry.case_id, entry.seq) for entry in entries)

    async def enough() -> bool:
        if len(seen) < wanted:
            await feed.consume(reader, 2, note)
        return len(seen) >= wanted

    await until(enough)


@asynccontextmanager
async def _an_entry_not_yet_committed(case: SavedCase) -> AsyncIterator[None]:
    """Inside, an act on the case has written its entry; it commits at the end."""
    written, may_commit = asyncio.Event(), asyncio.Event()

    async def slow_act() -> None:
        async with database.transaction():
            await saved_entries(case)
            written.set()
            await may_commit.wait()

    act = asyncio.create_task(slow_act())
    await written.wait()
    yield
    may_commit.set()
    await act


async def test_a_transaction_that_commits_late_is_not_passed_over(db: str) -> None:
    slow, fast = await saved_case(), await saved_case()
    async with _an_entry_not_yet_committed(slow):
        await saved_entries(fast)
        assert await feed.read(feed.START, 10) == []

    entries = await _read_until(feed.START, 2)
    assert [entry.case_id for entry in entries] == [slow.id, fast.id]


async def test_the_reader_that_went_on_in_between_still_gets_the_late_entry(db: str) -> None:
    before, slow, fast = await saved_case(1), await saved_case(), await saved_case()
    seen: list[tuple[int, int]] = []
    await _consume_until("statistics", seen, 1)
    async with _an_entry_not_yet_committed(slow):
        await saved_entries(fast)
        await feed.consume("statistics", 10, _nothing)
    await _consume_until("statistics", seen, 3)

    assert seen == [(before.id, 1), (slow.id, 1), (fast.id, 1)]


async def _nothing(entries: Sequence[FeedEntry]) -> None:
    assert not entries


async def test_entries_of_a_case_keep_their_order_though_the_later_writer_had_his_number_first(
    db: str,
) -> None:
    case = await saved_case(1)
    numbered, may_write = asyncio.Event(), asyncio.Event()

    async def writes_late() -> None:
        async with database.transaction():
            await database.fetch_value("SELECT pg_current_xact_id()")
            numbered.set()
            await may_write.wait()
            await saved_entries(case)

    late = asyncio.create_task(writes_late())
    await numbered.wait()
    await saved_entries(case)
    may_write.set()
    await late

    assert [entry.seq for entry in await _read_until(feed.START, 3)] == [1, 2, 3]


async def test_entries_of_one_transaction_come_by_case_and_seq_and_pages_do_not_split_or_repeat(
    db: str,
) -> None:
    one, other = await saved_case(), await saved_case()
    async with database.transaction():
        await saved_entries(other, 3)
        await saved_entries(one, 2)
    seen: list[tuple[int, int]] = []
    await _consume_until("boards", seen, 5)

    assert seen == [(one.id, 1), (one.id, 2), (other.id, 1), (other.id, 2), (other.id, 3)]


async def test_an_effect_that_fails_leaves_the_cursor_where_it_was(db: str) -> None:
    case = await saved_case(2)
    await _read_until(feed.START, 2)

    async def fails(entries: Sequence[FeedEntry]) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await feed.consume("boards", 10, fails)
    seen: list[tuple[int, int]] = []
    await _consume_until("boards", seen, 2)
    assert seen == [(case.id, 1), (case.id, 2)]


async def test_two_readers_of_one_name_share_the_entries_without_doubling_any(db: str) -> None:
    cases: list[SavedCase] = [await saved_case(1) for _ in range(20)]
    await _read_until(feed.START, 20)
    seen: list[tuple[int, int]] = []
    await asyncio.gather(*(_consume_until("boards", seen, 20) for _ in range(3)))

    assert seen == [(case.id, 1) for case in cases]


async def test_a_cursor_of_another_cluster_is_refused_until_it_is_adopted(db: str) -> None:
    await saved_case(1)
    await _read_until(feed.START, 1)
    await feed.consume("boards", 10, _anything)
    await database.execute("UPDATE dispatch.feed_cursors SET epoch = 1")

    with pytest.raises(FeedRestarted):
        await feed.consume("boards", 10, _anything)
    assert await feed.adopt() == 1
    assert await feed.consume("boards", 10, _anything) == 0


async def _anything(entries: Sequence[FeedEntry]) -> None:
    return None
