"""Goes through everything a subscriber was told and compares it with the subscriber's own record."""

import httpx

import database
from desk.feedback import compose
from dispatch.deliveries import Untold
from integrations.bus.reconciliation import Difference, Tally, compare, tally
from integrations.bus.records import their_tallies

_TOLD = """
SELECT told.case_id, opened.case_no, told.next_seq FROM dispatch.deliveries AS told
JOIN dispatch.cases AS opened ON opened.id = told.case_id
WHERE told.subscriber = $1 AND told.case_id > $2 AND told.next_seq > 1 ORDER BY told.case_id LIMIT $3
"""
_AT_ONCE = 200  # cases


async def our_tallies(subscriber: str, profile: str) -> dict[str, Tally]:
    """What the subscriber has been told of every case, worded anew from the journal."""
    found: dict[str, Tally] = {}
    last = 0
    while rows := await database.fetch(_TOLD, subscriber, last, _AT_ONCE):
        wanted = [Untold(row["case_id"], 1, row["next_seq"] - 1) for row in rows]
        worded = await compose(profile, wanted)
        for row, case in zip(rows, worded, strict=True):
            found[row["case_no"]] = tally(case.bodies)
        last = rows[-1]["case_id"]
    return found


async def differences(
    client: httpx.AsyncClient, subscriber: str, profile: str, counts_url: str
) -> list[Difference]:
    """Every case about which we and the subscriber differ; what is under way just now may show as SURPLUS.

    Raises RecordUnavailable when the subscriber's record cannot be asked.
    """
    theirs = await their_tallies(client, counts_url)
    return compare(await our_tallies(subscriber, profile), theirs)
