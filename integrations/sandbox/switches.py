"""How the pretend city misbehaves: fail, wait, refuse, store and then fail, mix the order up, be down."""

from typing import Annotated

import msgspec
from msgspec import Meta

ErrorStatus = Annotated[int, Meta(ge=400, le=599)]
Status = Annotated[int, Meta(ge=400, le=499)]


class Refuse(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Refuses messages of a case (its number), of a kind (the last part of the type), or of both."""

    case: str | None = None
    kind: str | None = None
    status: Status = 422
    reason: str = "refused by a switch"

    def meets(self, case: str, kind: str) -> bool:
        """Whether a message of this case and kind is refused."""
        return self.case in {None, case} and self.kind in {None, kind}


class Switches(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All switches; what a PUT leaves out is off.

    `fail`: answer everything with this status. `fail_next`: only so many more times (with `fail`, or 503).
    `delay_ms`: wait before answering. `double`: store, then answer 500, so that the sender repeats itself.
    `reorder_ms`: each request waits for a random time up to this, so that others overtake it, and one in four
    is answered 503 at once and taken after that time all the same.
    `down`: names of look-ups that answer 503 (`licences`, `population`).
    """

    fail: ErrorStatus | None = None
    fail_next: Annotated[int, Meta(ge=0)] = 0
    delay_ms: Annotated[int, Meta(ge=0, le=600_000)] = 0
    refuse: tuple[Refuse, ...] = ()
    double: bool = False
    reorder_ms: Annotated[int, Meta(ge=0, le=600_000)] = 0
    down: frozenset[str] = frozenset()


class Board:
    """The switches as they stand now; one board for the process."""

    def __init__(self) -> None:
        self.present = Switches()

    def status_of_failure(self) -> int | None:
        """The status to fail this request with, if any; counts `fail_next` down."""
        now = self.present
        if now.fail_next > 0:
            left = now.fail_next - 1
            # The last of a counted row of failures also ends the failing.
            self.present = msgspec.structs.replace(now, fail_next=left, fail=now.fail if left else None)
            return now.fail or 503
        return now.fail

    def refusal_of(self, case: str, kind: str) -> Refuse | None:
        """The switch that refuses this message, if any."""
        return next((refuse for refuse in self.present.refuse if refuse.meets(case, kind)), None)
