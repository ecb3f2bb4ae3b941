"""Where a post is held: over an area, in a department, or at a service point, by its role."""

from enum import StrEnum

from reach import Role


class PlaceKind(StrEnum):
    """What kind of place a post is bound to."""

    AREA = "area"
    DEPARTMENT = "department"
    SERVICE_POINT = "service_point"


_IN_A_DEPARTMENT = frozenset({Role.HANDLER, Role.REVIEWER, Role.APPROVER})
_AT_A_POINT = frozenset({Role.CLERK, Role.RESULT_CLERK})


def place_kind(role: Role) -> PlaceKind:
    """The kind of place a role is held at; administrators hold theirs over an area too, mostly the city."""
    if role in _IN_A_DEPARTMENT:
        return PlaceKind.DEPARTMENT
    return PlaceKind.SERVICE_POINT if role in _AT_A_POINT else PlaceKind.AREA
