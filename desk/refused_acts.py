"""Keeps what was refused to somebody signed in, in the audit stream `security`."""

import logging
from datetime import UTC, datetime

import asyncpg
from litestar.types import Scope

import database
from desk.errors import AccountNotForYou, CsrfTokenMissing, RoleNeeded
from desk.problems import problem_of
from dispatch.errors import BusDeskOnly, NeedsArbiter, NotVisible, NotYourTask, RoleMayNot, SamePersonMayNot
from reach import Reach
from registry import audit
from registry.errors import SeparationOfDuties, SubjectOutOfReach

_LOG = logging.getLogger("griddesk.errors")
RECORDED = (
    RoleNeeded,
    CsrfTokenMissing,
    RoleMayNot,
    SamePersonMayNot,
    NotYourTask,
    NeedsArbiter,
    BusDeskOnly,
    NotVisible,
    SeparationOfDuties,
    SubjectOutOfReach,
    AccountNotForYou,
)
_CASE = "SELECT id FROM dispatch.cases WHERE case_no = $1"


async def record_refusal(error: Exception, scope: Scope) -> None:
    """Writes a refusal down: who, which route, which case there is, why; never what was sent."""
    reach = scope.get("user")
    if not isinstance(error, RECORDED) or not isinstance(reach, Reach):
        return
    problem = problem_of(error)
    said: dict[str, object] = {
        "method": str(scope.get("method")),
        "route": str(scope.get("path_template") or "none"),
        "refusal": problem.code if problem else type(error).__name__,
    }
    try:
        case_id = await _case_in(scope)
        if case_id is not None:
            said["case"] = case_id
        await audit.record_failure(reach, audit.Fact("refused", datetime.now(UTC), said))
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as failure:
        # The request is refused all the same; that the record is missing must be seen.
        _LOG.error("a refusal could not be recorded", extra={"error": type(failure).__name__, **said})


async def _case_in(scope: Scope) -> int | None:
    """The id of the case the path names; people type any number there, and this is kept for ever."""
    case_no = dict(scope.get("path_params") or {}).get("case_no")
    found = None if case_no is None else await database.fetch_value(_CASE, str(case_no))
    return None if found is None else int(found)
