"""Verifies the chains of a filled database after a run, every so many-th case where there are very many."""

import asyncio
import sys

import chain
import database
from chain import Head
from dispatch.journal import as_link

_AT_MOST = 20_000
_SAMPLE = """
SELECT id, last_seq, last_hash FROM dispatch.cases WHERE id % $1 = 0 AND id > $2 ORDER BY id LIMIT 500
"""
_ENTRIES = """
SELECT case_id, seq, at, recorded_at, kind, actor, channel, data, prev_hash, hash
FROM dispatch.journal WHERE case_id = ANY($1) ORDER BY case_id, seq
"""


class ChainBroken(Exception):
    """Raised when a journal does not hold after a run; names the case."""


async def verified() -> dict[str, object]:
    """How many cases and entries there are, and of how many the chains were recomputed.

    Raises ChainBroken where one does not hold.
    """
    cases = int(await database.fetch_value("SELECT count(*) FROM dispatch.cases"))
    entries = int(await database.fetch_value("SELECT count(*) FROM dispatch.journal"))
    every, last, seen = -(-cases // _AT_MOST), 0, 0
    while heads := await database.fetch(_SAMPLE, every, last):
        found: dict[int, list[chain.Entry]] = {row["id"]: [] for row in heads}
        for row in await database.fetch(_ENTRIES, list(found)):
            found[row["case_id"]].append(as_link(row))
        for row in heads:
            if chain.verify(found[row["id"]], expected=Head(row["last_seq"], row["last_hash"])):
                raise ChainBroken(f"the journal of case {row['id']} does not hold")
        last, seen = heads[-1]["id"], seen + len(heads)
    return {"cases": cases, "entries": entries, "chains_verified": seen}


async def _main() -> None:
    await database.open_pool(1)
    try:
        sys.stderr.write(f"  {await verified()}\n")
    finally:
        await database.close_pool()


if __name__ == "__main__":
    asyncio.run(_main())
