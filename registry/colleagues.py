"""Who of the staff could take something on: those with posts over a place or in some departments."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import database
from reach import Role

_COLLEAGUES = """
SELECT DISTINCT staff.id, staff.display_name, post.role, post.department_id
FROM registry.staff_post post JOIN registry.staff ON staff.id = post.staff_id
WHERE staff.active AND post.role = ANY($1::text[]) AND post.valid_from <= $2
    AND (post.valid_to IS NULL OR post.valid_to > $2)
    AND CASE WHEN post.department_id IS NULL THEN starts_with($3, post.area_path)
        ELSE post.department_id = ANY($4::bigint[]) END
ORDER BY staff.display_name, staff.id, post.role LIMIT $5
"""
_MOST = 300  # nobody chooses from more


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works here, by one of his posts; `department_id` is None for a post over an area."""

    id: int
    name: str
    role: Role
    department_id: int | None


async def colleagues(
    roles: Collection[Role], area_path: str, department_ids: Collection[int], now: datetime
) -> list[Colleague]:
    """Who holds one of the roles over an area that contains `area_path`, or in one of the departments.

    Valid at `now` (UTC); by name, at most 300.
    """
    rows = await database.fetch(
        _COLLEAGUES, [role.value for role in roles], now, area_path, list(department_ids), _MOST
    )
    return [
        Colleague(row["id"], row["display_name"], Role(row["role"]), row["department_id"]) for row in rows
    ]
