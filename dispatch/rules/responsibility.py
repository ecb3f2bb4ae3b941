"""The values of the responsibility list (权责清单): matter, place, handler and row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dispatch.errors import MalformedResponsibility
from dispatch.rules.conditions import Condition, Pairs
from dispatch.rules.states import CaseKind
from grid.rules.levels import Level

OVERLAY = "overlay:"


class Breadth(StrEnum):
    """How a row names its matter."""

    EXACT = "EXACT"
    PREFIX = "PREFIX"
    ANY = "ANY"


@dataclass(frozen=True, slots=True)
class Matter:
    """What a case is about: an item or incident class, with attributes and answers as (name, value) pairs."""

    kind: CaseKind
    code: str
    attributes: Pairs = ()
    answers: Pairs = ()


@dataclass(frozen=True, slots=True)
class MatterScope:
    """The matters a row is for; `code` is a whole code, a beginning of codes, or empty for any."""

    kind: CaseKind
    breadth: Breadth
    code: str = ""

    def __post_init__(self) -> None:
        if (self.breadth is Breadth.ANY) is bool(self.code):
            raise MalformedResponsibility(f"{self.breadth} with the code {self.code!r}")

    def covers(self, kind: CaseKind, code: str) -> bool:
        """Whether a matter of this kind and code is meant."""
        if kind != self.kind:
            return False
        return code == self.code if self.breadth is Breadth.EXACT else code.startswith(self.code)


@dataclass(frozen=True, slots=True)
class Place:
    """Where: the path of the lowest area ("350300/350304/…/") and the overlays there ("police/C11")."""

    path: str
    overlays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DepartmentHandler:
    """A department, acting at a level."""

    department_id: int
    level: Level


@dataclass(frozen=True, slots=True)
class GridWorkerHandler:
    """Whoever is on duty for the grid at the place."""


@dataclass(frozen=True, slots=True)
class PoolHandler:
    """A pool of work with a named owner (a member of staff), who answers for what nobody has taken."""

    name: str
    owner_id: int


Handler = DepartmentHandler | GridWorkerHandler | PoolHandler


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One row: who answers for a matter at a place, from `valid_from` up to but not including `valid_to`.

    `place` is an area path of any level, ending with "/", or "overlay:" and the name of an overlay.
    """

    id: int
    scope: MatterScope
    place: str
    lead: Handler
    valid_from: datetime
    valid_to: datetime | None = None
    conditions: tuple[Condition, ...] = ()
    co_handlers: tuple[Handler, ...] = ()

    def __post_init__(self) -> None:
        if self.place in ("", "/", OVERLAY) or not (self.is_overlay or self.place.endswith("/")):
            raise MalformedResponsibility(
                f"row {self.id}: {self.place!r} is neither an area path nor an overlay"
            )
        if self.valid_from.utcoffset() is None or (self.valid_to and self.valid_to.utcoffset() is None):
            raise MalformedResponsibility(f"row {self.id}: validity without a time zone")
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise MalformedResponsibility(f"row {self.id}: ends before it begins")
        if self.lead in self.co_handlers or len(set(self.co_handlers)) != len(self.co_handlers):
            raise MalformedResponsibility(f"row {self.id}: the same handler twice")

    @property
    def is_overlay(self) -> bool:
        """Whether the place is a named overlay rather than an area of the tree."""
        return self.place.startswith(OVERLAY)

    def in_force(self, moment: datetime) -> bool:
        """Whether the row is valid at the moment."""
        return self.valid_from <= moment and (self.valid_to is None or moment < self.valid_to)

    def lies_at(self, place: Place) -> bool:
        """Whether the place is in the row's area or overlay."""
        if self.is_overlay:
            return self.place.removeprefix(OVERLAY) in place.overlays
        return place.path.startswith(self.place)


def handlers_of(row: Responsibility) -> Iterable[Handler]:
    """The lead, then the co-handlers."""
    yield row.lead
    yield from row.co_handlers
