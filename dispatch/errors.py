"""What can go wrong with work: cases, tasks, responsibilities, rosters and the rows that tell of them."""


class DispatchError(Exception):
    """Raised when something about work cannot be done; the root of this room's tree."""


class MalformedResponsibility(DispatchError):
    """Raised when a responsibility row, or a part of one, cannot mean anything."""
