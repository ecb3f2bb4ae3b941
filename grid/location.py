"""Where a place belongs, as a value: the chain of its areas, its overlays, what else it may lie in."""

from dataclasses import dataclass

from grid.rules.coordinates import Position
from grid.rules.levels import Level


@dataclass(frozen=True, slots=True)
class AreaRef:
    """One area of a chain; `path` holds the codes from the city down to it."""

    level: Level
    code: str
    name: str
    name_en: str
    path: str


@dataclass(frozen=True, slots=True)
class OverlayHit:
    """A zone of a layer that crosses the areas, e.g. overlay `police_district`, code `C11`."""

    overlay: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another lowest area the place may lie in, since it is no farther away than the place is precise."""

    code: str
    name: str
    path: str
    distance_m: float


@dataclass(frozen=True, slots=True)
class Location:
    """Where a place belongs in one edition of the map; `position` (EPSG:4326) is None for an area as a whole.

    `chain` runs from the city down to the lowest area; `candidates` are sorted by distance, then path.
    """

    edition_id: int
    edition_number: int
    position: Position | None
    chain: tuple[AreaRef, ...]
    overlays: tuple[OverlayHit, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    @property
    def lowest(self) -> AreaRef:
        """The smallest area of the chain."""
        return self.chain[-1]

    @property
    def path(self) -> str:
        """The path of the lowest area."""
        return self.lowest.path

    def area_at(self, level: Level) -> AreaRef | None:
        """The area of one level, or None where this part of the city has no such level."""
        return next((area for area in self.chain if area.level is level), None)

    def overlay_code(self, overlay: str) -> str | None:
        """The code of the zone of a named overlay, or None outside all its zones."""
        return next((hit.code for hit in self.overlays if hit.overlay == overlay), None)
