"""How lists find their cases: by an index where one answers, whatever the tables hold."""

import asyncio
from datetime import UTC, datetime

import pytest
from asyncpg.connection import LoggedQuery

import database
from dispatch.case_lists import Wanted, cases_in
from reach import SYSTEM


@pytest.mark.parametrize(
    ("wanted", "index"),
    [(Wanted(number="350304-2026"), "cases_number_begins"), (Wanted(subjects=[7]), "cases_subject")],
)
async def test_what_is_asked_for_is_looked_up_in_its_index(db: str, wanted: Wanted, index: str) -> None:
    heard: list[LoggedQuery] = []
    async with database.transaction() as connection:
        # Tables as small as those of a test would be read from end to end, or by any index in its order; a
        # bitmap is made only of an index that answers what was asked.
        for way in ("seqscan", "indexscan", "indexonlyscan"):
            await connection.execute(f"SET LOCAL enable_{way} = off")
        with connection.query_logger(heard.append):
            await cases_in(SYSTEM, wanted, None, 10)
            # The driver tells of a statement in the next turn of the loop.
            await asyncio.sleep(0)
        (asked,) = [one for one in heard if "FROM dispatch.cases" in one.query]

        plan = await connection.fetch(f"EXPLAIN {asked.query}", *asked.args)

    assert any(index in line[0] for line in plan), "\n".join(line[0] for line in plan)


@pytest.mark.parametrize("still_open", [None, True])
async def test_that_what_is_overdue_is_open_is_said_once(db: str, still_open: bool | None) -> None:
    heard: list[LoggedQuery] = []
    async with database.transaction() as connection:
        with connection.query_logger(heard.append):
            await cases_in(SYSTEM, Wanted(overdue_at=datetime.now(UTC), still_open=still_open), None, 10)
            await asyncio.sleep(0)

    (asked,) = [one for one in heard if "FROM dispatch.cases" in one.query]
    assert asked.query.count("closed_at IS NULL") == 1
