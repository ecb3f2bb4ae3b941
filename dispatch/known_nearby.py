"""What is open already in a few cells of the map: told without a point, a number or a word of whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import database
from dispatch.rules.states import IncidentState
from dispatch.visible import COUNT, VISIBLE, sight
from reach import Reach

_OPEN = f"""
SELECT CASE WHEN {VISIBLE} THEN c.case_no END AS case_no, c.state, c.opened_at,
    c.area_path = ${COUNT + 3} AS same_cell
FROM dispatch.cases c
WHERE c.area_path = ANY(${COUNT + 1}::text[]) AND c.kind = 'incident' AND c.closed_at IS NULL
    AND (c.matter = ${COUNT + 2} OR starts_with(c.matter, ${COUNT + 2} || '-'))
ORDER BY same_cell DESC, c.opened_at DESC, c.id LIMIT 5
"""
# The lowest area of the case itself and nothing around it: what lies beyond would tell of distances.
_BESIDE = f"""
SELECT count(*) FROM (
    SELECT 1 FROM dispatch.cases c
    JOIN dispatch.cases other ON other.area_path = c.area_path AND other.id <> c.id
        AND other.kind = 'incident' AND other.closed_at IS NULL
        AND (other.matter = c.matter OR starts_with(other.matter, c.matter || '-')
            OR starts_with(c.matter, other.matter || '-'))
    WHERE c.id = ${COUNT + 1} AND {VISIBLE} LIMIT 5) beside
"""


@dataclass(frozen=True, slots=True)
class Known:
    """An open incident of a class in the same cell or one close by; its number only for who may see it."""

    case_no: str | None
    state: IncidentState
    opened_at: datetime
    same_cell: bool


async def open_in_cells(reach: Reach, class_code: str, paths: Sequence[str]) -> tuple[Known, ...]:
    """Open incidents of a class in cells, given by their paths, the cell in question first; five at most.

    Everybody learns that there is something, in which cell and since when, and no more: no distance, since
    three of them would tell the point.
    """
    rows = await database.fetch(_OPEN, *sight(reach).values, list(paths), class_code, paths[0])
    return tuple(
        Known(row["case_no"], IncidentState(row["state"]), row["opened_at"], row["same_cell"]) for row in rows
    )


async def open_beside(reach: Reach, case_id: int) -> int:
    """How many open incidents of its kind stand in the same cell as a case in reach; five at most."""
    return int(await database.fetch_value(_BESIDE, *sight(reach).values, case_id))
