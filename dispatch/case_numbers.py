"""The numbers of cases by id and back, for the bus desk, which sees numbers and nothing else of a case."""

from collections.abc import Sequence

import database
from dispatch.refusals import bus_areas
from reach import Reach

_IN_AREAS = """($2::text[] IS NULL OR EXISTS (
    SELECT 1 FROM unnest($2::text[]) AS mine (path) WHERE starts_with(area_path, mine.path)))"""
_ID = f"SELECT id FROM dispatch.cases WHERE case_no = $1 AND {_IN_AREAS}"
_NUMBERS = f"SELECT id, case_no FROM dispatch.cases WHERE id = ANY($1) AND {_IN_AREAS}"


async def case_id_of(reach: Reach, case_no: str) -> int | None:
    """The id of the case with this number, None where the desk's areas hold none; raises BusDeskOnly."""
    found = await database.fetch_value(_ID, case_no, bus_areas(reach))
    return None if found is None else int(found)


async def numbers_of(reach: Reach, ids: Sequence[int]) -> dict[int, str]:
    """The numbers of cases within the desk's areas by id; raises BusDeskOnly."""
    rows = await database.fetch(_NUMBERS, list(ids), bus_areas(reach))
    return {row["id"]: row["case_no"] for row in rows}
