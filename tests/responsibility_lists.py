"""Lists of responsibilities written into the database and published, for tests of those that need one."""

from dispatch import responsibilities, responsibility_drafts
from dispatch.responsibilities import Ground
from dispatch.rules.proof import Living
from dispatch.rules.responsibility import Responsibility
from reach import Reach, ReachKind
from tests.responsibility_builders import (
    GRID,
    HERE,
    NOW,
    an_incident,
)

AUTHOR, EDITOR = Reach(ReachKind.STAFF, 11), Reach(ReachKind.STAFF, 12)
LIVING = Living(departments=frozenset({1, 2, 3}), staff=frozenset({40}), staffed_areas=frozenset({GRID}))
GROUND = Ground((an_incident("0101"), an_incident("0201")), (HERE,), LIVING)


async def a_draft(*rows: Responsibility, reach: Reach = AUTHOR, empty: bool = True) -> int:
    draft = await responsibility_drafts.begin_draft(reach, "test", NOW, empty=empty)
    await responsibility_drafts.add_rows(reach, draft.id, rows)
    return draft.id


async def a_published(*rows: Responsibility) -> int:
    edition_id = await a_draft(*rows)
    await responsibilities.publish(EDITOR, edition_id, GROUND, NOW)
    return edition_id
