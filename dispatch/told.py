"""The entries of cases as they are told outside: with the case's number and city, by the batch."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import database
from dispatch.deliveries import Untold

_READ = """
SELECT entry.case_id, split_part(opened.area_path, '/', 1) AS city, opened.case_no, entry.seq, entry.kind,
    entry.at, entry.recorded_at, entry.channel, entry.data
FROM unnest($1::bigint[], $2::int[], $3::int[]) AS wanted (case_id, first_seq, last_seq)
JOIN dispatch.journal AS entry
    ON entry.case_id = wanted.case_id AND entry.seq BETWEEN wanted.first_seq AND wanted.last_seq
JOIN dispatch.cases AS opened ON opened.id = entry.case_id
ORDER BY entry.case_id, entry.seq
"""


@dataclass(frozen=True, slots=True)
class EntryToTell:
    """An entry and what names its case outside; `city` is the code of the city, times are UTC."""

    case_id: int
    city: str
    case_no: str
    seq: int
    kind: str
    at: datetime
    recorded_at: datetime
    channel: str
    data: dict[str, object]


async def entries_to_tell(wanted: Sequence[Untold]) -> dict[int, list[EntryToTell]]:
    """The wanted entries of each case in order; only for wording what subscribers are told."""
    rows = await database.fetch(
        _READ,
        [case.case_id for case in wanted],
        [case.next_seq for case in wanted],
        [case.head_seq for case in wanted],
    )
    found: dict[int, list[EntryToTell]] = {case.case_id: [] for case in wanted}
    for row in rows:
        values = dict(row)
        values["data"] = json.loads(values["data"])
        found[row["case_id"]].append(EntryToTell(**values))
    return found
