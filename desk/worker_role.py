"""What a background process does: hand work out, do it, or both."""

from enum import StrEnum


class Role(StrEnum):
    """What a process does: hand out what is due, work on what is handed out, or both."""

    PUMP = "pump"
    WORK = "work"
    BOTH = "both"

    @property
    def pumps(self) -> bool:
        return self is not Role.WORK

    @property
    def works(self) -> bool:
        return self is not Role.PUMP
