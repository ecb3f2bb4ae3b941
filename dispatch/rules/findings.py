"""What speaks against publishing a responsibility list: holes, equals, dead rows, handlers that are gone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dispatch.rules.responsibility import Handler, Place
from dispatch.rules.states import CaseKind

SHOWN = 100


class Unreachable(StrEnum):
    """Why a row can never win."""

    EXPIRED = "EXPIRED"
    NEVER_HOLDS = "NEVER_HOLDS"
    NO_SUCH_MATTER = "NO_SUCH_MATTER"
    NO_SUCH_PLACE = "NO_SUCH_PLACE"
    SHADOWED = "SHADOWED"


@dataclass(frozen=True, slots=True)
class Hole:
    """A matter nobody surely answers for, at `places` places like this one, from `since` up to `until`."""

    kind: CaseKind
    code: str
    place: Place
    places: int
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class EqualRows:
    """Two rows neither of which is the more specific, with a matter and place where both apply."""

    one: int
    other: int
    code: str
    place: Place


@dataclass(frozen=True, slots=True)
class UnreachableRow:
    """A row that can never win, and why."""

    row: int
    why: Unreachable


@dataclass(frozen=True, slots=True)
class GoneHandler:
    """A row whose handler is not there; for a grid worker, `place` is one where no roster names anybody."""

    row: int
    handler: Handler
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What speaks against publishing: at most SHOWN findings of each sort, and how many there are of each.

    `hole_pairs` counts pairs of matter and place without a handler, the other counts rows or pairs of rows.
    """

    holes: tuple[Hole, ...]
    hole_pairs: int
    equals: tuple[EqualRows, ...]
    equal_pairs: int
    unreachable: tuple[UnreachableRow, ...]
    unreachable_rows: int
    gone: tuple[GoneHandler, ...]
    gone_handlers: int

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against publishing."""
        return not (self.hole_pairs or self.equal_pairs or self.unreachable_rows or self.gone_handlers)

    @property
    def total(self) -> int:
        """How many findings there are in all."""
        return self.hole_pairs + self.equal_pairs + self.unreachable_rows + self.gone_handlers

    def faults(self) -> tuple[tuple[str, str, str], ...]:
        """The findings shown, each as (JSON pointer, code, detail): a matter's or a row's."""
        return (
            *((f"/matters/{one.code}", "HOLE", _hole(one)) for one in self.holes),
            *((f"/rows/{one.one}", "EQUAL", f"{one.other} {one.place.path}") for one in self.equals),
            *((f"/rows/{one.row}", one.why.value, "") for one in self.unreachable),
            *((f"/rows/{one.row}", "HANDLER_GONE", one.place.path if one.place else "") for one in self.gone),
        )


def _hole(hole: Hole) -> str:
    end = hole.until.isoformat() if hole.until else ""
    return f"{hole.place.path} ×{hole.places} {hole.since.isoformat()}/{end}"
