"""The cases that belong to a case: those it names, and those that came from it or follow it."""

from collections.abc import Sequence
from dataclasses import dataclass

import database
from dispatch.rules.states import CaseKind
from dispatch.visible import COUNT, VISIBLE, sight
from reach import Reach

_TIED = f"""
SELECT c.id, c.case_no, c.kind, c.state, c.matter, c.area_path FROM dispatch.cases c
WHERE c.id IN (
    SELECT unnest(${COUNT + 2}::bigint[])
    UNION SELECT id FROM dispatch.cases WHERE origin_case = ${COUNT + 1}
    UNION SELECT case_id FROM dispatch.journal
        WHERE kind IN ('merged', 'linked') AND (data->>'case_id')::bigint = ${COUNT + 1}
) AND c.id <> ${COUNT + 1} AND {VISIBLE}
ORDER BY c.id LIMIT 50
"""


@dataclass(frozen=True, slots=True)
class Tied:
    """Another case as one line tells of it."""

    id: int
    case_no: str
    kind: CaseKind
    state: str
    matter: str
    area_path: str


async def tied_cases(reach: Reach, case_id: int, named: Sequence[int]) -> list[Tied]:
    """The cases in reach that belong to a case fetched through it; `named` are those its own row names."""
    rows = await database.fetch(_TIED, *sight(reach).values, case_id, list(named))
    return [Tied(**{**dict(row), "kind": CaseKind(row["kind"])}) for row in rows]
