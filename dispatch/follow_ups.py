"""Cases that came out of another one: what somebody not content with a closed case asked for again."""

import database
from dispatch.case_store import Case

_OPEN = "SELECT EXISTS (SELECT 1 FROM dispatch.cases WHERE origin_case = $1 AND closed_at IS NULL)"


async def has_open_follow_up(case: Case) -> bool:
    """Whether a case that came out of this one, which was fetched through a reach, is still open."""
    return bool(await database.fetch_value(_OPEN, case.id))
