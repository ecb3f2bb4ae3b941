"""Keeps what was refused to somebody signed in, in the audit stream `security`."""

import logging
import re
from datetime import UTC, datetime

import asyncpg
from litestar.types import Scope

from desk.errors import CsrfTokenMissing, RoleNeeded
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
)
_NUMBER = re.compile(r"[0-9A-Za-z._-]{1,64}")


async def record_refusal(error: Exception, scope: Scope) -> None:
    """Writes a refusal down: who, which route, which case, why; never what was sent."""
    reach = scope.get("user")
    if not isinstance(error, RECORDED) or not isinstance(reach, Reach):
        return
    problem = problem_of(error)
    said: dict[str, object] = {
        "method": str(scope.get("method")),
        "route": str(scope.get("path_template") or "none"),
        "refusal": problem.code if problem else type(error).__name__,
    }
    case_no = str(dict(scope.get("path_params") or {}).get("case_no", ""))
    if _NUMBER.fullmatch(case_no):
        said["case_no"] = case_no
    try:
        await audit.record_failure(reach, audit.Fact("refused", datetime.now(UTC), said))
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as failure:
        # The request is refused all the same; that the record is missing must be seen.
        _LOG.error("a refusal could not be recorded", extra={"error": type(failure).__name__, **said})
