"""Where a page of a list ended, so that the next can begin there whatever has come in between."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Last:
    """The last row of a page: its id, and the time (UTC) it was ordered by, if it has one."""

    id: int
    at: datetime | None
