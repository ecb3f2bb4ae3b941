"""The words for tasks: what one asks of somebody, and how far it is."""

from enum import StrEnum


class TaskKind(StrEnum):
    """What a task asks of somebody."""

    ADMIT = "admit"
    HANDLE = "handle"
    CO_HANDLE = "co_handle"
    REVIEW = "review"
    APPROVE = "approve"
    RESULT = "result"
    VERIFY = "verify"
    CHECK = "check"


class TaskState(StrEnum):
    """How far a task is; OPEN waits to be signed for."""

    OPEN = "open"
    SIGNED = "signed"
    DONE = "done"
    RETURNED = "returned"
    CANCELLED = "cancelled"


STILL_TO_DO = frozenset({TaskState.OPEN, TaskState.SIGNED})
# Whose task went another way has seen the case, and may go on seeing it, but has no more say in it.
GIVEN_UP = frozenset({TaskState.RETURNED, TaskState.CANCELLED})
