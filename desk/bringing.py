"""Notes materials that come in without an act: before receipt, at the counter, or a part of a supplement."""

from datetime import datetime

import msgspec

import database
from desk.materials import MISSING, materials_of
from desk.supplements import keep_brought
from dispatch import cases
from dispatch.case_store import Case, case_by_id
from dispatch.errors import ActNotAllowed, RoleMayNot
from dispatch.named_files import check_files
from dispatch.rules.application_facts import Materials
from dispatch.rules.change import NOTHING_SET
from dispatch.rules.checks import need_codes
from dispatch.rules.entry_data import CodesData
from dispatch.rules.entry_kinds import EntryKind
from dispatch.rules.permissions import MAY
from dispatch.rules.states import Act, ApplicationState
from dispatch.telling import entry, tell
from reach import SYSTEM, Reach

_NOTE = "note_materials"
_OPEN_FOR_IT = frozenset(
    {
        ApplicationState.DRAFT,
        ApplicationState.SUBMITTED,
        ApplicationState.PRE_REVIEW,
        ApplicationState.PRE_PASSED,
        ApplicationState.PRE_FAILED,
        ApplicationState.RECEIVED,
        ApplicationState.SUPPLEMENT_PENDING,
    }
)


async def note_materials(
    case_id: int, brought: Materials, reach: Reach, now: datetime, channel: str = "WINDOW"
) -> Case:
    """Notes what was brought, in the caller's transaction or one of its own; outdates nobody's form.

    Once nothing is missing the application can be accepted; while a notice is open that takes the act of
    supplementing, which counts what was noted. Raises NotVisible, ActNotAllowed for a case past acceptance,
    RoleMayNot, FactMissing for unknown materials and for files of something else.
    """
    async with database.transaction():
        known = await cases.know(reach, case_id, for_act=True)
        case, roles = known.case, cases.standpoint_over(reach, known).roles
        if known.facts.state not in _OPEN_FOR_IT:
            raise ActNotAllowed(case.state, _NOTE)
        if not roles & MAY[Act.SUPPLEMENT]:
            raise RoleMayNot(_NOTE, tuple(sorted(roles)))
        need_codes(brought.codes, known.facts.matter.listed, "the published item does not list")
        await check_files(case.id, brought)
        await keep_brought(case.id, brought, now)
        sets = NOTHING_SET
        if known.facts.state is not ApplicationState.SUPPLEMENT_PENDING:
            wanted = [line for line in (await materials_of(case.id)).values() if line.status == MISSING]
            sets = msgspec.structs.replace(sets, materials_complete=not wanted)
        data = CodesData(state=case.state, version=case.version, codes=sorted(brought.codes))
        if sets != NOTHING_SET:
            data = msgspec.structs.replace(data, sets=sets)
        told = entry(EntryKind.MATERIALS_NOTED, data, reach, channel, now)
        await tell(case, [told], sets, case.due_at)
        return await case_by_id(SYSTEM, case.id)
