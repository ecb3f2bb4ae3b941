"""Which role may do which act or administrative duty at all, wherever its reach lets it."""

from enum import StrEnum

from dispatch.rules.application_moves import APPLICATION_MOVES
from dispatch.rules.incident_moves import INCIDENT_MOVES
from dispatch.rules.states import Act
from reach import Role

# Read off the transition tables, so that a route's guard and the lifecycle can never disagree.
MAY: dict[Act, frozenset[Role]] = {
    act: frozenset().union(*(move.roles for move in (*APPLICATION_MOVES, *INCIDENT_MOVES) if move.act is act))
    for act in Act
}


class Duty(StrEnum):
    """What administrators do; none of it is work on a case."""

    PUBLISH_CONTENT = "publish_content"
    MEND_BUS = "mend_bus"
    RUN_SYSTEM = "run_system"
    MANAGE_ACCOUNTS = "manage_accounts"
    GRANT_ROLES = "grant_roles"
    READ_SECURITY = "read_security"
    READ_AUDIT = "read_audit"
    VERIFY_AUDIT = "verify_audit"


# 三员分立 (GB/T 22239-2019 8.1.5): the system administrator runs and creates, the security administrator
# grants, the audit administrator looks at both; none can do another's part.
DUTIES: dict[Duty, frozenset[Role]] = {
    Duty.PUBLISH_CONTENT: frozenset({Role.CONTENT_ADMIN}),
    Duty.MEND_BUS: frozenset({Role.BUS_DESK}),
    Duty.RUN_SYSTEM: frozenset({Role.SYSTEM_ADMIN}),
    Duty.MANAGE_ACCOUNTS: frozenset({Role.SYSTEM_ADMIN}),
    Duty.GRANT_ROLES: frozenset({Role.SECURITY_ADMIN}),
    Duty.READ_SECURITY: frozenset({Role.SECURITY_ADMIN}),
    Duty.READ_AUDIT: frozenset({Role.AUDIT_ADMIN}),
    Duty.VERIFY_AUDIT: frozenset({Role.AUDIT_ADMIN}),
}
SEPARATED = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


def may(act: Act, roles: frozenset[Role]) -> bool:
    """Whether one of the roles may do the act to some case in some state."""
    return bool(MAY[act] & roles)


def may_administer(duty: Duty, roles: frozenset[Role]) -> bool:
    """Whether one of the roles has the duty."""
    return bool(DUTIES[duty] & roles)


def conflict(roles: frozenset[Role]) -> frozenset[Role]:
    """The roles among these that one person may not hold together; empty when there is no objection.

    One of the three separated administrators holds nothing else, case work included.
    """
    separated = roles & SEPARATED
    return roles if separated and len(roles) > 1 else frozenset()
