"""Fills a city with running clocks: one that is over on some cases, many that run on on others."""

import asyncio
import sys

import database
from bench.cases.copying import Surroundings, copy_cases, originals
from bench.cases.filling import FIRST_CASE, prepare, unhindered

_BATCH = 2_000
_RUN_ON = 19  # clocks on each case on which nothing is over
# What is over is one clock of a case; whatever else runs there runs on for a year.
_STILL = (
    "UPDATE dispatch.clocks SET due_at = now() + interval '1 year', warn_at = NULL WHERE state = 'running'"
)
_OVER = """
UPDATE dispatch.clocks SET due_at = now() - (id % 4000) * interval '1 minute' - interval '1 hour'
WHERE id IN (SELECT min(id) FROM dispatch.clocks WHERE state = 'running' AND case_id >= $1 AND case_id < $2
    GROUP BY case_id)
"""
_MORE = """
INSERT INTO dispatch.clocks (case_id, task_id, kind, amount, unit, calendar_code, calendar_version,
    started_at, pauses, extensions, state, due_at, provisional)
SELECT k.case_id, k.task_id, k.kind, k.amount, k.unit, k.calendar_code, k.calendar_version, k.started_at,
    k.pauses, k.extensions, k.state, now() + (n * 7 + k.id % 10000) * interval '1 hour', k.provisional
FROM (SELECT DISTINCT ON (case_id) * FROM dispatch.clocks WHERE state = 'running' AND case_id >= $1
    AND case_id < $2 ORDER BY case_id, id) AS k, generate_series(1, $3) AS n
"""


async def fill(clocks: int, due: int) -> None:
    """Copies of open cases with a limit for the handling, their clocks, and what the planner must know."""
    await prepare()
    await database.open_pool(1)
    connection = await unhindered()
    others = (clocks - due) // _RUN_ON
    try:
        await connection.execute("SET session_replication_role = replica")
        known = [one for one in await originals() if one.row["state"] == "HANDLING"]
        last = FIRST_CASE + due + others
        for begin in range(FIRST_CASE, last, _BATCH):
            async with connection.transaction():
                ids = range(begin, min(begin + _BATCH, last))
                await copy_cases(connection, known, ids, Surroundings(10.0, over=0.0))
        await connection.execute(_STILL)
        await connection.execute(_OVER, FIRST_CASE, FIRST_CASE + due)
        await connection.execute(_MORE, FIRST_CASE + due, last, _RUN_ON - 1)
        await connection.execute(
            "VACUUM (ANALYZE) dispatch.clocks, dispatch.cases, dispatch.journal, dispatch.tasks"
        )
    finally:
        await connection.close()
        await database.close_pool()


if __name__ == "__main__":
    asyncio.run(fill(int(sys.argv[1]), int(sys.argv[2])))
