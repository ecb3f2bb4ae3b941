"""Suggestions while somebody types go by an index, however many addresses and cases there are."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from asyncpg.connection import LoggedQuery

import database
from dispatch.front_desk import Span, cases_of_subject, desk_day, latest_of, ready_at, waiting_at
from grid.addresses import suggest_addresses
from grid.errors import QueryTooShort
from reach import Post, Reach, ReachKind, Role

NOON = datetime(2026, 3, 12, 4, 0, tzinfo=UTC)
_CLERK = Reach(ReachKind.STAFF, 1, (Post(Role.CLERK, "350300/350304/350304001/", None, 1),))


Question = Callable[[], Awaitable[object]]


async def plans_of(question: Awaitable[object]) -> list[str]:
    """How the database would find each thing the question asks for, in the same transaction."""
    heard: list[LoggedQuery] = []
    async with database.transaction() as connection:
        with connection.query_logger(heard.append):
            await question
            # The driver tells its listeners a turn of the loop later.
            await asyncio.sleep(0)
        asked = [one for one in heard if "dispatch.cases" in one.query or "grid.addresses" in one.query]
        return [await _plan(one) for one in asked]


async def _plan(asked: LoggedQuery) -> str:
    rows: list[asyncpg.Record] = await database.fetch(f"EXPLAIN {asked.query}", *asked.args)
    return "\n".join(row[0] for row in rows)


@pytest.mark.parametrize("words", ["zhenhai", "wx", "lcq", "文献 12", "10号", "jd"])
async def test_an_address_is_suggested_by_index(city: str, words: str) -> None:
    plans = await plans_of(suggest_addresses(words))

    assert plans
    assert not [plan for plan in plans if "Seq Scan" in plan]
    assert all("addresses_tokens" in plan for plan in plans)


async def test_the_house_that_is_meant_comes_first(city: str) -> None:
    first = (await suggest_addresses("wenxian", 1))[0]

    assert (await suggest_addresses(first.text, 5))[0] == first


async def test_one_letter_suggests_nothing(city: str) -> None:
    with pytest.raises(QueryTooShort):
        await suggest_addresses("w")


async def test_no_more_is_suggested_than_asked_for(city: str) -> None:
    assert len(await suggest_addresses("镇海街道", 7)) == 7


@pytest.mark.parametrize(
    "question",
    [
        lambda: desk_day(_CLERK, Span(NOON - timedelta(hours=12), NOON, NOON + timedelta(days=1))),
        lambda: latest_of(_CLERK, NOON - timedelta(hours=12), 6),
        lambda: cases_of_subject(_CLERK, 1, 5),
        lambda: waiting_at(_CLERK, 40),
        lambda: ready_at(_CLERK, 40),
    ],
)
async def test_what_a_counter_asks_goes_by_index(db: str, question: Question) -> None:
    async with database.transaction():
        # A table without rows is read as a whole; what counts is that an index serves the question.
        await database.execute("SET LOCAL enable_seqscan = off")
        plans = await plans_of(question())

    assert plans
    assert not [plan for plan in plans if "Seq Scan on cases" in plan]
