"""What ties cases to each other: which case a duplicate follows, and that the tie makes sense."""

import database
from dispatch.case_store import Case, case_by_id
from dispatch.cases import Known
from dispatch.errors import FactMissing
from dispatch.rules.lifecycle import CLOSED
from dispatch.rules.shared_facts import Tie
from dispatch.rules.states import Act, CaseKind, IncidentState
from reach import Reach

_CHILDREN = """
SELECT DISTINCT merged.case_id
FROM dispatch.journal merged JOIN dispatch.cases child ON child.id = merged.case_id
WHERE merged.kind = 'merged' AND (merged.data->>'case_id')::bigint = $1 AND child.state = 'MERGED'
    AND NOT EXISTS (SELECT 1 FROM dispatch.journal later WHERE later.case_id = merged.case_id
        AND later.kind = 'merged' AND later.seq > merged.seq)
ORDER BY merged.case_id
"""
# What a duplicate cannot follow: it would wait for a closing that never comes.
_OVER = frozenset({*CLOSED, IncidentState.MERGED, IncidentState.ARCHIVED})


async def merged_into(case: Case) -> list[int]:
    """The ids of the cases that follow this one as its duplicates."""
    rows = await database.fetch(_CHILDREN, case.id)
    return [row["case_id"] for row in rows]


async def check_tie(known: Known, act: Act, tie: Tie, reach: Reach) -> None:
    """The other case is another one, in reach, and for a merger an open incident.

    Raises FactMissing, NotVisible.
    """
    if tie.case_id == known.case.id:
        raise FactMissing("case_id", "a case is not tied to itself")
    # A duplicate keeps its parent from being closed before the tie is made.
    parent = await case_by_id(reach, tie.case_id, for_act=act is Act.MERGE)
    if act is Act.MERGE and (parent.kind is not CaseKind.INCIDENT or parent.state in _OVER):
        raise FactMissing("case_id", "a duplicate follows an incident that is still open")
