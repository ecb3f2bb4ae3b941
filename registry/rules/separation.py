"""Which posts one account may not hold together: administrators stand apart, also from case work."""

from collections.abc import Iterable

from reach import NOT_POSTS, Role

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
CASE_WORK = frozenset(Role) - ADMINISTRATORS - NOT_POSTS - {Role.CONTENT_ADMIN}


def conflicts(roles: Iterable[Role]) -> tuple[Role, ...]:
    """The roles among these that exclude each other, in order of their names; nothing if they may be held.

    GB/T 22239-2019 8.1.4.2: system, security and audit administrators cannot do each other's work; what they
    administer, they do not use either.
    """
    held = frozenset(roles)
    administering = held & ADMINISTRATORS
    working = held & CASE_WORK
    if len(administering) > 1 or (administering and working):
        return tuple(sorted(administering | working))
    return ()
