"""The numbers of cases by id and back, for the bus desk, which sees numbers and nothing else of a case."""

from collections.abc import Sequence

import database


async def case_id_of(case_no: str) -> int | None:
    """The id of the case with this number, or None; for callers that show nothing of the case."""
    found = await database.fetch_value("SELECT id FROM dispatch.cases WHERE case_no = $1", case_no)
    return None if found is None else int(found)


async def numbers_of(ids: Sequence[int]) -> dict[int, str]:
    """The numbers of cases by id; for callers that show nothing else of them."""
    rows = await database.fetch("SELECT id, case_no FROM dispatch.cases WHERE id = ANY($1)", list(ids))
    return {row["id"]: row["case_no"] for row in rows}
