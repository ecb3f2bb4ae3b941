"""Changes of an account that is there: another name, and back from having been dismissed."""

from datetime import datetime

import database
from reach import Reach
from registry import audit
from registry.errors import StaffNotFound

_RENAME = "UPDATE registry.staff SET display_name = $2 WHERE id = $1 AND active"
_REVIVE = "UPDATE registry.staff SET active = true WHERE id = $1 AND NOT active"
_END_POSTS = """
UPDATE registry.staff_post SET valid_to = $2
WHERE staff_id = $1 AND valid_from < $2 AND (valid_to IS NULL OR valid_to > $2) RETURNING id, role
"""
_WITHDRAW_POSTS = "DELETE FROM registry.staff_post WHERE staff_id = $1 AND valid_from >= $2 RETURNING id"


async def rename_account(reach: Reach, staff_id: int, display_name: str, at: datetime) -> None:
    """Gives an active account another name, recorded as config; raises StaffNotFound."""
    async with database.transaction():
        if not await database.execute(_RENAME, staff_id, display_name):
            raise StaffNotFound(f"no active staff {staff_id}")
        await audit.append(reach, audit.CONFIG, audit.Fact("staff_renamed", at, {"id": staff_id}))


async def revive_account(reach: Reach, staff_id: int, at: datetime) -> None:
    """Makes an inactive account active again, without the posts it had; recorded as config.

    Who takes somebody back gives him no rights: those are given anew. Raises StaffNotFound.
    """
    async with database.transaction():
        if not await database.execute(_REVIVE, staff_id):
            raise StaffNotFound(f"no inactive staff {staff_id}")
        ended = await database.fetch(_END_POSTS, staff_id, at)
        gone = await database.fetch(_WITHDRAW_POSTS, staff_id, at)
        facts = [audit.Fact("staff_revived", at, {"id": staff_id})]
        for row in ended:
            said = {"id": row["id"], "staff": staff_id, "role": row["role"], "ends": at}
            facts.append(audit.Fact("post_ended", at, said))
        facts += [audit.Fact("post_withdrawn", at, {"id": row["id"], "staff": staff_id}) for row in gone]
        await audit.append(reach, audit.CONFIG, *facts)
